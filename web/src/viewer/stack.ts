/** Finding one's way among the images of several studies. */

import type { Image, Series, Study } from "./manifest.ts";
import { firstView, shownAt, type View } from "./view.ts";

export interface Here {
  readonly study: Study;
  readonly series: Series;
  readonly image: Image;
  readonly index: number; // of the image in its series, from 0
}

/** Where the view is; null when its study is not loaded or has no such image. */
export function here(studies: readonly Study[], view: View | null): Here | null {
  const study = studies.find((one) => one.study === view?.study);
  const series = study?.series.find((one) => one.series === view?.series);
  const index = series?.images.findIndex(
    (one) => one.sop === view?.sop && one.frame === view.frame,
  );
  const image = series?.images[index ?? -1];
  if (study === undefined || series === undefined || image === undefined) return null;
  return { study, series, image, index: index ?? 0 };
}

/** The first thing to show: the largest stack of the first study that has images. */
export function opening(studies: readonly Study[]): View | null {
  for (const study of studies) {
    const [largest] = [...study.series].sort((a, b) => b.images.length - a.images.length);
    if (largest !== undefined && largest.images.length > 0) return opened(study, largest);
  }
  return null;
}

/** The middle of a series, as it is first shown; null when it holds no image. */
export function opened(study: Study, series: Series): View | null {
  const image = series.images[Math.floor((series.images.length - 1) / 2)];
  return image === undefined ? null : firstView(study.study, series.series, image);
}

/** Scroll by `steps` slices, stopping at the ends. */
export function scrolled(view: View, { series, image, index }: Here, steps: number): View {
  const last = series.images.length - 1;
  const next = series.images[Math.min(last, Math.max(0, index + steps))];
  return next === undefined ? view : shownAt(view, image, next);
}

/** The neighbouring series that has images, over all studies; null at the ends. */
export function neighbour(studies: readonly Study[], at: Here, steps: 1 | -1): View | null {
  const all = studies.flatMap((study) =>
    study.series.filter((series) => series.images.length > 0).map((series) => ({ study, series })),
  );
  const now = all.findIndex(({ series }) => series === at.series);
  const next = all[now + steps];
  return next === undefined ? null : opened(next.study, next.series);
}
