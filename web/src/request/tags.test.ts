import assert from "node:assert/strict";
import { test } from "node:test";

import { contentOf, readTags } from "./tags.ts";

const encoder = new TextEncoder();

function explicit(group: number, number: number, vr: string, text: string): number[] {
  const value = [...encoder.encode(text)];
  if (value.length % 2 === 1) value.push(0x20);
  const size = [value.length & 255, value.length >> 8];
  return [
    group & 255,
    group >> 8,
    number & 255,
    number >> 8,
    ...encoder.encode(vr),
    ...size,
    ...value,
  ];
}

function file(...elements: readonly number[][]): Uint8Array {
  const syntax = explicit(0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1");
  return new Uint8Array([
    ...new Array<number>(128).fill(0),
    ...encoder.encode("DICM"),
    ...syntax,
    ...elements.flat(),
    ...new Array<number>(16).fill(0),
  ]);
}

/** A sequence of undefined length with one item of undefined length, as scanners write them. */
const SEQUENCE = [
  ...[0x08, 0x00, 0x10, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff],
  ...[0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff],
  ...explicit(0x0008, 0x1150, "UI", "1.2.3"),
  ...[0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0],
  ...[0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0],
];

test("a Chinese name is read from the ideographic group, past a nested sequence", () => {
  const tags = readTags(
    file(
      explicit(0x0008, 0x0005, "CS", "ISO_IR 192"),
      explicit(0x0008, 0x0060, "CS", "CT"),
      SEQUENCE,
      explicit(0x0010, 0x0010, "PN", "Liu^Jianjun=刘^建军"),
      explicit(0x0010, 0x0030, "DA", "19590611"),
      explicit(0x0010, 0x0040, "CS", "M"),
      explicit(0x0020, 0x000d, "UI", "1.2.3.4"),
    ),
  );
  assert.equal(tags?.patientName, "刘建军");
  assert.equal(tags?.birthDate, "1959-06-11");
  assert.equal(tags?.modality, "CT");
  assert.equal(tags?.study, "1.2.3.4");
});

test("a file cut off within its header still says what it said so far", () => {
  const whole = file(explicit(0x0008, 0x0060, "CS", "MR"), explicit(0x0010, 0x0020, "LO", "A-1"));
  const tags = readTags(whole.subarray(0, whole.length - 24));
  assert.equal(tags?.modality, "MR");
});

test("what is no DICOM file has no tags", () => {
  assert.equal(readTags(encoder.encode("hello")), null);
});

test("files are told apart by their content, and system files by their names", () => {
  assert.equal(contentOf("IM0001", file()), "dicom");
  assert.equal(contentOf("a.dcm", encoder.encode("%PDF-1.7")), "document");
  assert.equal(contentOf("DICOMDIR", file()), "directory");
  assert.equal(contentOf("Thumbs.db", new Uint8Array(8)), "system");
  assert.equal(contentOf("photo", new Uint8Array([0xff, 0xd8, 0xff])), "photo");
  assert.equal(contentOf("readme.txt", encoder.encode("text")), "other");
});
