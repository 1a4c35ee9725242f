import assert from "node:assert/strict";
import { test } from "node:test";

import type { CaseCard } from "../contract/wire.gen.ts";
import { byPressure, pileOf } from "./whose.ts";

const CARD: CaseCard = {
  id: "1",
  seq: 1,
  number: "",
  state: "draft",
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
  changed_at: "2026-11-22T00:00:00Z",
  due_at: null,
  clock: "",
  overdue: false,
  session_id: null,
  session_state: null,
  session_at: null,
  my_invitation: null,
  invitation_id: null,
  unread_opinion: false,
  outcome: null,
  missing: 0,
};

test("a case lies in the pile of whoever has to move", () => {
  assert.equal(pileOf(CARD), "mine");
  assert.equal(pileOf({ ...CARD, state: "dispatched" }), "theirs");
  assert.equal(pileOf({ ...CARD, state: "accepted", session_state: "open" }), "mine");
  assert.equal(pileOf({ ...CARD, state: "answered" }), "unread");
  assert.equal(pileOf({ ...CARD, state: "withdrawn" }), "ended");
});

test("the desk moves what waits to be dispatched, not what the author has to do", () => {
  assert.equal(pileOf({ ...CARD, state: "submitted" }, "desk"), "mine");
  assert.equal(pileOf({ ...CARD, state: "declined" }, "desk"), "mine");
  assert.equal(pileOf({ ...CARD, state: "returned" }, "desk"), "theirs");
  assert.equal(pileOf({ ...CARD, state: "answered" }, "desk"), "theirs");
  assert.equal(pileOf({ ...CARD, state: "in_review" }, "reviewer"), "mine");
});

test("an emergency comes first, then what is overdue, then the latest", () => {
  const emergency = { ...CARD, id: "e", urgency: "emergency" as const };
  const overdue = { ...CARD, id: "o", overdue: true };
  const late = { ...CARD, id: "l", changed_at: "2026-11-23T00:00:00Z" };
  const sorted = [CARD, late, overdue, emergency].sort(byPressure).map((one) => one.id);
  assert.deepEqual(sorted, ["e", "o", "l", "1"]);
});
