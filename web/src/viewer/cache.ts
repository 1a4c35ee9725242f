/** Pictures kept in memory, the longest unused given up first. */

import type { Pixels } from "./pixels.ts";

export interface Kept {
  readonly preview: ImageBitmap | null;
  readonly pixels: Pixels | null;
  readonly encoded: Uint8Array<ArrayBuffer> | null; // prefix read so far, while there is more
}

const NOTHING: Kept = { preview: null, pixels: null, encoded: null };

export class Cache {
  private readonly kept = new Map<string, Kept>();
  private bytes = 0;
  private readonly limit: number;

  /** `limit` in bytes; what was used last stays even if it alone is greater. */
  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: string): Kept {
    return this.kept.get(key) ?? NOTHING;
  }

  /** Say that it is in use. */
  touch(key: string): void {
    const found = this.kept.get(key);
    if (found === undefined) return;
    this.kept.delete(key);
    this.kept.set(key, found);
  }

  add(key: string, more: Partial<Kept>): void {
    const before = this.get(key);
    const after = { ...before, ...more };
    if (before.preview !== after.preview) before.preview?.close();
    this.kept.delete(key);
    this.kept.set(key, after);
    this.bytes += size(after) - size(before);
    this.shrink(key);
  }

  clear(): void {
    for (const { preview } of this.kept.values()) preview?.close();
    this.kept.clear();
    this.bytes = 0;
  }

  private shrink(newest: string): void {
    for (const [key, old] of this.kept) {
      if (this.bytes <= this.limit || key === newest) return;
      old.preview?.close();
      this.kept.delete(key);
      this.bytes -= size(old);
    }
  }
}

function size({ preview, pixels, encoded }: Kept): number {
  const small = preview === null ? 0 : preview.width * preview.height * 4;
  return small + (pixels?.values.byteLength ?? 0) + (encoded?.byteLength ?? 0);
}
