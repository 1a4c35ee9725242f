import assert from "node:assert/strict";
import { test } from "node:test";
import { parsedKept } from "./kept.ts";

test("a kept seat comes back as it was", () => {
  const kept = { seat: "abc", inside: true, audio: false, video: true };
  assert.deepEqual(parsedKept(JSON.stringify(kept)), kept);
});

test("nothing or something odd counts as no seat, with both devices wished for", () => {
  for (const odd of [null, "{", "null", '{"seat":4}']) {
    assert.deepEqual(parsedKept(odd), { seat: "", inside: false, audio: true, video: true });
  }
});
