/** How good the picture on the screen is; nothing may be signed on less than it shows. */

import type { Kept } from "./cache.ts";
import type { Image } from "./manifest.ts";
import type { Pixels } from "./pixels.ts";

export type Quality = "none" | "preview" | "reduced" | "full";

export interface Shown {
  readonly picture: ImageBitmap | Pixels;
  readonly image: Image;
}

export interface Judged {
  readonly quality: Quality;
  /** Every pixel of the screen has its own lossless value. */
  readonly sharp: boolean;
}

const ENOUGH = 0.85; // values per device pixel

/** The best picture there is: values before a preview. */
export function shownOf({ pixels, preview }: Kept, image: Image): Shown | null {
  const picture = pixels ?? preview;
  return picture === null ? null : { picture, image };
}

/** `zoom`: device pixels per image pixel. */
export function qualityOf(shown: Shown | null, zoom: number): Judged {
  if (shown === null) return { quality: "none", sharp: false };
  const { picture } = shown;
  const lossy = !("reduction" in picture) || (picture.kind === "colour" && picture.lossy);
  if (lossy) return { quality: "preview", sharp: false };
  if (picture.reduction === 0) return { quality: "full", sharp: true };
  return { quality: "reduced", sharp: 2 ** -picture.reduction >= ENOUGH * zoom };
}
