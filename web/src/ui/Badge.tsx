import type { ComponentChildren } from "preact";

import type { CaseState, Urgency } from "../contract/wire.gen.ts";
import { t } from "../words/t.ts";
import { Icon, type IconName } from "./Icon.tsx";

export type Tone = "plain" | "brand" | "good" | "warn" | "bad";

interface Props {
  tone?: Tone;
  icon?: IconName;
  children: ComponentChildren;
}

export function Badge({ tone = "plain", icon, children }: Props) {
  return (
    <span class="badge" data-tone={tone}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </span>
  );
}

const URGENCY_TONE = { emergency: "bad", urgent: "warn", routine: "plain" } as const;

/** How urgent it is: always the word, and a colour beside it. */
export function UrgencyBadge({ urgency }: { urgency: Urgency }) {
  return <Badge tone={URGENCY_TONE[urgency]}>{t(`urgency.${urgency}`)}</Badge>;
}

const STATE_TONE: Readonly<Record<CaseState, Tone>> = {
  draft: "plain",
  in_review: "brand",
  submitted: "brand",
  returned: "warn",
  dispatched: "brand",
  accepted: "good",
  answered: "good",
  acknowledged: "good",
  closed: "plain",
  archived: "plain",
  withdrawn: "plain",
  rejected: "warn",
  declined: "warn",
  expired: "warn",
};

/** Where a case stands. */
export function StateBadge({ state }: { state: CaseState }) {
  return <Badge tone={STATE_TONE[state]}>{t(`state.${state}`)}</Badge>;
}
