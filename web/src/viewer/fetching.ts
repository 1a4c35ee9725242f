/** One picture over the line: the cut that is wanted, or the next best thing there is. */

import type { Kept } from "./cache.ts";
import type { Decoder } from "./decoder.ts";
import type { Image } from "./manifest.ts";
import type { Fetched, Net, Trouble } from "./net.ts";
import { rawLayout, type Pixels } from "./pixels.ts";
import type { Reduction } from "./wishes.ts";

export interface Sources {
  readonly net: Net;
  readonly decoder: Decoder;
}

type Result = Partial<Kept> | Trouble;
type Bytes = Uint8Array<ArrayBuffer>;

/** A small picture as the server renders it. */
export async function fetchPreview(
  { net }: Sources,
  image: Image,
  signal: AbortSignal,
): Promise<Result> {
  const answer = await net.bytes(image.preview, 0, null, signal);
  if (!answer.ok) return answer.trouble;
  try {
    return { preview: await createImageBitmap(new Blob([answer.bytes])) };
  } catch {
    return "broken";
  }
}

/**
 * The values at `reduction`; `have` is the prefix already read, which is not read again.
 *
 * Where the codestream does not decode: the uncompressed frame; where that has more than
 * 16 bits or fails too: what the server renders.
 */
export async function fetchPixels(
  sources: Sources,
  image: Image,
  reduction: Reduction,
  have: Bytes | null,
  signal: AbortSignal,
): Promise<Result> {
  if (image.bitsAllocated > 16) return fetchRendered(sources, image, signal);
  const read = await prefix(sources.net, image, reduction, have, signal);
  if (!read.ok) return read.trouble;
  const whole = image.cuts === null || reduction === 0;
  const { pixels, bytes } = await sources.decoder.decode(read.bytes, reduction, null);
  if (pixels !== null) return { pixels, encoded: whole ? null : bytes };
  return signal.aborted ? "aborted" : fetchRaw(sources, image, signal);
}

async function prefix(
  net: Net,
  image: Image,
  reduction: Reduction,
  have: Bytes | null,
  signal: AbortSignal,
): Promise<Fetched> {
  const end = image.cuts?.[image.cuts.length - 1 - reduction] ?? null;
  const from = end === null ? 0 : (have?.length ?? 0);
  const whole = reduction === 0 && from === 0;
  const answer = await net.bytes(image.encoded, from, whole ? null : end, signal);
  if (!answer.ok || answer.from === 0 || have === null) return answer;
  return { ...answer, bytes: joined(have, answer.bytes), from: 0 };
}

function joined(one: Bytes, other: Bytes): Bytes {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

async function fetchRaw(sources: Sources, image: Image, signal: AbortSignal): Promise<Result> {
  const answer = await sources.net.bytes(image.raw, 0, null, signal);
  if (!answer.ok) return answer.trouble === "missing" ? "broken" : answer.trouble;
  const { pixels } = await sources.decoder.decode(answer.bytes, 0, rawLayout(image));
  if (pixels !== null) return { pixels, encoded: null };
  return signal.aborted ? "aborted" : fetchRendered(sources, image, signal);
}

async function fetchRendered({ net }: Sources, image: Image, signal: AbortSignal): Promise<Result> {
  const answer = await net.bytes(image.rendered, 0, null, signal);
  if (!answer.ok) return answer.trouble;
  try {
    return { pixels: await coloursOf(answer.bytes), encoded: null };
  } catch {
    return "broken";
  }
}

async function coloursOf(bytes: Bytes): Promise<Pixels> {
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const { width, height } = bitmap;
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  return { kind: "colour", width, height, reduction: 0, values: data, lossy: true };
}
