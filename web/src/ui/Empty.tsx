import type { ComponentChildren } from "preact";

import { Icon, type IconName } from "./Icon.tsx";

interface Props {
  icon?: IconName;
  text: string;
  children?: ComponentChildren;
}

/** Nothing here, why, and what to do about it. */
export function Empty({ icon = "inbox", text, children }: Props) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p>{text}</p>
      {children}
    </div>
  );
}
