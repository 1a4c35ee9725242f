import { type ReadonlySignal, signal } from "@preact/signals";

import type { Problem } from "../contract/wire.gen.ts";

/** Seconds that a refusal asks to wait before the next try; 0 where it asks for none. */
export function pauseOf(problem: Problem): number {
  const wait = Number(problem.params["retry_after"] ?? 0);
  return Number.isFinite(wait) && wait > 0 ? Math.ceil(wait) : 0;
}

interface Countdown {
  readonly left: ReadonlySignal<number>;
  start: (seconds: number) => void;
  stop: () => void;
}

/** Counts seconds down to 0; a new start replaces the old one. */
export function countdown(): Countdown {
  const left = signal(0);
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => clearInterval(timer);
  const start = (seconds: number) => {
    stop();
    left.value = seconds;
    if (seconds === 0) return;
    const end = Date.now() + seconds * 1000;
    timer = setInterval(() => {
      left.value = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      if (left.value === 0) stop();
    }, 250);
  };
  return { left, start, stop };
}
