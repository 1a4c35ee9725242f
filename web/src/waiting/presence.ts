/** Who takes part in a session, and how far they have come; pure. */

import type { CaseView, SessionView, Side } from "../contract/wire.gen.ts";

export type Presence = "in" | "checked" | "absent";

export interface Participant {
  readonly person: string;
  readonly name: string;
  readonly title: string;
  readonly side: Side;
  readonly presence: Presence;
}

function presenceOf(session: SessionView, person: string): Presence {
  const inside = session.attendance.some((one) => one.person === person && one.left_at === null);
  if (inside) return "in";
  return session.checked_in.includes(person) ? "checked" : "absent";
}

/** The author and the experts who accepted, then whoever else was there. */
export function participants(view: CaseView, session: SessionView): readonly Participant[] {
  const known: Omit<Participant, "presence">[] = [
    {
      person: view.author.id,
      name: view.author.name,
      title: view.author.title,
      side: "requesting",
    },
  ];
  for (const { state, expert, expert_name, expert_title } of view.invitations) {
    if (state !== "accepted") continue;
    known.push({ person: expert, name: expert_name, title: expert_title, side: "expert" });
  }
  for (const { person, name, side } of session.attendance) {
    if (!known.some((one) => one.person === person)) known.push({ person, name, title: "", side });
  }
  return known.map((one) => ({ ...one, presence: presenceOf(session, one.person) }));
}

export const OVER: ReadonlySet<SessionView["state"]> = new Set([
  "finished",
  "cancelled",
  "no_show",
  "abandoned",
]);

export type Opening =
  | { readonly is: "emergency" | "running" }
  | { readonly is: "early" | "soon" | "begun"; readonly ms: number };

/** How the time stands: may one enter, and how long until or since the booked start. */
export function opening(session: SessionView, now: number): Opening {
  if (session.state === "live" || session.state === "interrupted") return { is: "running" };
  if (session.emergency) return { is: "emergency" };
  const [opens, start] = [Date.parse(session.opens_at), Date.parse(session.slot.start)];
  if (now < opens) return { is: "early", ms: opens - now };
  return now < start ? { is: "soon", ms: start - now } : { is: "begun", ms: now - start };
}
