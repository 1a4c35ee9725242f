import type { ComponentChildren } from "preact";

import { Icon, type IconName } from "./Icon.tsx";

interface Props {
  icon?: IconName;
  text: string;
  /** The whole page is this: the text is its heading. */
  heading?: boolean;
  children?: ComponentChildren;
}

/** Nothing here, why, and what to do about it. */
export function Empty({ icon = "inbox", text, heading, children }: Props) {
  return (
    <div class="empty">
      <Icon name={icon} />
      {heading === true ? <h1>{text}</h1> : <p>{text}</p>}
      {children}
    </div>
  );
}
