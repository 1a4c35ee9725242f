/** What getStats says, in the few numbers that matter; pure. */

import type { ReportStats } from "../contract/wire.gen.ts";

/** Running totals of one peer connection at one moment. */
export interface Sample {
  readonly at: number; // ms
  readonly path: ReportStats["path"];
  readonly roundTripMs: number | null;
  readonly lost: number; // packets
  readonly received: number; // packets
  readonly frames: number; // decoded
  readonly frozen: number; // s
  readonly concealed: number; // audio samples
  readonly audioSamples: number;
  readonly audioLevel: number; // 0 to 1
  readonly audioEnergy: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

type Stat = Readonly<Record<string, unknown>>;

const PATHS = ["host", "srflx", "prflx", "relay"] as const;

function num(stat: Stat | undefined, key: string): number {
  const value = stat?.[key];
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function text(stat: Stat | undefined, key: string): string {
  const value = stat?.[key];
  return typeof value === "string" ? value : "";
}

function chosenPair(stats: readonly Stat[]): Stat | undefined {
  const pairs = stats.filter((stat) => stat["type"] === "candidate-pair");
  const named = stats.find((stat) => text(stat, "selectedCandidatePairId") !== "");
  const byName = pairs.find((pair) => pair["id"] === text(named, "selectedCandidatePairId"));
  return (
    byName ?? pairs.find((pair) => pair["nominated"] === true && pair["state"] === "succeeded")
  );
}

function pathOf(stats: readonly Stat[], pair: Stat | undefined): ReportStats["path"] {
  const local = stats.find((stat) => stat["id"] === text(pair, "localCandidateId"));
  return PATHS.find((path) => path === local?.["candidateType"]) ?? "unknown";
}

function sum(stats: readonly Stat[], key: string): number {
  return stats.reduce((total, stat) => total + num(stat, key), 0);
}

/** Sums up one report; `stats` are its values. */
export function sampled(stats: readonly Stat[], at: number): Sample {
  const inbound = stats.filter((stat) => stat["type"] === "inbound-rtp");
  const audio = inbound.filter((stat) => stat["kind"] === "audio");
  const video = inbound.filter((stat) => stat["kind"] === "video");
  const outbound = stats.filter((stat) => stat["type"] === "outbound-rtp");
  const pair = chosenPair(stats);
  const trip = num(pair, "currentRoundTripTime");
  return {
    at,
    path: pathOf(stats, pair),
    roundTripMs: pair === undefined ? null : Math.round(trip * 1000),
    lost: Math.max(0, sum(inbound, "packetsLost")),
    received: sum(inbound, "packetsReceived"),
    frames: sum(video, "framesDecoded"),
    frozen: sum(video, "totalFreezesDuration"),
    concealed: sum(audio, "concealedSamples"),
    audioSamples: sum(audio, "totalSamplesReceived"),
    audioLevel: Math.max(0, ...audio.map((stat) => num(stat, "audioLevel"))),
    audioEnergy: sum(audio, "totalAudioEnergy"),
    bytesIn: sum(inbound, "bytesReceived"),
    bytesOut: sum(outbound, "bytesSent"),
  };
}

const since = (now: number, before: number) => Math.max(0, now - before);

/** What happened between two samples, as it is reported. */
export function reported(
  session: string,
  peer: string,
  before: Sample,
  now: Sample,
  joinMs: number | null,
): ReportStats {
  return {
    session,
    peer,
    seconds: since(now.at, before.at) / 1000,
    path: now.path,
    round_trip_ms: now.roundTripMs,
    packets_lost: since(now.lost, before.lost),
    packets_received: since(now.received, before.received),
    frames_decoded: since(now.frames, before.frames),
    frozen_seconds: since(now.frozen, before.frozen),
    concealed_samples: since(now.concealed, before.concealed),
    audio_samples: since(now.audioSamples, before.audioSamples),
    bytes_received: since(now.bytesIn, before.bytesIn),
    bytes_sent: since(now.bytesOut, before.bytesOut),
    join_ms: joinMs,
  };
}

export type Grade = "good" | "fair" | "weak" | "bad" | "none";

/** The line as it is shown: bars from 0 to 4 with a word, round trip and rate. */
export interface Line {
  readonly bars: 0 | 1 | 2 | 3 | 4;
  readonly grade: Grade;
  readonly roundTripMs: number | null;
  readonly kbits: number; // received, kbit/s
  readonly lossPercent: number;
}

export const NO_LINE: Line = {
  bars: 0,
  grade: "none",
  roundTripMs: null,
  kbits: 0,
  lossPercent: 0,
};

function gradeOf(trip: number, loss: number, concealed: number): Pick<Line, "bars" | "grade"> {
  if (trip < 200 && loss < 2 && concealed < 2) return { bars: 4, grade: "good" };
  if (trip < 400 && loss < 6 && concealed < 6) return { bars: 3, grade: "fair" };
  if (trip < 1200 && loss < 15 && concealed < 20) return { bars: 2, grade: "weak" };
  return { bars: 1, grade: "bad" };
}

const percent = (part: number, whole: number) => (whole > 0 ? (100 * part) / whole : 0);

/** Judges the line between two samples. */
export function judged(before: Sample, now: Sample): Line {
  const lost = since(now.lost, before.lost);
  const loss = percent(lost, lost + since(now.received, before.received));
  const samples = since(now.audioSamples, before.audioSamples);
  const concealed = percent(since(now.concealed, before.concealed), samples);
  const seconds = Math.max(0.001, since(now.at, before.at) / 1000);
  return {
    ...gradeOf(now.roundTripMs ?? 0, loss, concealed),
    roundTripMs: now.roundTripMs,
    kbits: Math.round((since(now.bytesIn, before.bytesIn) * 8) / 1000 / seconds),
    lossPercent: Math.round(loss * 10) / 10,
  };
}

/** The worst of several lines; what the top bar shows. */
export function worst(lines: readonly Line[]): Line {
  return lines.reduce(
    (least, line) => (line.bars < least.bars ? line : least),
    lines[0] ?? NO_LINE,
  );
}
