/** How bright the camera's picture is. */

const SIDE = 32; // pixels: enough to judge light

/** Mean brightness of RGBA pixels, 0 to 255. */
export function brightness(pixels: Uint8ClampedArray): number {
  let sum = 0;
  for (let at = 0; at + 2 < pixels.length; at += 4) {
    sum +=
      0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
  }
  return pixels.length === 0 ? 0 : sum / (pixels.length / 4);
}

export const DARK = 40; // below it a face is hard to see

/** The brightness of what a video shows now; null before its first frame. */
export function brightnessOf(video: HTMLVideoElement): number | null {
  if (video.readyState < video.HAVE_CURRENT_DATA) return null;
  const canvas = document.createElement("canvas");
  canvas.width = SIDE;
  canvas.height = SIDE;
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  if (drawing === null) return null;
  drawing.drawImage(video, 0, 0, SIDE, SIDE);
  return brightness(drawing.getImageData(0, 0, SIDE, SIDE).data);
}
