import type { CaseCard, CaseState } from "../contract/wire.gen.ts";
import { byPressure } from "../home/whose.ts";

export const COLUMNS = ["check", "waiting", "booked", "answered", "ended"] as const;
export type Column = (typeof COLUMNS)[number];

const PLACE: Readonly<Record<CaseState, Column | null>> = {
  draft: null,
  in_review: null,
  submitted: "check",
  declined: "check",
  returned: "waiting",
  dispatched: "waiting",
  accepted: "booked",
  answered: "answered",
  acknowledged: "answered",
  closed: "ended",
  archived: "ended",
  withdrawn: "ended",
  rejected: "ended",
  expired: "ended",
};

/** The board: what wants the dispatcher's hand first stands on the left. */
export function columns(cards: readonly CaseCard[]): Readonly<Record<Column, readonly CaseCard[]>> {
  const pick = (column: Column) =>
    cards.filter((one) => PLACE[one.state] === column).sort(byPressure);
  return {
    check: pick("check"),
    waiting: pick("waiting"),
    booked: pick("booked"),
    answered: pick("answered"),
    ended: pick("ended"),
  };
}
