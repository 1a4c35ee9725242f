import assert from "node:assert/strict";
import { test } from "node:test";
import { isSpeaking, showsPicture, tileState } from "./tiles.ts";

const PRESENT = { state: "present", video: true } as const;
const LOST = { state: "reconnecting", video: true } as const;

test("the connection decides what a tile says", () => {
  assert.equal(tileState(PRESENT, "connecting", null, 0), "connecting");
  assert.equal(tileState(PRESENT, "connected", 0, 0), "connected");
  assert.equal(tileState(PRESENT, "reconnecting", 0, 0), "reconnecting");
  assert.equal(tileState({ ...PRESENT, state: "away" }, undefined, null, 0), "away");
});

test("a lost socket alone is no lost call: only missing pictures make it one", () => {
  assert.equal(tileState(LOST, "connected", 9_000, 10_000), "connected");
  assert.equal(tileState(LOST, "connected", 5_000, 10_000), "reconnecting");
});

test("the last picture stays while reconnecting, and goes with the camera", () => {
  assert.equal(showsPicture({ video: false }, "reconnecting", 10), true);
  assert.equal(showsPicture({ video: false }, "connected", 10), false);
  assert.equal(showsPicture({ video: true }, "connected", 0), false);
});

test("who is muted does not speak", () => {
  assert.equal(isSpeaking({ audio: false }, 0.5), false);
  assert.equal(isSpeaking({ audio: true }, 0.5), true);
});
