/** Between the image's pixels and the screen's: one matrix each way. */

import type { Image } from "./manifest.ts";
import { bounded, type Point, type Size, type View } from "./view.ts";

/** x' = a·x + c·y + e, y' = b·x + d·y + f, in the order that canvases take. */
export interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Height of a pixel in its widths; 1 where the file gives no spacing. */
export function aspect(image: Image): number {
  const [row, column] = image.spacing ?? [1, 1];
  return row > 0 && column > 0 ? row / column : 1;
}

/** Screen pixels per image pixel (along a row) when the whole image just fits into `screen`. */
export function fitScale(view: View, image: Image, screen: Size): number {
  const angle = (view.rotation * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const [width, height] = [image.columns, image.rows * aspect(image)];
  const across = screen.width / (width * cos + height * sin);
  const down = screen.height / (width * sin + height * cos);
  return Math.min(across, down);
}

/** Screen pixels per image pixel now. */
export function magnification(view: View, image: Image, screen: Size): number {
  return fitScale(view, image, screen) * view.scale;
}

/** From image pixels to pixels of a screen of this size. */
export function toScreen(view: View, image: Image, screen: Size): Matrix {
  const zoom = magnification(view, image, screen);
  const angle = (view.rotation * Math.PI) / 180;
  const across = view.flip ? -zoom : zoom;
  const down = zoom * aspect(image);
  const a = exact(across * Math.cos(angle));
  const b = exact(across * Math.sin(angle));
  const c = exact(-down * Math.sin(angle));
  const d = exact(down * Math.cos(angle));
  const [x, y] = view.centre;
  const e = screen.width / 2 - (a * x + c * y);
  const f = screen.height / 2 - (b * x + d * y);
  return { a, b, c, d, e, f };
}

/** cos 90° is not quite 0 in floating point; such dust would blur the picture. */
function exact(value: number): number {
  return Math.abs(value) < 1e-9 ? 0 : value;
}

/** The way back; a matrix of a view always has one. */
export function inverse({ a, b, c, d, e, f }: Matrix): Matrix {
  const area = a * d - b * c;
  return {
    a: d / area,
    b: -b / area,
    c: -c / area,
    d: a / area,
    e: (c * f - d * e) / area,
    f: (b * e - a * f) / area,
  };
}

export function through({ a, b, c, d, e, f }: Matrix, [x, y]: Point): Point {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** A direction through the matrix: no shift. */
export function along({ a, b, c, d }: Matrix, [x, y]: Point): Point {
  return [a * x + c * y, b * x + d * y];
}

/** Zoom by `factor` so that the image point under the screen point `at` stays there. */
export function zoomedAt(view: View, image: Image, screen: Size, at: Point, factor: number): View {
  const scale = bounded(view.scale * factor);
  const [x, y] = through(inverse(toScreen(view, image, screen)), at);
  const share = view.scale / scale;
  const [cx, cy] = view.centre;
  const moved: View = { ...view, scale, centre: [x + (cx - x) * share, y + (cy - y) * share] };
  return kept(moved, image);
}

/** Drag the image by so many screen pixels. */
export function pannedBy(view: View, image: Image, screen: Size, by: Point): View {
  const [x, y] = along(inverse(toScreen(view, image, screen)), by);
  const [cx, cy] = view.centre;
  return kept({ ...view, centre: [cx - x, cy - y] }, image);
}

/** Some of the image always stays in the middle: nobody loses it. */
function kept(view: View, image: Image): View {
  const [x, y] = view.centre;
  const centre: Point = [
    Math.min(image.columns, Math.max(0, x)),
    Math.min(image.rows, Math.max(0, y)),
  ];
  return { ...view, centre };
}
