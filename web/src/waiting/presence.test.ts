import assert from "node:assert/strict";
import { test } from "node:test";
import type { SessionView } from "../contract/wire.gen.ts";
import { opening } from "./presence.ts";

const SESSION: SessionView = {
  id: "s",
  state: "booked",
  slot: { start: "2026-11-22T02:30:00Z", end: "2026-11-22T03:00:00Z" },
  emergency: false,
  opens_at: "2026-11-22T02:00:00Z",
  checked_in: [],
  started_at: null,
  ended_at: null,
  seconds: 0,
  gaps: [],
  attendance: [],
  reason: "",
  absent: null,
  attention: false,
};

const at = (time: string) => Date.parse(`2026-11-22T${time}Z`);

test("before it opens one waits, then it counts down, then up", () => {
  assert.deepEqual(opening(SESSION, at("01:59:00")), { is: "early", ms: 60_000 });
  assert.deepEqual(opening(SESSION, at("02:29:00")), { is: "soon", ms: 60_000 });
  assert.deepEqual(opening(SESSION, at("02:31:00")), { is: "begun", ms: 60_000 });
});

test("a running session and an emergency are open whatever the time", () => {
  assert.deepEqual(opening({ ...SESSION, state: "interrupted" }, 0), { is: "running" });
  assert.deepEqual(opening({ ...SESSION, emergency: true }, 0), { is: "emergency" });
});
