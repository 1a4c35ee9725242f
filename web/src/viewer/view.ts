/** Where a reader looks, as plain data in image coordinates, and the moves that change it. */

import type { Image } from "./manifest.ts";
import type { Window } from "./window.ts";

export type Point = readonly [x: number, y: number];

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels of the image count from its top left corner; the wire's SharedView has the same fields. */
export interface View {
  readonly study: string;
  readonly series: string;
  readonly sop: string;
  readonly frame: number; // from 1, as DICOM counts
  readonly centre: Point;
  readonly scale: number; // 1 = fits the viewport
  readonly rotation: number; // degrees clockwise
  readonly flip: boolean; // left and right exchanged, before the rotation
  readonly window: Window | null; // null: as the file says
  readonly invert: boolean;
}

const LEAST_SCALE = 0.2;
const GREATEST_SCALE = 40;

/** The whole image, upright, through the file's own window. */
export function firstView(study: string, series: string, image: Image): View {
  return fitted(
    {
      study,
      series,
      sop: image.sop,
      frame: image.frame,
      centre: [0, 0],
      scale: 1,
      rotation: 0,
      flip: false,
      window: null,
      invert: false,
    },
    image,
  );
}

/** The same view with the whole image in sight again. */
export function fitted(view: View, image: Image): View {
  return { ...view, centre: middle(image), scale: 1 };
}

/** As first opened, on the slice of now. */
export function reset(view: View, image: Image): View {
  return firstView(view.study, view.series, image);
}

/** The view on another image of the series: place kept where both are of one size. */
export function shownAt(view: View, from: Image | undefined, to: Image): View {
  const there = { ...view, sop: to.sop, frame: to.frame };
  const same = from?.columns === to.columns && from.rows === to.rows;
  return same ? there : fitted(there, to);
}

export function turned(view: View, degrees: number): View {
  return { ...view, rotation: (((view.rotation + degrees) % 360) + 360) % 360 };
}

/** Exchange left and right as they are seen now. */
export function mirrored(view: View): View {
  return { ...view, flip: !view.flip, rotation: (360 - view.rotation) % 360 };
}

function middle(image: Image): Point {
  return [image.columns / 2, image.rows / 2];
}

/** Keep the scale within what can be worked with. */
export function bounded(scale: number): number {
  return Math.min(GREATEST_SCALE, Math.max(LEAST_SCALE, scale));
}
