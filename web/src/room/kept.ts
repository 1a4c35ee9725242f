/** What a tab remembers of a session across a reload: its seat, and what was switched on. */

export interface Kept {
  readonly seat: string;
  readonly inside: boolean; // was in the room, not at the device check
  readonly audio: boolean;
  readonly video: boolean;
}

const NOTHING: Kept = { seat: "", inside: false, audio: true, video: true };

/** Reads what was kept; anything odd counts as nothing. */
export function parsedKept(text: string | null): Kept {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "");
  } catch {
    return NOTHING;
  }
  if (typeof value !== "object" || value === null) return NOTHING;
  const from = new Map<string, unknown>(Object.entries(value));
  const seat = from.get("seat");
  return {
    seat: typeof seat === "string" ? seat : "",
    inside: from.get("inside") === true,
    audio: from.get("audio") !== false,
    video: from.get("video") !== false,
  };
}

const at = (session: string) => `huizhen.seat.${session}`;

export function readKept(session: string): Kept {
  try {
    return parsedKept(sessionStorage.getItem(at(session)));
  } catch {
    return NOTHING; // storage is switched off
  }
}

export function keep(session: string, changes: Partial<Kept>): void {
  try {
    sessionStorage.setItem(at(session), JSON.stringify({ ...readKept(session), ...changes }));
  } catch {
    // Without storage a reload takes a new seat.
  }
}
