import assert from "node:assert/strict";
import { test } from "node:test";

import type { Conclusion } from "../contract/wire.gen.ts";
import { lacking, newRecommendation, openedConclusion, replaced, without } from "./conclusion.ts";

const EMPTY: Conclusion = {
  summary: "",
  answers: [{ question: "要手术吗?", text: "", cannot: false }],
  diagnoses: [{ text: "", code: "", certainty: "probable" }],
  basis: "",
  differential: "",
  recommendations: [],
  red_flags: "",
  plain_words: "",
  limits: "",
  medium: "video",
  key_images: [],
};

test("an empty opinion lacks its answers and its diagnosis", () => {
  assert.deepEqual(lacking(EMPTY), ["answers", "diagnosis"]);
});

test("an empty recommendation row is told of", () => {
  const full: Conclusion = {
    ...EMPTY,
    answers: [{ question: "要手术吗?", text: "暂不", cannot: false }],
    diagnoses: [{ text: "脑出血", code: "", certainty: "definite" }],
    recommendations: [newRecommendation("1")],
  };
  assert.deepEqual(lacking(full), ["recommendations"]);
  assert.deepEqual(lacking({ ...full, recommendations: [] }), []);
});

test("what the device kept is opened again, and nothing else is taken for it", () => {
  const stored: unknown = JSON.parse(JSON.stringify({ opinion: EMPTY }));
  assert.deepEqual(openedConclusion(stored), EMPTY);
  for (const other of [null, 1, {}, { opinion: null }, { opinion: { answers: [] } }]) {
    assert.equal(openedConclusion(other), null);
  }
});

test("rows are replaced and taken out by their place", () => {
  assert.deepEqual(replaced(["a", "b"], 1, "c"), ["a", "c"]);
  assert.deepEqual(without(["a", "b"], 0), ["b"]);
});
