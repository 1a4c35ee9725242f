/** All that a painter needs to know of one picture on one screen. */

import type { Image } from "./manifest.ts";
import type { Pixels } from "./pixels.ts";
import type { Matrix } from "./place.ts";
import type { Window } from "./window.ts";

export interface Scene {
  readonly picture: ImageBitmap | Pixels;
  readonly image: Image;
  readonly matrix: Matrix; // image pixels to device pixels
  readonly window: Window;
  readonly invert: boolean;
}

export interface Painter {
  readonly name: "canvas" | "webgl";
  /** Draw onto the whole canvas; null: black. */
  paint(scene: Scene | null): void;
  end(): void;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where the picture lies, in image pixels.
 *
 * After r halvings sample i stands for pixel i·2^r, so the picture begins half a sample before
 * the middle of pixel 0, not at the image's edge.
 */
export function extent(picture: ImageBitmap | Pixels, image: Image): Rectangle {
  if (!("reduction" in picture) || (picture.kind === "colour" && picture.lossy)) {
    return { x: 0, y: 0, width: image.columns, height: image.rows };
  }
  const step = 2 ** picture.reduction;
  const start = (1 - step) / 2;
  return { x: start, y: start, width: picture.width * step, height: picture.height * step };
}

/** MONOCHROME1 is white where its values are low. */
export function inverted({ image, invert }: Scene): boolean {
  return image.inverse !== invert;
}
