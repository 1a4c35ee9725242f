import assert from "node:assert/strict";
import { test } from "node:test";

import { codestreamLayout } from "./codestream.ts";
import { rawLayout, toPixels } from "./pixels.ts";
import { qualityOf } from "./quality.ts";
import { grey, image } from "./samples.ts";
import { extent } from "./scene.ts";

function raw(values: readonly number[], changes: Parameters<typeof image>[0]): readonly number[] {
  const at = image({ rows: 1, columns: values.length, ...changes });
  const bytes = new Uint8Array(Uint16Array.from(values).buffer);
  return [...toPixels(bytes, rawLayout(at)).values];
}

test("twelve signed bits in sixteen: the twelfth is the sign", () => {
  assert.deepEqual(raw([0x0fff, 0x0001, 0xf800], { bitsStored: 12 }), [-1, 1, -2048]);
});

test("twelve unsigned bits in sixteen: what lies above them is no value", () => {
  assert.deepEqual(raw([0xffff, 0x0001], { bitsStored: 12, signed: false }), [4095, 1]);
});

test("bytes that begin at an odd place: read all the same", () => {
  const bytes = new Uint8Array([9, 1, 0, 2, 0]).subarray(1);
  const layout = rawLayout(image({ rows: 1, columns: 2 }));
  assert.deepEqual([...toPixels(bytes, layout).values], [1, 2]);
});

test("colours: opaque, red first", () => {
  const at = image({ rows: 1, columns: 2, samples: 3, bitsAllocated: 8, bitsStored: 8 });
  const pixels = toPixels(new Uint8Array([1, 2, 3, 4, 5, 6]), rawLayout(at));
  assert.deepEqual([...pixels.values], [1, 2, 3, 255, 4, 5, 6, 255]);
});

test("too few bytes: refused", () => {
  assert.throws(() => toPixels(new Uint8Array(3), rawLayout(image())), RangeError);
});

test("the head of a codestream: size after halvings, depth and sign", () => {
  const head = new DataView(new ArrayBuffer(60));
  head.setUint32(0, 0xff4fff51);
  head.setUint32(8, 513);
  head.setUint32(12, 300);
  head.setUint16(40, 1);
  head.setUint8(42, 0x80 | 15);
  const layout = codestreamLayout(new Uint8Array(head.buffer), 2);
  assert.deepEqual(
    [layout?.width, layout?.height, layout?.bits, layout?.signed],
    [129, 75, 16, true],
  );
});

test("bytes of something else: no codestream", () => {
  assert.equal(codestreamLayout(new Uint8Array(100), 0), null);
  assert.equal(codestreamLayout(new Uint8Array(3), 0), null);
});

test("half the resolution on half the screen: sharp; zoomed in: no longer", () => {
  const shown = { picture: grey(1), image: image() };
  assert.deepEqual(qualityOf(shown, 0.5), { quality: "reduced", sharp: true });
  assert.deepEqual(qualityOf(shown, 1), { quality: "reduced", sharp: false });
  assert.deepEqual(qualityOf({ ...shown, picture: grey() }, 9), { quality: "full", sharp: true });
  assert.deepEqual(qualityOf(null, 1), { quality: "none", sharp: false });
});

test("a reduced picture: its first sample lies on the middle of pixel 0", () => {
  assert.deepEqual(extent(grey(2), image()), { x: -1.5, y: -1.5, width: 512, height: 512 });
});
