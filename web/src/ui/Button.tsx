import type { ComponentChildren } from "preact";

import { Icon, type IconName } from "./Icon.tsx";
import { Spinner } from "./Spinner.tsx";

interface Looks {
  /** One "main" per screen; "danger" is for leaving and destroying. */
  kind?: "main" | "plain" | "danger" | "quiet";
  icon?: IconName;
  wide?: boolean;
  children: ComponentChildren;
}

interface Props extends Looks {
  type?: "button" | "submit";
  /** Work is under way: shown, and further clicks do nothing. */
  busy?: boolean;
  disabled?: boolean;
  label?: string;
  pressed?: boolean;
  onClick?: () => void;
}

export function Button(props: Props) {
  const { kind = "plain", type = "button", busy = false, disabled = false } = props;
  return (
    <button
      type={type}
      class="button"
      data-kind={kind}
      data-wide={props.wide === true}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      aria-label={props.label}
      aria-pressed={props.pressed}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else props.onClick?.();
      }}
    >
      {busy ? <Spinner /> : props.icon !== undefined && <Icon name={props.icon} />}
      {props.children}
    </button>
  );
}

interface LinkProps extends Looks {
  href: string;
  current?: boolean;
}

/** A link that looks like a button, where the click goes to another page. */
export function ButtonLink({ kind = "plain", icon, wide, href, children }: LinkProps) {
  return (
    <a class="button" data-kind={kind} data-wide={wide === true} href={href}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </a>
  );
}
