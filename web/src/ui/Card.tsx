import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface Props {
  title?: string;
  /** Beside the title: a badge or a quiet button. */
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function Card({ title, aside, children }: Props) {
  const id = useId();
  return (
    <section class="card" aria-labelledby={title === undefined ? undefined : id}>
      {title !== undefined && (
        <div class="row">
          <h2 class="grow" id={id}>
            {title}
          </h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}
