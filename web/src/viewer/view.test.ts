import assert from "node:assert/strict";
import { test } from "node:test";

import { along, inverse, pannedBy, through, toScreen, zoomedAt } from "./place.ts";
import { image } from "./samples.ts";
import { firstView, mirrored, shownAt, turned, type Point, type View } from "./view.ts";

const screen = { width: 800, height: 600 };
const at = image({ rows: 400, columns: 500, spacing: [1, 1] });
const view = firstView("1", "2", at);

function near(one: Point, other: Point, message?: string): void {
  assert.ok(Math.hypot(one[0] - other[0], one[1] - other[1]) < 1e-6, message ?? `${one} ${other}`);
}

const views: readonly View[] = [0, 37, 90, 180, 270].flatMap((rotation) =>
  [true, false].flatMap((flip) =>
    [0.5, 1, 7].map((scale): View => ({ ...view, rotation, flip, scale, centre: [120, 333] })),
  ),
);

test("a first view: the whole image fits, its middle in the middle", () => {
  const matrix = toScreen(view, at, screen);
  near(through(matrix, [250, 200]), [400, 300]);
  near(through(matrix, [0, 0]), [25, 0]);
  near(through(matrix, [500, 400]), [775, 600]);
});

test("any view: the way to the screen and back ends where it began", () => {
  for (const one of views) {
    const matrix = toScreen(one, at, screen);
    near(through(inverse(matrix), through(matrix, [17, 250])), [17, 250]);
  }
});

test("zooming at a point: what lies under it stays there", () => {
  for (const one of views) {
    const spot: Point = [410, 290];
    const before = through(inverse(toScreen(one, at, screen)), spot);
    const zoomed = zoomedAt(one, at, screen, spot, 1.5);
    near(through(inverse(toScreen(zoomed, at, screen)), spot), before);
  }
});

test("panning: the image moves with the hand, however it is turned", () => {
  for (const one of views) {
    const spot = through(toScreen(one, at, screen), [250, 200]);
    const moved = through(toScreen(pannedBy(one, at, screen, [9, -4]), at, screen), [250, 200]);
    near(moved, [spot[0] + 9, spot[1] - 4]);
  }
});

test("panning too far: the centre stays on the image", () => {
  assert.deepEqual(pannedBy(view, at, screen, [1e6, -1e6]).centre, [0, 400]);
});

test("zooming without end: the scale is bounded", () => {
  assert.equal(zoomedAt(view, at, screen, [400, 300], 1e9).scale, 40);
  assert.equal(zoomedAt(view, at, screen, [400, 300], 1e-9).scale, 0.2);
});

test("a quarter turn: the upper edge goes to the right, and the image still fits", () => {
  const matrix = toScreen(turned(view, 90), at, screen);
  const [x, y] = along(matrix, [0, -1]);
  assert.ok(x > 0 && y === 0);
  const [left, top] = through(matrix, [0, 400]);
  assert.ok(left >= 0 && top >= 0);
});

test("four quarter turns and two mirrors: the view as before", () => {
  const round = [90, 90, 90, 90].reduce((one, degrees) => turned(one, degrees), view);
  assert.deepEqual(round, view);
  assert.deepEqual(mirrored(mirrored(turned(view, 90))), turned(view, 90));
});

test("mirroring a turned image: left and right of the screen are exchanged", () => {
  const one = turned(view, 90);
  const [x, y] = through(toScreen(one, at, screen), [10, 20]);
  near(through(toScreen(mirrored(one), at, screen), [10, 20]), [800 - x, y]);
});

test("pixels twice as high as wide: the image is drawn so", () => {
  const tall = image({ rows: 100, columns: 100, spacing: [2, 1] });
  const { a, d } = toScreen(firstView("1", "2", tall), tall, screen);
  assert.equal(d / a, 2);
});

test("scrolling to an image of another size: it is fitted", () => {
  const zoomed: View = { ...view, scale: 3, centre: [1, 2] };
  assert.deepEqual(shownAt(zoomed, at, { ...at, sop: "x" }).centre, [1, 2]);
  assert.deepEqual(shownAt(zoomed, at, image({ rows: 10, columns: 20 })).centre, [10, 5]);
});
