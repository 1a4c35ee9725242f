import assert from "node:assert/strict";
import { test } from "node:test";

import { merge } from "./merge.ts";

const BASE = { patient: { name: "", phone: "" }, drugs: ["a"] };

test("changes at different places are both kept", () => {
  const mine = { ...BASE, patient: { name: "刘", phone: "" } };
  const theirs = { ...BASE, patient: { name: "", phone: "1" }, drugs: ["a", "b"] };
  const merged = merge(BASE, mine, theirs);
  assert.deepEqual(merged, {
    value: { patient: { name: "刘", phone: "1" }, drugs: ["a", "b"] },
    clash: false,
  });
});

test("where both changed the same, mine stands and the clash is told", () => {
  const mine = { ...BASE, drugs: ["mine"] };
  const theirs = { ...BASE, drugs: ["theirs"] };
  assert.deepEqual(merge(BASE, mine, theirs), { value: mine, clash: true });
});

test("the same change on both sides is no clash", () => {
  const both = { ...BASE, drugs: [] };
  assert.equal(merge(BASE, both, both).clash, false);
});
