import type { ReadonlySignal } from "@preact/signals";
import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";

interface Props {
  label: string;
  /** 0 to 1; may change 60 times a second, so the page is not drawn anew for it. */
  level: ReadonlySignal<number>;
}

export function Meter({ label, level }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const whole = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    const share = Math.min(1, Math.max(0, level.value));
    if (bar.current !== null) bar.current.style.transform = `scaleX(${share})`;
    whole.current?.setAttribute("aria-valuenow", String(Math.round(share * 100)));
  });
  return (
    <div
      ref={whole}
      class="meter"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    >
      <div ref={bar} class="meter-bar" />
    </div>
  );
}
