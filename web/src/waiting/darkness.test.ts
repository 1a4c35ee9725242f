import assert from "node:assert/strict";
import { test } from "node:test";
import { brightness, DARK } from "./darkness.ts";
import { loudness } from "./sound.ts";

test("a black picture is dark and a white one is not", () => {
  assert.ok(brightness(new Uint8ClampedArray([0, 0, 0, 255])) < DARK);
  assert.equal(Math.round(brightness(new Uint8ClampedArray([255, 255, 255, 255]))), 255);
  assert.equal(brightness(new Uint8ClampedArray()), 0);
});

test("silence has no level and a full swing fills the bar", () => {
  assert.equal(loudness(new Uint8Array([128, 128])), 0);
  assert.equal(loudness(new Uint8Array([0, 255])), 1);
});
