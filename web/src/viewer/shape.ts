/** Reading of JSON whose shape is not yet known. */

/** The value is not what was agreed. */
export class RefusedShape extends Error {}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new RefusedShape("not an object");
  }
  return Object.fromEntries(Object.entries(value));
}

export function list<T>(read: (value: unknown) => T, values: unknown): readonly T[] {
  if (!Array.isArray(values)) throw new RefusedShape("not a list");
  return values.map((value: unknown) => read(value));
}

export function textOf(value: unknown): string {
  if (typeof value !== "string") throw new RefusedShape("not a text");
  return value;
}

export function numberOf(value: unknown): number {
  if (typeof value !== "number") throw new RefusedShape("not a number");
  return value;
}

/** Absent stays absent; all else must read. */
export function orNull<T>(read: (value: unknown) => T, value: unknown): T | null {
  return value === null || value === undefined ? null : read(value);
}
