import assert from "node:assert/strict";
import { test } from "node:test";

import { image, stack } from "./samples.ts";
import { earlier, outward, pixelBytes, wantedReduction, wishes } from "./wishes.ts";

test("a large image on a small screen: the smallest cut with 0.85 of the pixels", () => {
  const at = image();
  const wanted = [2, 1, 0.6, 0.58, 0.3, 0.29, 0.1, 0.001].map((zoom) => wantedReduction(at, zoom));
  assert.deepEqual(wanted, [0, 0, 0, 1, 1, 2, 3, 4]);
});

test("a file that cannot be cut: always the whole", () => {
  assert.equal(wantedReduction(image({ cuts: null }), 0.01), 0);
});

test("outward: nearest first, and none twice", () => {
  assert.deepEqual(outward(["a", "b", "c", "d", "e"], 1), ["c", "a", "d", "e"]);
});

test("what is loaded: the visible slice, its neighbours, then the others", () => {
  const order = wishes(stack(40).images, 10, 0.5, Infinity);
  assert.deepEqual(
    order.slice(0, 2).map(({ image: { sop }, want, tier }) => [sop, want, tier]),
    [
      ["1.2.10", "preview", "visible"],
      ["1.2.10", 1, "visible"],
    ],
  );
  const tiers = order.map(({ tier }) => ["visible", "near", "far"].indexOf(tier));
  assert.deepEqual(
    tiers,
    [...tiers].sort((one, other) => one - other),
  );
  assert.equal(order.filter(({ want }) => want === 0).length, 40);
});

test("little memory: what is far is not asked for, what is visible always", () => {
  const images = stack(40).images;
  const order = wishes(images, 10, 1, pixelBytes(image(), 0) * 5);
  const pixels = order.filter(({ want }) => want !== "preview");
  assert.equal(new Set(pixels.map((wish) => wish.image.sop)).size, 5);
  assert.equal(wishes(images, 10, 1, 0).filter(({ want }) => want === 0).length, 1);
});

test("a large cut: a third of it comes first; a small one comes at once", () => {
  assert.deepEqual(earlier(image(), 0), [1]);
  assert.deepEqual(earlier(image({ cuts: [90_000, 100_000, 300_000] }), 0), [1]);
  assert.deepEqual(earlier(image({ cuts: [200_000, 250_000, 300_000] }), 0), []);
  assert.deepEqual(earlier(image(), 1), []);
  assert.deepEqual(earlier(image({ cuts: null }), 0), []);
});
