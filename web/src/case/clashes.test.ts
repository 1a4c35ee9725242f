import assert from "node:assert/strict";
import { test } from "node:test";

import { clashing, halfHour } from "./clashes.ts";

const TAKEN = [halfHour("2026-11-22T02:00:00Z"), halfHour("2026-11-22T05:00:00Z")];

test("only what runs into the wanted time is a clash; times that touch are none", () => {
  assert.deepEqual(clashing(TAKEN, halfHour("2026-11-22T02:15:00Z")), [TAKEN[0]]);
  assert.deepEqual(clashing(TAKEN, halfHour("2026-11-22T02:30:00Z")), []);
  assert.deepEqual(clashing(TAKEN, halfHour("2026-11-22T01:30:00Z")), []);
});

test("no time clashes with nothing", () => {
  assert.deepEqual(clashing(TAKEN, null), []);
});
