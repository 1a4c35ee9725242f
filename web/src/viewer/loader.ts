/** Loads pictures in the order wished for, each once, and lets go of what nobody wants any more. */

import { Cache, type Kept } from "./cache.ts";
import type { Decoder } from "./decoder.ts";
import { fetchPixels, fetchPreview, type Sources } from "./fetching.ts";
import type { Image } from "./manifest.ts";
import type { Net, Trouble } from "./net.ts";
import type { Wish } from "./wishes.ts";

export interface Loader {
  /** The best there is now. */
  best(image: Image): Kept;
  /** From now on load these, first ones first. */
  wish(wishes: readonly Wish[]): void;
  end(): void;
}

export interface LoaderOptions {
  readonly net: Net;
  readonly decoder: Decoder;
  readonly limit: number; // bytes of decoded pictures
  readonly onPicture: (image: Image) => void;
  readonly onTrouble: (image: Image, trouble: Trouble) => void;
}

interface Running {
  readonly wish: Wish;
  readonly controller: AbortController;
}

const PARALLEL = 4;
const PATIENCE = 4; // attempts
const PAUSE_MS = 1000;

export function imageKey({ sop, frame }: Pick<Image, "sop" | "frame">): string {
  return `${sop}/${frame}`;
}

export function startLoader(options: LoaderOptions): Loader {
  return new Queue(options);
}

class Queue implements Loader {
  private readonly cache: Cache;
  private readonly running = new Map<string, Running>();
  private readonly failures = new Map<string, number>();
  private readonly pauses = new Set<ReturnType<typeof setTimeout>>();
  private readonly resting = new Set<string>();
  private readonly options: LoaderOptions;
  private readonly sources: Sources;
  private queue: readonly Wish[] = [];
  private ended = false;

  constructor(options: LoaderOptions) {
    this.options = options;
    this.sources = options;
    this.cache = new Cache(options.limit);
  }

  best(image: Image): Kept {
    return this.cache.get(imageKey(image));
  }

  wish(wishes: readonly Wish[]): void {
    this.queue = wishes;
    const wanted = new Set(wishes.map(slot));
    for (const [key, { controller }] of this.running) {
      if (!wanted.has(key)) controller.abort();
    }
    for (const { image, tier } of wishes) if (tier === "visible") this.cache.touch(imageKey(image));
    this.pump();
  }

  end(): void {
    this.ended = true;
    this.queue = [];
    for (const { controller } of this.running.values()) controller.abort();
    for (const pause of this.pauses) clearTimeout(pause);
    this.cache.clear();
  }

  private pump(): void {
    if (this.ended) return;
    const open = this.queue.filter((wish) => !this.granted(wish));
    const urgent = open.some(({ tier }) => tier === "visible");
    if (urgent) this.giveWay();
    for (const wish of open) {
      if (this.running.size >= PARALLEL) return;
      if (urgent && wish.tier !== "visible") return; // the line is the reader's alone
      if (!this.running.has(slot(wish)) && !this.resting.has(slot(wish))) this.start(wish);
    }
  }

  /** What is far away must not slow down what is looked at. */
  private giveWay(): void {
    const visible = new Set(
      this.queue.filter(({ tier }) => tier === "visible").map(({ image }) => imageKey(image)),
    );
    for (const { wish, controller } of this.running.values()) {
      if (!visible.has(imageKey(wish.image))) controller.abort();
    }
  }

  private granted(wish: Wish): boolean {
    const { pixels, preview } = this.best(wish.image);
    if (wish.want === "preview") return pixels !== null || preview !== null;
    return (pixels !== null && pixels.reduction <= wish.want) || this.hopeless(wish);
  }

  private hopeless(wish: Wish): boolean {
    return (this.failures.get(slot(wish)) ?? 0) >= PATIENCE;
  }

  private start(wish: Wish): void {
    const controller = new AbortController();
    const key = slot(wish);
    this.running.set(key, { wish, controller });
    this.fetched(wish, controller.signal)
      .catch((): Trouble => "broken")
      .then((result) => this.done(wish, result))
      .catch(() => undefined); // a listener that throws must not stop the loading
  }

  private done(wish: Wish, result: Partial<Kept> | Trouble): void {
    this.running.delete(slot(wish));
    if (this.ended) return;
    if (typeof result === "string") this.failed(wish, result);
    else this.arrived(wish, result);
    this.pump();
  }

  private fetched(wish: Wish, signal: AbortSignal): Promise<Partial<Kept> | Trouble> {
    const { image, want } = wish;
    if (want === "preview") return fetchPreview(this.sources, image, signal);
    return fetchPixels(this.sources, image, want, this.best(image).encoded, signal);
  }

  private arrived({ image }: Wish, more: Partial<Kept>): void {
    const before = this.best(image).pixels;
    const worse = before !== null && more.pixels && more.pixels.reduction > before.reduction;
    if (worse) return;
    this.cache.add(imageKey(image), more);
    this.options.onPicture(image);
  }

  private failed(wish: Wish, trouble: Trouble): void {
    if (trouble === "aborted") return;
    const key = slot(wish);
    const times = (this.failures.get(key) ?? 0) + 1;
    const final = trouble === "missing" || trouble === "refused";
    this.failures.set(key, final ? PATIENCE : times);
    this.options.onTrouble(wish.image, trouble);
    if (trouble === "offline") this.failures.set(key, Math.min(times, PATIENCE - 1));
    this.rest(key, PAUSE_MS * 2 ** Math.min(times, PATIENCE));
  }

  private rest(key: string, pause: number): void {
    this.resting.add(key);
    const timer = setTimeout(() => {
      this.pauses.delete(timer);
      this.resting.delete(key);
      this.pump();
    }, pause);
    this.pauses.add(timer);
  }
}

/** One picture is fetched once at a time; its preview may come beside it. */
function slot({ image, want }: Wish): string {
  return `${imageKey(image)}/${want === "preview" ? "preview" : "pixels"}`;
}
