/** Which painter a canvas gets. */

import { canvasPainter } from "./draw2d.ts";
import { softwareOnly, webglPainter } from "./drawgl.ts";
import type { Painter } from "./scene.ts";

export type Drawing = "auto" | "canvas" | "webgl";

/** WebGL where a graphics processor does it; the 2D canvas is quicker than WebGL in software. */
export function painterName(drawing: Drawing): "canvas" | "webgl" {
  if (drawing !== "auto") return drawing;
  return softwareOnly() ? "canvas" : "webgl";
}

/** Null when the browser refuses; a canvas that has had one kind cannot get the other. */
export function createPainter(
  canvas: HTMLCanvasElement,
  name: "canvas" | "webgl",
  onLost: () => void,
): Painter | null {
  return name === "webgl" ? webglPainter(canvas, onLost) : canvasPainter(canvas);
}
