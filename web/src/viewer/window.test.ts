import assert from "node:assert/strict";
import { test } from "node:test";

import { dragged, greys, presets, spanning } from "./window.ts";

const AS_STORED = { slope: 1, intercept: 0 };

test("a LINEAR window: the values of the standard's own pseudo code", () => {
  const range = { low: -200, high: 300 };
  const [centre, width] = [40, 80];
  const table = greys(range, AS_STORED, { centre, width }, false);
  table.forEach((grey, i) => {
    const x = range.low + i;
    const share = (x - (centre - 0.5)) / (width - 1) + 0.5;
    const exact = Math.min(1, Math.max(0, share)) * 255;
    assert.ok(Math.abs(grey - exact) <= 0.5, `${x}: ${grey} for ${exact}`);
  });
});

test("rescaled values: the window is in their unit", () => {
  const table = greys(
    { low: 1000, high: 1100 },
    { slope: 1, intercept: -1024 },
    { centre: 40, width: 80 },
    false,
  );
  assert.equal(table[0], 0);
  assert.equal(table[100], 245);
});

test("a width of one: a threshold", () => {
  const table = greys({ low: 0, high: 3 }, AS_STORED, { centre: 2, width: 1 }, false);
  assert.deepEqual([...table], [0, 0, 255, 255]);
});

test("inverted: black and white change places", () => {
  const range = { low: -10, high: 200 };
  const plain = greys(range, AS_STORED, { centre: 40, width: 80 }, false);
  const inverse = greys(range, AS_STORED, { centre: 40, width: 80 }, true);
  plain.forEach((grey, i) => assert.ok(Math.abs(255 - grey - (inverse[i] ?? 0)) <= 1));
});

test("presets: the six of CT first, then the file's own, nine at most", () => {
  const own = [1, 2, 3, 4].map((centre) => ({ centre, width: 10 }));
  const names = presets("CT", own, spanning(0, 1)).map(({ name }) => name);
  assert.deepEqual(names.slice(0, 3), ["brain", "stroke", "bone"]);
  assert.equal(names.length, 9);
});

test("presets of another modality: those of the file, then the full range", () => {
  const names = presets("MR", [{ centre: 1, width: 2 }], spanning(0, 9)).map(({ name }) => name);
  assert.deepEqual(names, ["file", "full"]);
});

test("a drag: the width never falls below one", () => {
  assert.equal(dragged({ centre: 40, width: 80 }, -10_000, 0).width, 1);
});

test("the full range: its ends are black and white", () => {
  const table = greys({ low: -5, high: 20 }, AS_STORED, spanning(-5, 20), false);
  assert.equal(table[0], 0);
  assert.equal(table[25], 255);
});
