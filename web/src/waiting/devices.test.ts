import assert from "node:assert/strict";
import { test } from "node:test";
import { FIRST_CHOICE, parsedChoice, troubleOf, videoWish } from "./devices.ts";

test("busy, refused, absent and insecure are told apart", () => {
  assert.equal(troubleOf("NotReadableError", true), "busy");
  assert.equal(troubleOf("NotAllowedError", true), "refused");
  assert.equal(troubleOf("NotFoundError", true), "absent");
  assert.equal(troubleOf("NotFoundError", false), "insecure");
  assert.equal(troubleOf("constructor", true), "other");
});

test("what was kept comes back", () => {
  const choice = { ...FIRST_CHOICE, camera: "c1", audioOnly: true };
  assert.deepEqual(parsedChoice(JSON.stringify(choice)), choice);
});

test("anything odd that was kept falls back to the first choice", () => {
  for (const odd of [null, "", "[", "null", "3", '{"camera":3,"facing":"up","picture":"huge"}']) {
    assert.deepEqual(parsedChoice(odd), FIRST_CHOICE);
  }
});

test("a weak line asks for a small picture", () => {
  assert.deepEqual(videoWish({ ...FIRST_CHOICE, picture: "small" }).width, { ideal: 320 });
});

test("a chosen camera goes before the direction it faces", () => {
  assert.equal(videoWish({ ...FIRST_CHOICE, camera: "c1" }).facingMode, undefined);
});
