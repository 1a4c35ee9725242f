/** Painting by a table of greys on a 2D canvas: quick wherever there is no graphics processor. */

import type { Grey, Pixels } from "./pixels.ts";
import { extent, inverted, type Painter, type Scene } from "./scene.ts";
import { greys } from "./window.ts";

/** Null where the browser gives no 2D context. */
export function canvasPainter(canvas: HTMLCanvasElement): Painter | null {
  // Kept in main memory: without a graphics processor an "accelerated" canvas is only emulated.
  const options: CanvasRenderingContext2DSettings = { alpha: false, willReadFrequently: true };
  const context = canvas.getContext("2d", options);
  const sheet = document.createElement("canvas");
  const ink = sheet.getContext("2d", options);
  if (context === null || ink === null) return null;
  let drawn: Scene | null = null;

  const onto = (scene: Scene, picture: Pixels): void => {
    if (drawn !== null && sameInk(drawn, scene)) return;
    drawn = scene;
    if (sheet.width !== picture.width) sheet.width = picture.width;
    if (sheet.height !== picture.height) sheet.height = picture.height;
    ink.putImageData(developed(scene, picture), 0, 0);
  };

  return {
    name: "canvas",
    paint: (scene) => {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillStyle = "#000";
      context.fillRect(0, 0, canvas.width, canvas.height);
      if (scene === null) return;
      const { picture, image, matrix } = scene;
      const bitmap = "reduction" in picture ? null : picture;
      if ("reduction" in picture) onto(scene, picture);
      const { a, b, c, d, e, f } = matrix;
      context.setTransform(a, b, c, d, e, f);
      context.imageSmoothingQuality = Math.hypot(a, b) < 0.6 ? "medium" : "low";
      const { x, y, width, height } = extent(picture, image);
      context.drawImage(bitmap ?? sheet, x, y, width, height);
    },
    end: () => {
      drawn = null;
      sheet.width = 0;
    },
  };
}

/** The grey picture need not be made again when only its place has changed. */
function sameInk(one: Scene, other: Scene): boolean {
  return (
    one.picture === other.picture &&
    one.window.centre === other.window.centre &&
    one.window.width === other.window.width &&
    one.invert === other.invert
  );
}

function developed(scene: Scene, picture: Pixels): ImageData {
  if (picture.kind === "grey") {
    return new ImageData(greyed(scene, picture), picture.width, picture.height);
  }
  const values = scene.invert ? negative(picture.values) : picture.values;
  return new ImageData(values, picture.width, picture.height);
}

/** Each stored value through the window, as opaque RGBA. */
export function greyed(scene: Scene, { values, low, high }: Grey): Uint8ClampedArray<ArrayBuffer> {
  const { image, window } = scene;
  const table = greys({ low, high }, image, window, inverted(scene));
  const inks = Uint32Array.from(table, (grey) => ((255 << 24) | (grey * 0x10101)) >>> 0);
  const rgba = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) rgba[i] = inks[(values[i] ?? low) - low] ?? 0;
  return new Uint8ClampedArray(rgba.buffer);
}

function negative(values: Uint8ClampedArray): Uint8ClampedArray<ArrayBuffer> {
  return new Uint8ClampedArray(values).map((value, i) => (i % 4 === 3 ? value : 255 - value));
}
