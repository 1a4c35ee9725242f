/** What the server says of a study, checked, with one `Image` per frame. */

import { list, numberOf, orNull, record, RefusedShape, textOf } from "./shape.ts";
import type { Window } from "./window.ts";

export interface Image {
  readonly sop: string;
  readonly frame: number; // from 1
  readonly rows: number;
  readonly columns: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly signed: boolean;
  readonly samples: number; // 1 grey, 3 colour
  readonly inverse: boolean; // MONOCHROME1: low values are white
  readonly slope: number;
  readonly intercept: number;
  readonly unit: string | null; // of the rescaled value, "HU"
  readonly windows: readonly Window[]; // the file's or the server's; first is the default
  readonly spacing: readonly [row: number, column: number] | null; // mm
  readonly approximate: boolean; // spacing is of the detector, not of the patient
  readonly position: readonly number[] | null;
  readonly orientation: readonly number[] | null;
  readonly thickness: number | null; // mm
  readonly preview: string; // address of a small picture
  readonly encoded: string; // HTJ2K codestream, served by range
  readonly cuts: readonly number[] | null; // prefix lengths, smallest resolution first
  readonly raw: string; // the same values uncompressed
  readonly rendered: string; // windowed by the server, full size
}

export type DocumentKind = "pdf" | "text" | "waveform" | "other";

export interface Series {
  readonly series: string;
  readonly modality: string;
  readonly number: number | null;
  readonly description: string | null;
  readonly bodyPart: string | null;
  readonly thumbnail: string;
  readonly images: readonly Image[];
  readonly documents: readonly DocumentKind[];
}

export interface Study {
  readonly study: string;
  readonly date: string | null;
  readonly description: string | null;
  readonly institution: string | null;
  readonly patientName: string | null;
  readonly patientId: string | null;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly series: readonly Series[];
}

const PREVIEW_SIZE = 256;

/** Read the server's answer; null when it has not the agreed shape. */
export function readStudy(answer: unknown): Study | null {
  try {
    return study(answer);
  } catch (error) {
    if (error instanceof RefusedShape) return null;
    throw error;
  }
}

function study(answer: unknown): Study {
  const from = record(answer);
  const patient = record(from["patient"]);
  return {
    study: textOf(from["study"]),
    date: orNull(textOf, from["date"]),
    description: orNull(textOf, from["description"]),
    institution: orNull(textOf, from["institution"]),
    patientName: orNull(textOf, patient["name"]),
    patientId: orNull(textOf, patient["id"]),
    birthDate: orNull(textOf, patient["birthDate"]),
    sex: orNull(textOf, patient["sex"]),
    series: list(series, from["series"]),
  };
}

function series(answer: unknown): Series {
  const from = record(answer);
  const instances = list(record, from["instances"]);
  return {
    series: textOf(from["series"]),
    modality: textOf(from["modality"]),
    number: orNull(numberOf, from["number"]),
    description: orNull(textOf, from["description"]),
    bodyPart: orNull(textOf, from["bodyPart"]),
    thumbnail: textOf(from["thumbnail"]),
    images: instances.flatMap(images),
    documents: instances.flatMap(documentKind),
  };
}

function documentKind(instance: Readonly<Record<string, unknown>>): DocumentKind[] {
  const kind = instance["kind"];
  if (kind === "image") return [];
  return kind === "pdf" || kind === "text" || kind === "waveform" ? [kind] : ["other"];
}

function images(instance: Readonly<Record<string, unknown>>): Image[] {
  if (instance["kind"] !== "image") return [];
  const shared = common(instance);
  const preview = textOf(instance["preview"]);
  return list(record, instance["frames"]).map((frame, i): Image => {
    const rendered = textOf(frame["rendered"]);
    return {
      ...shared,
      frame: i + 1,
      preview: i === 0 ? preview : `${rendered}?viewport=${PREVIEW_SIZE},${PREVIEW_SIZE}`,
      encoded: textOf(frame["url"]),
      cuts: orNull((cuts) => list(numberOf, cuts), frame["cuts"]),
      raw: textOf(frame["raw"]),
      rendered,
    };
  });
}

type Common = Omit<Image, "frame" | "preview" | "encoded" | "cuts" | "raw" | "rendered">;

function common(instance: Readonly<Record<string, unknown>>): Common {
  const rescale = record(instance["rescale"]);
  const computed = orNull(windowOf, instance["computedWindow"]);
  const windows = list(windowOf, instance["windows"]);
  return {
    sop: textOf(instance["sop"]),
    rows: numberOf(instance["rows"]),
    columns: numberOf(instance["columns"]),
    bitsAllocated: numberOf(instance["bitsAllocated"]),
    bitsStored: numberOf(instance["bitsStored"]),
    signed: instance["signed"] === true,
    samples: numberOf(instance["samples"]),
    inverse: instance["photometric"] === "MONOCHROME1",
    slope: numberOf(rescale["slope"]),
    intercept: numberOf(rescale["intercept"]),
    unit: orNull(textOf, rescale["unit"]),
    windows: windows.length === 0 && computed !== null ? [computed] : windows,
    spacing: pair(instance["spacing"]),
    approximate: instance["spacingSource"] === "imager",
    position: orNull((values) => list(numberOf, values), instance["position"]),
    orientation: orNull((values) => list(numberOf, values), instance["orientation"]),
    thickness: orNull(numberOf, instance["thickness"]),
  };
}

function windowOf(answer: unknown): Window {
  const from = record(answer);
  return { centre: numberOf(from["centre"]), width: Math.max(1, numberOf(from["width"])) };
}

function pair(answer: unknown): readonly [number, number] | null {
  const [row, column] = orNull((values) => list(numberOf, values), answer) ?? [];
  return row !== undefined && column !== undefined ? [row, column] : null;
}
