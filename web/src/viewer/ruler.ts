/** Measuring by two clicks or one drag; lengths belong to their slice. */

import { computed, signal, type ReadonlySignal } from "@preact/signals";

import type { Length } from "./measure.ts";
import type { Here } from "./stack.ts";
import type { Point } from "./view.ts";

const LEAST = 0.5; // image pixels; shorter is a slip of the hand

export function createRuler(at: ReadonlySignal<Here | null>) {
  const lengths = signal<readonly Length[]>([]);
  const draft = signal<Length | null>(null);

  const begun = (from: Point): Length | null => {
    const image = at.peek()?.image;
    return image === undefined ? null : { sop: image.sop, frame: image.frame, from, to: from };
  };
  const finishLength = (to: Point): void => {
    const length = draft.peek();
    draft.value = null;
    if (length === null || Math.hypot(to[0] - length.from[0], to[1] - length.from[1]) < LEAST) {
      return;
    }
    lengths.value = [...lengths.peek(), { ...length, to }];
  };
  return {
    /** Those on the slice in sight, the one being drawn last. */
    lengths: computed(() => {
      const image = at.value?.image;
      const all = draft.value === null ? lengths.value : [...lengths.value, draft.value];
      return all.filter(({ sop, frame }) => sop === image?.sop && frame === image.frame);
    }),
    finishLength,
    /** First click begins, second ends. */
    clickLength: (point: Point): void => {
      const length = draft.peek();
      const image = at.peek()?.image;
      if (length !== null && length.sop === image?.sop && length.frame === image.frame) {
        finishLength(point);
      } else draft.value = begun(point);
    },
    drawLength: (from: Point | null, to: Point | null): void => {
      const length = from === null ? null : begun(from);
      draft.value = length === null || to === null ? null : { ...length, to };
    },
    /** The end follows the mouse between two clicks. */
    stretch: (to: Point | null): void => {
      const length = draft.peek();
      if (length !== null && to !== null) draft.value = { ...length, to };
    },
    undoLength: (): void => {
      if (draft.peek() === null) lengths.value = lengths.peek().slice(0, -1);
      draft.value = null;
    },
  };
}
