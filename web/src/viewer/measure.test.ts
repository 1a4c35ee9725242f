import assert from "node:assert/strict";
import { test } from "node:test";

import { measured, sides } from "./measure.ts";
import { toScreen } from "./place.ts";
import { image } from "./samples.ts";
import { firstView, mirrored, turned, type View } from "./view.ts";

const screen = { width: 500, height: 500 };

test("a length over pixels that are not square: each axis by its own spacing", () => {
  const at = image({ spacing: [2, 0.5] });
  assert.deepEqual(measured({ from: [0, 0], to: [6, 2] }, at), { value: 5, unit: "mm" });
});

test("a file without spacing: the length is in pixels", () => {
  const length = { from: [0, 0], to: [3, 4] } as const;
  assert.deepEqual(measured(length, image({ spacing: null })), { value: 5, unit: "px" });
});

function letters(change: (view: View) => View, orientation: readonly number[]): string {
  const at = image({ orientation });
  const seen = sides(at, toScreen(change(firstView("1", "2", at)), at, screen));
  return seen === null ? "" : [seen.left, seen.right, seen.top, seen.bottom].join(" ");
}

test("an axial slice: the patient's right is on the left of the screen", () => {
  assert.equal(
    letters((view) => view, [1, 0, 0, 0, 1, 0]),
    "R L A P",
  );
});

test("turned and mirrored: the letters go along", () => {
  assert.equal(
    letters((view) => turned(view, 90), [1, 0, 0, 0, 1, 0]),
    "P A R L",
  );
  assert.equal(letters(mirrored, [1, 0, 0, 0, 1, 0]), "L R A P");
});

test("a sagittal and an oblique slice: head above, two letters where it leans", () => {
  assert.equal(
    letters((view) => view, [0, 1, 0, 0, 0, -1]),
    "A P H F",
  );
  assert.equal(
    letters((view) => view, [0.8, 0.6, 0, 0, 0, -1]),
    "RA LP H F",
  );
});

test("no orientation in the file: no letters", () => {
  const at = image({ orientation: null });
  assert.equal(sides(at, toScreen(firstView("1", "2", at), at, screen)), null);
});
