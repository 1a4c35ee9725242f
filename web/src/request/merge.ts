/** Three-way merge of plain data: what only one side changed is taken, of both mine stands. */

interface Merged<T> {
  readonly value: T;
  /** Whether both had changed the same thing to different values. */
  readonly clash: boolean;
}

type Plain = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function mergeUnknown(base: unknown, mine: unknown, theirs: unknown): Merged<unknown> {
  if (isPlain(base) && isPlain(mine) && isPlain(theirs)) return mergePlain(base, mine, theirs);
  if (same(mine, theirs) || same(base, theirs)) return { value: mine, clash: false };
  if (same(base, mine)) return { value: theirs, clash: false };
  return { value: mine, clash: true };
}

function mergePlain(base: Plain, mine: Plain, theirs: Plain): Merged<Plain> {
  const value: Record<string, unknown> = {};
  let clash = false;
  for (const key of Object.keys({ ...theirs, ...mine })) {
    const part = mergeUnknown(base[key], mine[key], theirs[key]);
    value[key] = part.value;
    clash ||= part.clash;
  }
  return { value, clash };
}

export function merge<T>(base: T, mine: T, theirs: T): Merged<T> {
  const { value, clash } = mergeUnknown(base, mine, theirs);
  const typed: T = JSON.parse(JSON.stringify(value));
  return { value: typed, clash };
}
