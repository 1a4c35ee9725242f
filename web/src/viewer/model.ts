/** The viewer's state: what is loaded, where one looks, and what may be done. */

import { batch, computed, effect, signal, untracked } from "@preact/signals";

import { startDecoder } from "./decoder.ts";
import { startLoader, type Loader } from "./loader.ts";
import { readStudy, type Image, type Series, type Study } from "./manifest.ts";
import { net, type Trouble } from "./net.ts";
import { magnification, toScreen, type Matrix } from "./place.ts";
import { createRuler } from "./ruler.ts";
import { qualityOf, shownOf, type Shown } from "./quality.ts";
import type { Look, Shared } from "./shared.ts";
import { here, neighbour, opened, opening, scrolled, type Here } from "./stack.ts";
import type { Tool } from "./keys.ts";
import { firstView, reset, type Point, type Size, type View } from "./view.ts";
import { presets, spanning, type Preset, type Window } from "./window.ts";
import { wishes } from "./wishes.ts";

export interface ViewerOptions {
  readonly studies: readonly string[];
  readonly shared: Shared | null;
  readonly signal: AbortSignal; // of the screen
}

/** A view changed by hand, given where it is and how large the screen is. */
export type Change = (view: View, at: Here, screen: Size) => View;

export type Model = ReturnType<typeof createModel>;

const MEGABYTE = 2 ** 20;
const LIMIT = { phone: 160 * MEGABYTE, desk: 512 * MEGABYTE } as const;
const NO_SCREEN: Size = { width: 0, height: 0 };
const GREY: Window = { centre: 128, width: 256 };

export function createModel({ studies: wanted, shared, signal: ended }: ViewerOptions) {
  const studies = signal<readonly Study[]>([]);
  const trouble = signal<Trouble | null>(null); // of the studies
  const view = signal<View | null>(null);
  const tool = signal<Tool>(coarse() ? "scroll" : "window");
  const screen = signal<Size>(NO_SCREEN); // CSS pixels
  const ratio = signal(1); // device pixels in one of them
  const waiting = new Set<string>(); // studies asked for
  const arrivals = signal(0);
  const broken = signal<ReadonlyMap<Image, Trouble>>(new Map());
  const pointer = signal<Point | null>(null);

  let last: Here | null = null;
  const at = computed(() => (last = unmoved(last, here(studies.value, view.value))));
  const loader = ownLoader(ended, {
    onPicture: () => (arrivals.value = arrivals.peek() + 1),
    onTrouble: (image, what) => (broken.value = new Map(broken.peek()).set(image, what)),
  });

  const shown = computed((): Shown | null => {
    void arrivals.value;
    const image = at.value?.image;
    return image === undefined ? null : shownOf(loader.best(image), image);
  });
  const full = computed(() => span(shown.value, at.value?.image));
  const windowNow = computed(
    (): Window => view.value?.window ?? at.value?.image.windows[0] ?? full.value ?? GREY,
  );
  const zoom = computed(() => {
    const [now, place, size] = [view.value, at.value, screen.value];
    if (now === null || place === null || size.width === 0) return null;
    return magnification(now, place.image, size) * ratio.value;
  });
  const quality = computed(() => qualityOf(shown.value, zoom.value ?? 1));
  const matrix = computed((): Matrix | null => {
    const [now, place, size] = [view.value, at.value, screen.value];
    return now === null || place === null || size.width === 0
      ? null
      : toScreen(now, place.image, size);
  });
  const choices = computed((): readonly Preset[] =>
    at.value === null || at.value.image.samples > 1
      ? []
      : presets(at.value.series.modality, at.value.image.windows, full.value),
  );

  const change = (how: Change): void => {
    const [now, place] = [view.peek(), at.peek()];
    if (now === null || place === null) return;
    const next = how(now, place, screen.peek());
    if (next === now) return;
    batch(() => {
      shared?.leave();
      view.value = next;
    });
  };
  const ruler = createRuler(at);
  const go = (next: View | null): void => {
    if (next !== null) change(() => next);
  };

  const load = async (study: string): Promise<void> => {
    waiting.add(study);
    const answer = await net.json(manifestUrl(study), ended);
    waiting.delete(study);
    const read = answer.ok ? readStudy(answer.value) : null;
    if (ended.aborted) return;
    batch(() => {
      if (read === null) trouble.value = answer.ok ? "broken" : answer.trouble;
      else studies.value = ordered([...studies.peek(), read], wanted);
      openFirst();
    });
  };
  /** As soon as no study before the first loaded one may still come. */
  const openFirst = (): void => {
    const [first] = studies.peek();
    const before = wanted.slice(0, Math.max(0, wanted.indexOf(first?.study ?? "")));
    const settled = before.every((study) => !waiting.has(study));
    if (settled && here(studies.peek(), view.peek()) === null && followed(shared) === null) {
      view.value = opening(studies.peek());
    }
  };
  const begin = (study: string): void => {
    load(study).catch(() => (trouble.value = "broken"));
  };
  const reload = (): void => {
    trouble.value = null;
    for (const study of wanted) begin(study);
  };

  keep(ended, () => {
    const [place, now] = [at.value, zoom.value];
    if (place !== null && now !== null) {
      loader.wish(wishes(place.series.images, place.index, now, limit() * 0.8));
    }
  });
  keep(ended, () => {
    const look = followed(shared);
    if (look === null) return;
    view.value = look.view;
    const known = untracked(() => studies.value.some(({ study }) => study === look.view.study));
    if (!known && !wanted.includes(look.view.study)) begin(look.view.study);
  });
  keep(ended, () => {
    if (shared?.mode.value !== "leading" || view.value === null) return;
    shared.show({ view: { ...view.value, window: windowOrNull() }, pointer: pointer.value });
  });
  const windowOrNull = (): Window | null =>
    (at.value?.image.samples ?? 1) > 1 ? null : windowNow.value;

  reload();

  return {
    ...ruler,
    ...{ studies, trouble, view, tool, screen, ratio, pointer, shared, broken },
    ...{ at, shown, quality, matrix, choices, change, reload },
    window: windowNow,
    scroll: (steps: number) => change((now, place) => scrolled(now, place, steps)),
    open: (study: Study, series: Series) => go(opened(study, series)),
    openImage: (study: Study, series: Series, image: Image) =>
      go(firstView(study.study, series.series, image)),
    nextSeries: (steps: 1 | -1) => change((now, at) => neighbour(studies.peek(), at, steps) ?? now),
    setWindow: (next: Window) => change((now) => ({ ...now, window: next })),
    invert: () => change((now) => ({ ...now, invert: !now.invert })),
    reset: () => change((now, { image }) => reset(now, image)),
  };
}

/** The same object while it is the same place, so that a new window disturbs nobody. */
function unmoved(before: Here | null, now: Here | null): Here | null {
  return before?.image === now?.image && before?.study === now?.study ? before : now;
}

/** Each once, those asked for in that order, then others. */
function ordered(all: readonly Study[], wanted: readonly string[]): readonly Study[] {
  const places = new Map(wanted.map((study, i) => [study, i]));
  const rank = ({ study }: Study): number => places.get(study) ?? wanted.length;
  const newest = new Map(all.map((study) => [study.study, study]));
  return [...newest.values()].sort((one, other) => rank(one) - rank(other));
}

/** What the leader shows, while it is followed. */
function followed(shared: Shared | null): Look | null {
  return shared?.mode.value === "following" ? shared.look.value : null;
}

function ownLoader(
  ended: AbortSignal,
  told: { onPicture: () => void; onTrouble: (image: Image, trouble: Trouble) => void },
): Loader {
  const decoder = startDecoder(navigator.hardwareConcurrency > 2 ? 2 : 1);
  const loader = startLoader({ net, decoder, limit: limit(), ...told });
  ended.addEventListener("abort", () => {
    loader.end();
    decoder.end();
  });
  return loader;
}

function keep(ended: AbortSignal, run: () => void): void {
  ended.addEventListener("abort", effect(run));
}

function span(shown: Shown | null, image: Image | undefined): Window | null {
  const picture = shown?.picture;
  if (image === undefined || picture === undefined) return null;
  if (!("kind" in picture) || picture.kind !== "grey") return null;
  const ends = [picture.low, picture.high].map((value) => value * image.slope + image.intercept);
  return spanning(Math.min(...ends), Math.max(...ends));
}

function manifestUrl(study: string): string {
  return `/dicom-web/studies/${encodeURIComponent(study)}/huizhen-manifest`;
}

function coarse(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

function limit(): number {
  return coarse() ? LIMIT.phone : LIMIT.desk;
}
