import assert from "node:assert/strict";
import { test } from "node:test";

import type { CaseCard } from "../contract/wire.gen.ts";
import { meetingsOn, queuePiles } from "./piles.ts";

function card(part: Partial<CaseCard>): CaseCard {
  return {
    id: "1",
    seq: 1,
    number: "",
    state: "dispatched",
    urgency: "routine",
    mode: "live",
    patient_name: "",
    sex: "unknown",
    age: null,
    complaint: "",
    specialty: null,
    site: "",
    site_name: "",
    author_name: "",
    expert_names: [],
    modalities: [],
    created_at: "",
    submitted_at: null,
    changed_at: "",
    due_at: null,
    clock: "",
    overdue: false,
    session_id: null,
    session_state: null,
    session_at: null,
    my_invitation: "invited",
    invitation_id: null,
    unread_opinion: false,
    outcome: null,
    missing: 0,
    ...part,
  };
}

test("an emergency comes before an older routine invitation", () => {
  const routine = card({ id: "routine", due_at: "2026-11-22T01:00:00Z" });
  const emergency = card({ id: "now", urgency: "emergency", due_at: "2026-11-22T02:00:00Z" });
  assert.deepEqual(
    queuePiles([routine, emergency]).invited.map((one) => one.id),
    ["now", "routine"],
  );
});

test("a case lies in one pile only", () => {
  const cards = [
    card({ id: "a" }),
    card({ id: "b", my_invitation: "accepted", state: "accepted" }),
    card({ id: "c", my_invitation: "accepted", state: "closed", outcome: "improved" }),
    card({ id: "d", my_invitation: "declined" }),
  ];
  const { invited, open, answered } = queuePiles(cards);
  assert.deepEqual(
    [invited, open, answered].map((pile) => pile.map((one) => one.id)),
    [["a"], ["b"], ["c"]],
  );
});

test("the day's meetings stand in order, without the cancelled", () => {
  const at = (id: string, session_at: string, session_state: CaseCard["session_state"]) =>
    card({ id, session_at, session_state });
  const cards = [
    at("late", "2026-11-22T09:00:00Z", "booked"),
    at("early", "2026-11-22T01:00:00Z", "open"),
    at("off", "2026-11-22T02:00:00Z", "cancelled"),
    at("other", "2026-11-23T02:00:00Z", "booked"),
  ];
  const found = meetingsOn(cards, "2026-11-22", (iso) => iso.slice(0, 10));
  assert.deepEqual(
    found.map((one) => one.id),
    ["early", "late"],
  );
});
