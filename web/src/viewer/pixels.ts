/** Decoded pictures: stored grey values or colours, from raw bytes or a decoded codestream. */

import type { Image } from "./manifest.ts";
import type { Reduction } from "./wishes.ts";

export type GreyValues = Uint8Array | Int8Array | Uint16Array | Int16Array;

/** Grey: stored values before rescale. */
export interface Grey {
  readonly kind: "grey";
  readonly width: number;
  readonly height: number;
  readonly reduction: Reduction;
  readonly values: GreyValues;
  readonly low: number; // least stored value
  readonly high: number; // greatest
}

export interface Colour {
  readonly kind: "colour";
  readonly width: number;
  readonly height: number;
  readonly reduction: Reduction;
  readonly values: Uint8ClampedArray<ArrayBuffer>; // RGBA
  readonly lossy: boolean; // rendered by the server, not the stored values
}

export type Pixels = Grey | Colour;

/** What the bytes of a frame are; all that must go to the worker. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly reduction: Reduction;
  readonly samples: number;
  readonly bytesPerSample: number; // 1 or 2
  readonly bits: number; // stored
  readonly signed: boolean;
}

/** Of the uncompressed frame, as the manifest describes it. */
export function rawLayout(image: Image): Layout {
  return {
    width: image.columns,
    height: image.rows,
    reduction: 0,
    samples: image.samples,
    bytesPerSample: image.bitsAllocated > 8 ? 2 : 1,
    bits: image.bitsStored,
    signed: image.signed,
  };
}

/** Size of the low-pass picture after so many halvings. */
export function reduced(length: number, reduction: Reduction): number {
  return Math.ceil(length / 2 ** reduction);
}

/** Little-endian samples, interleaved; throws RangeError when there are too few. */
export function toPixels(bytes: Uint8Array<ArrayBuffer>, layout: Layout): Pixels {
  const { width, height, reduction, samples, bytesPerSample } = layout;
  const count = width * height * samples;
  if (bytes.byteLength < count * bytesPerSample) throw new RangeError("too few pixels");
  if (samples > 1) {
    const values = rgba(bytes, width * height, layout);
    return { kind: "colour", width, height, reduction, values, lossy: false };
  }
  const values = grey(bytes, count, layout);
  const [low, high] = extremes(values);
  return { kind: "grey", width, height, reduction, values, low, high };
}

function grey(bytes: Uint8Array<ArrayBuffer>, count: number, layout: Layout): GreyValues {
  const { bytesPerSample, bits, signed } = layout;
  const at = bytes.byteOffset;
  if (bytesPerSample === 1) {
    return signed ? new Int8Array(bytes.buffer, at, count) : bytes.subarray(0, count);
  }
  const whole = at % 2 === 0 ? bytes.buffer : bytes.slice().buffer;
  const from = at % 2 === 0 ? at : 0;
  if (!signed) return masked(new Uint16Array(whole, from, count), bits);
  return extended(new Int16Array(whole, from, count), bits);
}

/** Overlay bits above the stored ones are no part of the value. */
function masked(values: Uint16Array, bits: number): Uint16Array {
  if (bits >= 16) return values;
  const mask = 2 ** bits - 1;
  return values.map((value) => value & mask);
}

/** Fewer than 16 stored bits: the sign is their highest one. */
function extended(values: Int16Array, bits: number): Int16Array {
  if (bits >= 16) return values;
  const unused = 32 - bits;
  return values.map((value) => (value << unused) >> unused);
}

function rgba(
  bytes: Uint8Array,
  count: number,
  { samples, bytesPerSample }: Layout,
): Uint8ClampedArray<ArrayBuffer> {
  const high = bytesPerSample - 1; // of 16 bits, the high byte is what a screen can show
  const values = new Uint8ClampedArray(count * 4);
  for (let i = 0; i < count; i++) {
    for (let channel = 0; channel < 3; channel++) {
      const sample = i * samples + Math.min(channel, samples - 1);
      values[4 * i + channel] = bytes[sample * bytesPerSample + high] ?? 0;
    }
    values[4 * i + 3] = 255;
  }
  return values;
}

function extremes(values: GreyValues): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
