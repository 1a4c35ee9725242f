import type { CaseCard, CaseView, Slot } from "../contract/wire.gen.ts";

const MINUTES = 30;

/** Half an hour from an instant. */
export function halfHour(start: string): Slot {
  return { start, end: new Date(new Date(start).getTime() + MINUTES * 60_000).toISOString() };
}

/** What of the taken times runs into the wanted one. */
export function clashing(taken: readonly Slot[], slot: Slot | null): readonly Slot[] {
  if (slot === null) return [];
  const [start, end] = [Date.parse(slot.start), Date.parse(slot.end)];
  return taken.filter((one) => Date.parse(one.start) < end && Date.parse(one.end) > start);
}

const MEETING = new Set<CaseCard["session_state"]>(["booked", "open", "live", "interrupted"]);

/** When the requester of a case already meets somebody for another one. */
export function requesterTaken(cards: readonly CaseCard[], view: CaseView): readonly Slot[] {
  return cards.flatMap((one) => {
    const same = one.site === view.site.id && one.author_name === view.author.name;
    if (!same || one.id === view.id || one.session_at === null) return [];
    return MEETING.has(one.session_state) ? [halfHour(one.session_at)] : [];
  });
}
