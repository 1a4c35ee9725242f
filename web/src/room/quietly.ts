/** Starts work whose failure is nobody's concern: it is mended elsewhere or told by a signal. */
export function quietly(work: Promise<unknown>): void {
  work.catch(() => undefined);
}
