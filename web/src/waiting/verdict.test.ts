import assert from "node:assert/strict";
import { test } from "node:test";
import { lossOf, median, UNMEASURED, verdictOf, type Measured } from "./verdict.ts";

const GOOD: Measured = {
  connected: true,
  relay: null,
  roundTripMs: 30,
  lossUp: 0,
  lossDown: 0,
  upKbits: 4000,
  downKbits: 8000,
};

test("a good line carries the full picture", () => {
  assert.deepEqual(verdictOf(GOOD), { step: "full", bars: 4, picture: "full" });
});

test("the slower direction decides: a small picture, or the voice alone", () => {
  assert.equal(verdictOf({ ...GOOD, upKbits: 300 }).step, "small");
  assert.equal(verdictOf({ ...GOOD, downKbits: 64 }).step, "audio");
  assert.equal(verdictOf({ ...GOOD, upKbits: 10 }).step, "text");
});

test("loss and delay lower the step whatever the rate", () => {
  assert.equal(verdictOf({ ...GOOD, lossDown: 0.1 }).step, "small");
  assert.equal(verdictOf({ ...GOOD, lossUp: 0.3 }).step, "audio");
  assert.equal(verdictOf({ ...GOOD, roundTripMs: 1500 }).step, "audio");
});

test("without a direct way a relay is told from none", () => {
  assert.equal(verdictOf({ ...UNMEASURED, relay: true }).step, "relayed");
  assert.equal(verdictOf({ ...UNMEASURED, relay: false }).step, "blocked");
});

test("a figure that was not measured does not lower the step", () => {
  assert.equal(verdictOf({ ...UNMEASURED, connected: true }).step, "full");
});

test("median and loss of nothing are nothing", () => {
  assert.deepEqual(
    [median([]), median([9, 1, 4]), lossOf(0, 0), lossOf(100, 90)],
    [null, 4, null, 1 - 0.9],
  );
});
