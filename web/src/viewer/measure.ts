/** Lengths on an image, and which way the patient lies on the screen. */

import type { Image } from "./manifest.ts";
import { along, inverse, type Matrix } from "./place.ts";
import type { Point } from "./view.ts";

export interface Length {
  readonly sop: string;
  readonly frame: number;
  readonly from: Point;
  readonly to: Point;
}

export interface Measured {
  readonly value: number;
  readonly unit: "mm" | "px";
}

/** Millimetres by the pixel spacing, or pixels where the file has none. */
export function measured({ from, to }: Pick<Length, "from" | "to">, image: Image): Measured {
  const [row, column] = image.spacing ?? [1, 1];
  const value = Math.hypot((to[0] - from[0]) * column, (to[1] - from[1]) * row);
  return { value, unit: image.spacing === null ? "px" : "mm" };
}

export interface Sides {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

const OPPOSITE: Readonly<Record<string, string>> = {
  L: "R",
  R: "L",
  A: "P",
  P: "A",
  H: "F",
  F: "H",
};
const OBLIQUE = 0.3; // of a unit vector: about 17° off an axis earns a second letter

/** The patient's letters at the edges of the screen; null where the file says no orientation. */
export function sides(image: Image, screen: Matrix): Sides | null {
  const cosines = image.orientation;
  if (cosines === null) return null;
  const back = inverse(screen);
  const right = letters(cosines, along(back, [1, 0]));
  const bottom = letters(cosines, along(back, [0, 1]));
  return { right, bottom, left: opposite(right), top: opposite(bottom) };
}

function letters(cosines: readonly number[], [x, y]: Point): string {
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = cosines;
  const toward = [x * rx + y * cx, x * ry + y * cy, x * rz + y * cz] as const;
  const length = Math.hypot(...toward) || 1;
  const [left, back, up] = toward;
  return [
    { part: left / length, letter: left > 0 ? "L" : "R" },
    { part: back / length, letter: back > 0 ? "P" : "A" },
    { part: up / length, letter: up > 0 ? "H" : "F" },
  ]
    .filter(({ part }) => Math.abs(part) > OBLIQUE)
    .sort((one, other) => Math.abs(other.part) - Math.abs(one.part))
    .slice(0, 2)
    .map(({ letter }) => letter)
    .join("");
}

function opposite(word: string): string {
  return word.replace(/[LRAPHF]/g, (letter) => OPPOSITE[letter] ?? letter);
}
