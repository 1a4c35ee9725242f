import type { ComponentChildren } from "preact";

interface Props {
  label: string;
  children: ComponentChildren;
}

/** What few need, folded away until wanted. */
export function More({ label, children }: Props) {
  return (
    <details class="more">
      <summary>{label}</summary>
      <div class="stack">{children}</div>
    </details>
  );
}
