/** Spans of time in digits, for clocks that count; pure. */

const two = (value: number) => String(value).padStart(2, "0");

/** "03:07" or "1:03:07" for a span in milliseconds. */
export function clockFace(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(all / 3600);
  const rest = `${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** Whole seconds from `since` to `now`, never negative. */
export function age(since: number, now: number): number {
  return Math.max(0, Math.floor((now - since) / 1000));
}
