/** The few DICOM tags that tell which patient and study a file is of; read from its beginning. */

export interface Tags {
  readonly patientName: string;
  readonly patientId: string;
  readonly birthDate: string; // YYYY-MM-DD or ""
  readonly sex: string; // M, F, O or ""
  readonly study: string;
  readonly series: string;
  readonly modality: string;
  readonly bodyPart: string;
  readonly description: string;
  readonly date: string; // YYYY-MM-DD or ""
}

/** Enough for the tags below in all but freak files; the server reads the whole. */
export const HEAD_BYTES = 32_768;

const IMPLICIT = "1.2.840.10008.1.2";
const UNREADABLE_HERE = new Set(["1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.2"]);
const LONG_VR = new Set([
  "OB",
  "OD",
  "OF",
  "OL",
  "OV",
  "OW",
  "SQ",
  "SV",
  "UC",
  "UN",
  "UR",
  "UT",
  "UV",
]);
const UNDEFINED = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const LAST_WANTED = 0x0020000e;

const CHARSETS: Readonly<Record<string, string>> = {
  "ISO_IR 100": "iso-8859-1",
  "ISO_IR 192": "utf-8",
  GB18030: "gb18030",
  GBK: "gbk",
  "ISO 2022 IR 58": "gb18030",
};

interface Element {
  readonly tag: number;
  readonly start: number;
  readonly length: number;
  readonly next: number;
}

class Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  text(start: number, length: number, charset = "iso-8859-1"): string {
    const raw = this.bytes.subarray(start, start + length);
    return new TextDecoder(charset)
      .decode(raw)
      .replace(/[\0 ]+$/g, "")
      .trim();
  }

  tagAt(at: number): number {
    return this.view.getUint16(at, true) * 0x10000 + this.view.getUint16(at + 2, true);
  }

  /** Head of the element at `at`; null beyond the end of what was read. */
  element(at: number, implicit: boolean): Element | null {
    if (at + 12 > this.bytes.length) return null;
    const tag = this.tagAt(at);
    const bare = tag === ITEM || tag === ITEM_END || tag === SEQUENCE_END;
    let start = at + 8;
    let length = this.view.getUint32(at + 4, true);
    if (!implicit && !bare) {
      const vr = this.text(at + 4, 2);
      if (LONG_VR.has(vr)) {
        start = at + 12;
        length = this.view.getUint32(at + 8, true);
      } else {
        length = this.view.getUint16(at + 6, true);
      }
    }
    if (length !== UNDEFINED) return { tag, start, length, next: start + length };
    return { tag, start, length: 0, next: this.afterUndefined(start, implicit) };
  }

  /** Where something of undefined length ends: its items are walked through. */
  private afterUndefined(start: number, implicit: boolean): number {
    let at = start;
    for (;;) {
      const inner = this.element(at, implicit);
      if (inner === null) return this.bytes.length;
      if (inner.tag === SEQUENCE_END || inner.tag === ITEM_END) return inner.next;
      at = inner.next;
    }
  }
}

function dayOf(text: string): string {
  return /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : "";
}

/** PN as people write it: the ideographic group where there is one, without carets. */
function nameOf(text: string): string {
  const groups = text.split("=");
  const chosen = groups[1] !== undefined && groups[1] !== "" ? groups[1] : (groups[0] ?? "");
  const cjk = /[\u4e00-\u9fff]/.test(chosen);
  return chosen.replace(/\^+/g, cjk ? "" : " ").trim();
}

function charsetOf(value: string): string {
  const last = value.split("\\").at(-1)?.trim() ?? "";
  return CHARSETS[last] ?? "utf-8";
}

function collect(reader: Reader): Map<number, [number, number]> {
  const found = new Map<number, [number, number]>();
  let implicit = false;
  let inMeta = true;
  let at = 132;
  for (;;) {
    if (inMeta && at + 4 <= reader.bytes.length && reader.tagAt(at) > 0x0002ffff) {
      inMeta = false;
      const syntax = found.get(0x00020010);
      const uid = syntax === undefined ? IMPLICIT : reader.text(...syntax);
      if (UNREADABLE_HERE.has(uid)) return found;
      implicit = uid === IMPLICIT;
    }
    const element = reader.element(at, implicit && !inMeta);
    if (element === null || element.tag > LAST_WANTED) return found;
    found.set(element.tag, [element.start, element.length]);
    at = element.next;
  }
}

/** The tags of a file that begins so; null where it is no DICOM file. */
export function readTags(head: Uint8Array): Tags | null {
  const reader = new Reader(head);
  if (head.length < 144 || reader.text(128, 4) !== "DICM") return null;
  const found = collect(reader);
  const plain = (tag: number) => {
    const place = found.get(tag);
    return place === undefined ? "" : reader.text(...place);
  };
  const charset = charsetOf(plain(0x00080005));
  const written = (tag: number) => {
    const place = found.get(tag);
    return place === undefined ? "" : reader.text(...place, charset);
  };
  return {
    patientName: nameOf(written(0x00100010)),
    patientId: written(0x00100020),
    birthDate: dayOf(plain(0x00100030)),
    sex: plain(0x00100040),
    study: plain(0x0020000d),
    series: plain(0x0020000e),
    modality: plain(0x00080060),
    bodyPart: plain(0x00180015),
    description: written(0x00081030) || written(0x0008103e),
    date: dayOf(plain(0x00080020)),
  };
}

export type Content = "dicom" | "photo" | "document" | "directory" | "system" | "other";

const SYSTEM_NAMES = /^(\.ds_store|thumbs\.db|desktop\.ini|autorun\.inf|\._.*)$/i;

/** What a file is, by its first bytes; names only tell what is certainly not wanted. */
export function contentOf(name: string, head: Uint8Array): Content {
  if (SYSTEM_NAMES.test(name)) return "system";
  if (/^dicomdir$/i.test(name)) return "directory";
  const ascii = String.fromCharCode(...head.subarray(0, 16));
  if (head.length >= 132 && String.fromCharCode(...head.subarray(128, 132)) === "DICM")
    return "dicom";
  if (ascii.startsWith("%PDF-")) return "document";
  const jpeg = head[0] === 0xff && head[1] === 0xd8;
  const png = ascii.startsWith("\x89PNG");
  const webp = ascii.startsWith("RIFF") && ascii.slice(8, 12) === "WEBP";
  return jpeg || png || webp ? "photo" : "other";
}
