import type { ComponentChildren } from "preact";

import { Icon } from "./Icon.tsx";

export type NoticeTone = "info" | "good" | "warn" | "bad";

interface Props {
  tone?: NoticeTone;
  children: ComponentChildren;
}

const ICONS = { info: "info", good: "check", warn: "alert", bad: "alert" } as const;

/** Something to know, where it matters. */
export function Notice({ tone = "info", children }: Props) {
  return (
    <div class="notice" data-tone={tone}>
      <Icon name={ICONS[tone]} />
      <div class="grow stack-tight">{children}</div>
    </div>
  );
}
