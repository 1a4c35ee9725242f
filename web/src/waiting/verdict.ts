/** What a link test means for a consultation; pure. */

import type { Picture } from "./devices.ts";

/** What was measured between this browser and the server. */
export interface Measured {
  readonly connected: boolean; // over UDP, directly
  readonly relay: boolean | null; // a TURN server answered; null: not tried
  readonly roundTripMs: number | null;
  readonly lossUp: number | null; // share, 0 to 1
  readonly lossDown: number | null;
  readonly upKbits: number | null; // kbit/s
  readonly downKbits: number | null;
}

export const UNMEASURED: Measured = {
  connected: false,
  relay: null,
  roundTripMs: null,
  lossUp: null,
  lossDown: null,
  upKbits: null,
  downKbits: null,
};

/** The step to expect, from the best to none. */
export type Step = "full" | "small" | "audio" | "text" | "relayed" | "blocked";

export interface Verdict {
  readonly step: Step;
  readonly bars: 0 | 1 | 2 | 3 | 4;
  readonly picture: Picture;
}

const RANKS = ["full", "small", "audio", "text"] as const;
const VERDICTS = {
  full: { step: "full", bars: 4, picture: "full" },
  small: { step: "small", bars: 3, picture: "small" },
  audio: { step: "audio", bars: 2, picture: "none" },
  text: { step: "text", bars: 1, picture: "none" },
} as const;

/** Which rung each figure allows; the worst of them decides. Rates in kbit/s. */
function rungs(measured: Measured): readonly number[] {
  const rate = Math.min(measured.upKbits ?? Infinity, measured.downKbits ?? Infinity);
  const loss = Math.max(measured.lossUp ?? 0, measured.lossDown ?? 0);
  const trip = measured.roundTripMs ?? 0;
  return [
    rate > 900 ? 0 : rate >= 150 ? 1 : rate >= 40 ? 2 : 3,
    loss <= 0.05 ? 0 : loss <= 0.15 ? 1 : loss <= 0.4 ? 2 : 3,
    trip <= 600 ? 0 : trip <= 1200 ? 1 : trip <= 3000 ? 2 : 3,
  ];
}

/** Judges a line by its worst figure. */
export function verdictOf(measured: Measured): Verdict {
  if (!measured.connected) {
    return measured.relay === true
      ? { step: "relayed", bars: 2, picture: "small" }
      : { step: "blocked", bars: 0, picture: "small" };
  }
  return VERDICTS[RANKS[Math.max(...rungs(measured))] ?? "text"];
}

/** The middle of a list; null of an empty one. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

/** The share that was lost, between 0 and 1; null where nothing was sent. */
export function lossOf(sent: number, arrived: number): number | null {
  return sent > 0 ? Math.min(1, Math.max(0, 1 - arrived / sent)) : null;
}
