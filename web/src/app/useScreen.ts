import { useEffect, useMemo } from "preact/hooks";

/** What a screen makes for itself; everything it started ends with the signal it was given. */
export function useScreen<T>(make: (until: AbortSignal) => T): T {
  const { model, controller } = useMemo(() => {
    const made = new AbortController();
    return { model: make(made.signal), controller: made };
  }, []);
  useEffect(() => () => controller.abort(), [controller]);
  return model;
}
