import assert from "node:assert/strict";
import { test } from "node:test";

import { readStudy } from "./manifest.ts";
import { stack, study } from "./samples.ts";
import { here, neighbour, opened, opening, scrolled } from "./stack.ts";
import { keyAction } from "./keys.ts";

const frame = { url: "/f", bytes: null, cuts: null, rendered: "/r", raw: "/w" };
const instance = {
  sop: "1.1",
  kind: "image",
  rows: 4,
  columns: 5,
  bitsAllocated: 8,
  bitsStored: 8,
  signed: false,
  samples: 1,
  photometric: "MONOCHROME1",
  rescale: { slope: 1, intercept: 0, unit: null },
  windows: [],
  computedWindow: { centre: 9, width: 0, label: null },
  spacing: [0.1, 0.2],
  spacingSource: "imager",
  position: null,
  orientation: null,
  thickness: null,
  preview: "/p",
  frames: [frame, frame],
};

function answer(instances: readonly unknown[]): unknown {
  const series = { series: "1", modality: "US", thumbnail: "/t", instances };
  return { study: "1", patient: { name: "张桂花" }, series: [series] };
}

test("two frames: two images, the second with a preview of its own", () => {
  const [series] = readStudy(answer([instance]))?.series ?? [];
  assert.deepEqual(
    series?.images.map(({ frame: number, preview }) => [number, preview]),
    [
      [1, "/p"],
      [2, "/r?viewport=256,256"],
    ],
  );
});

test("no window in the file: the server's, never narrower than one", () => {
  const [series] = readStudy(answer([instance]))?.series ?? [];
  const [first] = series?.images ?? [];
  assert.deepEqual(first?.windows, [{ centre: 9, width: 1 }]);
  assert.deepEqual([first?.inverse, first?.approximate], [true, true]);
});

test("a PDF among the instances: named, not shown as an image", () => {
  const [series] = readStudy(answer([{ kind: "pdf" }, { kind: "strange" }]))?.series ?? [];
  assert.deepEqual([series?.images, series?.documents], [[], ["pdf", "other"]]);
});

test("an answer of another shape: refused as a whole", () => {
  for (const wrong of [null, [], "text", {}, answer([{ ...instance, rows: "4" }])]) {
    assert.equal(readStudy(wrong), null);
  }
});

const one = stack(5, "1");
const two = stack(9, "2");
const empty = stack(0, "0");
const studies = [study(empty, one, two)];

test("opening: the middle of the largest series", () => {
  assert.equal(opening(studies)?.sop, "2.4");
  assert.equal(opening([study(empty)]), null);
});

test("scrolling beyond the ends: stops there", () => {
  const [only] = studies;
  const view = only === undefined ? null : opened(only, one);
  const at = here(studies, view);
  assert.ok(view !== null && at !== null);
  assert.equal(scrolled(view, at, 99).sop, "1.4");
  assert.equal(scrolled(view, at, -99).sop, "1.0");
  assert.equal(neighbour(studies, at, 1)?.series, "2");
  assert.equal(neighbour(studies, at, -1), null);
});

test("a view of a study that is not loaded: nowhere", () => {
  const view = opening(studies);
  assert.equal(here([study(stack(1, "7"))], view), null);
});

test("keys: letters in either case, digits for presets, none with Ctrl", () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false };
  assert.deepEqual(keyAction({ ...none, key: "W" }), { do: "tool", tool: "window" });
  assert.deepEqual(keyAction({ ...none, key: "3" }), { do: "preset", number: 3 });
  assert.equal(keyAction({ ...none, key: "w", ctrlKey: true }), null);
  assert.equal(keyAction({ ...none, key: "toString" }), null);
});
