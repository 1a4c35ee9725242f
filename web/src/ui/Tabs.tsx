import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface Tab<T extends string> {
  value: T;
  label: string;
}

interface Props<T extends string> {
  label: string;
  tabs: readonly Tab<T>[];
  value: T;
  onChange: (value: T) => void;
  children: ComponentChildren;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Tabs with the panel of the chosen one; the arrow keys walk along them. */
export function Tabs<T extends string>({ label, tabs, value, onChange, children }: Props<T>) {
  const id = useId();
  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const here = tabs.findIndex((one) => one.value === value);
    const there = tabs[(here + step + tabs.length) % tabs.length];
    if (there === undefined) return;
    onChange(there.value);
    document.getElementById(`${id}-${there.value}`)?.focus();
  };
  return (
    <div class="stack">
      <div class="tabs" role="tablist" aria-label={label} onKeyDown={walk}>
        {tabs.map((one) => (
          <button
            key={one.value}
            id={`${id}-${one.value}`}
            type="button"
            role="tab"
            class="tab"
            aria-selected={one.value === value}
            aria-controls={`${id}-panel`}
            tabIndex={one.value === value ? 0 : -1}
            onClick={() => onChange(one.value)}
          >
            {one.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`}>
        {children}
      </div>
    </div>
  );
}
