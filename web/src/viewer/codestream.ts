/** The head of a JPEG 2000 codestream (ISO/IEC 15444-1 A.5.1), without decoding it. */

import { reduced, type Layout } from "./pixels.ts";
import type { Reduction } from "./wishes.ts";

const START_AND_SIZE = 0xff4fff51;
const COMPONENTS = 40; // from the start, of the first component's Ssiz
const SIGN = 0x80;

/** What decoding at this reduction gives; null when these bytes are no codestream. */
export function codestreamLayout(bytes: Uint8Array, reduction: Reduction): Layout | null {
  const head = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (head.byteLength <= COMPONENTS + 2 || head.getUint32(0) !== START_AND_SIZE) return null;
  const depth = head.getUint8(COMPONENTS + 2);
  const bits = (depth & ~SIGN) + 1;
  return {
    width: reduced(head.getUint32(8) - head.getUint32(16), reduction),
    height: reduced(head.getUint32(12) - head.getUint32(20), reduction),
    reduction,
    samples: head.getUint16(COMPONENTS),
    bytesPerSample: bits > 8 ? 2 : 1,
    bits,
    signed: (depth & SIGN) !== 0,
  };
}
