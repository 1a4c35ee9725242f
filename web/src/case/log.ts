import type { LogLine } from "../contract/wire.gen.ts";

export interface Folded {
  readonly line: LogLine;
  /** How many like it came one after the other: sixty slices of one upload are one entry. */
  readonly count: number;
}

function alike(one: LogLine, other: LogLine): boolean {
  return one.type === other.type && one.action === other.action && one.by === other.by;
}

/** The time line, newest first, with runs of the same thing by the same person folded. */
export function folded(log: readonly LogLine[]): readonly Folded[] {
  const found: Folded[] = [];
  for (const line of log) {
    const last = found.at(-1);
    if (last !== undefined && line.type !== "case.moved" && alike(last.line, line)) {
      found[found.length - 1] = { line, count: last.count + 1 };
    } else {
      found.push({ line, count: 1 });
    }
  }
  return found.reverse();
}
