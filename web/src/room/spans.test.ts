import assert from "node:assert/strict";
import { test } from "node:test";
import { age, clockFace } from "./spans.ts";

test("a clock shows minutes and seconds, and hours once there are any", () => {
  assert.deepEqual([0, 187_000, 3_787_900, -5].map(clockFace), [
    "00:00",
    "03:07",
    "1:03:07",
    "00:00",
  ]);
});

test("an age is whole seconds and never negative", () => {
  assert.deepEqual([age(1000, 3999), age(5000, 1000)], [2, 0]);
});
