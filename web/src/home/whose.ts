import type { CaseCard } from "../contract/wire.gen.ts";

export type Pile = "unread" | "mine" | "theirs" | "ended";

const ENDED = new Set(["closed", "archived", "withdrawn", "rejected", "expired"]);
const IN_ROOM = new Set(["open", "live", "interrupted"]);
const RANK = { emergency: 0, urgent: 1, routine: 2 } as const;

/** Whether the room of this case can be entered now. */
export function roomIsOpen(card: CaseCard): boolean {
  return card.session_state !== null && IN_ROOM.has(card.session_state);
}

/** From where one looks at the cases. */
export type Side = "author" | "reviewer" | "desk" | "onlooker";

const MOVES: Readonly<Record<Side, ReadonlySet<CaseCard["state"]>>> = {
  author: new Set(["draft", "returned", "acknowledged"]),
  reviewer: new Set(["in_review"]),
  desk: new Set(["submitted", "declined"]),
  onlooker: new Set(),
};

/** In which pile a case lies, seen from one side: by whose move it is. */
export function pileOf(card: CaseCard, side: Side = "author"): Pile {
  const author = side === "author";
  if (author && (card.unread_opinion || card.state === "answered")) return "unread";
  if (ENDED.has(card.state)) return "ended";
  if (author && roomIsOpen(card)) return "mine";
  return MOVES[side].has(card.state) ? "mine" : "theirs";
}

/** The most pressing first: urgency, then what is overdue, then the last change. */
export function byPressure(one: CaseCard, other: CaseCard): number {
  return (
    RANK[one.urgency] - RANK[other.urgency] ||
    Number(other.overdue) - Number(one.overdue) ||
    other.changed_at.localeCompare(one.changed_at)
  );
}

export function piles(
  cards: readonly CaseCard[],
  side: Side,
): Readonly<Record<Pile, readonly CaseCard[]>> {
  const pick = (pile: Pile) => cards.filter((one) => pileOf(one, side) === pile).sort(byPressure);
  return {
    unread: pick("unread"),
    mine: pick("mine"),
    theirs: pick("theirs"),
    ended: pick("ended"),
  };
}
