import type { CaseCard } from "../contract/wire.gen.ts";
import { byPressure } from "../home/whose.ts";

export interface QueuePiles {
  /** Invitations to answer: the oldest deadline first. */
  readonly invited: readonly CaseCard[];
  /** Accepted, the opinion still to be given. */
  readonly open: readonly CaseCard[];
  /** Answered: what became of the patient comes back here. */
  readonly answered: readonly CaseCard[];
}

const ANSWERED = new Set(["answered", "acknowledged", "closed", "archived"]);

function byDeadline(one: CaseCard, other: CaseCard): number {
  const pressing = byPressure(one, other);
  if (one.urgency !== other.urgency) return pressing;
  return (one.due_at ?? "9").localeCompare(other.due_at ?? "9");
}

export function queuePiles(cards: readonly CaseCard[]): QueuePiles {
  return {
    invited: cards
      .filter((one) => one.my_invitation === "invited" && one.state === "dispatched")
      .sort(byDeadline),
    open: cards
      .filter((one) => one.my_invitation === "accepted" && !ANSWERED.has(one.state))
      .filter((one) => one.state === "accepted" || one.state === "dispatched")
      .sort(byDeadline),
    answered: cards
      .filter((one) => one.my_invitation === "accepted" && ANSWERED.has(one.state))
      .sort((one, other) => other.changed_at.localeCompare(one.changed_at)),
  };
}

/** The meetings of one day, in order. */
export function meetingsOn(
  cards: readonly CaseCard[],
  day: string,
  dayOf: (iso: string) => string,
): readonly CaseCard[] {
  return cards
    .filter((one) => one.session_at !== null && dayOf(one.session_at) === day)
    .filter((one) => one.session_state !== "cancelled" && one.session_state !== "no_show")
    .sort((one, other) => (one.session_at ?? "").localeCompare(other.session_at ?? ""));
}
