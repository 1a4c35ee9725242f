/** What to load, and in which order. */

import type { Image } from "./manifest.ts";

/** Halvings of the resolution: 0 is the whole picture. */
export type Reduction = number;

export type Tier = "visible" | "near" | "far";

export interface Wish {
  readonly image: Image;
  readonly want: "preview" | Reduction;
  readonly tier: Tier;
}

/** A cut is sharp enough with this share of the screen's pixels. */
const ENOUGH = 0.85;
const NEAR = 3;
const PREVIEWS = 8;
const LARGE = 65_536; // bytes: half a second at 1 Mbit/s

/** The greatest reduction that still fills the screen, at so many device pixels per image pixel. */
export function wantedReduction(image: Image, magnification: number): Reduction {
  const most = (image.cuts?.length ?? 1) - 1;
  if (magnification * ENOUGH >= 1) return 0;
  const halvings = Math.floor(-Math.log2(magnification * ENOUGH) + 1e-9);
  return Math.min(most, Math.max(0, halvings));
}

/**
 * The visible slice, its neighbours, then outward; whole pictures when that is done.
 *
 * Stops at `limit` bytes of pixels, so that what is loaded last never drives out what is near.
 */
export function wishes(
  images: readonly Image[],
  index: number,
  magnification: number,
  limit: number,
): readonly Wish[] {
  const visible = images[index];
  if (visible === undefined) return [];
  const cut = (image: Image): Reduction => wantedReduction(image, magnification);
  const around = outward(images, index);
  const near = around.slice(0, 2 * NEAR);
  const far = around.slice(2 * NEAR);
  const ordered: Wish[] = [
    { image: visible, want: "preview", tier: "visible" },
    ...earlier(visible, cut(visible)).map((want): Wish => ({
      image: visible,
      want,
      tier: "visible",
    })),
    { image: visible, want: cut(visible), tier: "visible" },
    ...around
      .slice(0, 2 * PREVIEWS)
      .map((image): Wish => ({ image, want: "preview", tier: "near" })),
    ...near.map((image): Wish => ({ image, want: cut(image), tier: "near" })),
    { image: visible, want: 0, tier: "near" },
    ...far.map((image): Wish => ({ image, want: cut(image), tier: "far" })),
    ...around
      .filter((image) => cut(image) > 0)
      .map((image): Wish => ({ image, want: 0, tier: "far" })),
  ];
  return within(ordered, limit);
}

/** On the way to a large cut: one of a third, whose window can be turned while the rest comes. */
export function earlier({ cuts }: Image, wanted: Reduction): readonly Reduction[] {
  if (cuts === null) return [];
  const bytes = (reduction: Reduction): number => cuts[cuts.length - 1 - reduction] ?? Infinity;
  if (bytes(wanted) < LARGE) return [];
  const coarser = cuts.map((_, i) => i).filter((reduction) => reduction > wanted);
  const found = coarser.find((reduction) => bytes(reduction) * 3 <= bytes(wanted));
  return found === undefined ? [] : [found];
}

/** Nearest first, the next one before the one before. */
export function outward<T>(items: readonly T[], index: number): readonly T[] {
  const found: T[] = [];
  for (let distance = 1; distance < items.length; distance++) {
    found.push(...items.slice(index + distance, index + distance + 1));
    if (index >= distance) found.push(...items.slice(index - distance, index - distance + 1));
  }
  return found;
}

function within(ordered: readonly Wish[], limit: number): readonly Wish[] {
  const sizes = new Map<Image, number>(); // a better picture takes the place of the one before
  let bytes = 0;
  return ordered.filter(({ image, want, tier }) => {
    const before = sizes.get(image) ?? 0;
    const size = want === "preview" ? 0 : pixelBytes(image, want);
    bytes += Math.max(0, size - before);
    sizes.set(image, Math.max(size, before));
    return tier === "visible" || bytes <= limit;
  });
}

/** Memory of the decoded picture. */
export function pixelBytes(image: Image, reduction: Reduction): number {
  const bytesEach = image.samples > 1 ? 4 : 2;
  return Math.ceil((image.rows * image.columns * bytesEach) / 4 ** reduction);
}
