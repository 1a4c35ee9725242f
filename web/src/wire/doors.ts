import { signal } from "@preact/signals";

export type Door = "signin" | "stepup";

interface Asked {
  door: Door;
  /** True when the person has signed in (again); false when they gave up. */
  answer: (opened: boolean) => void;
}

/** What a request waits for: the dialog that is shown over the page. */
export const asked = signal<Asked | null>(null);
let waiting: Promise<boolean> | null = null;

/** Ask the person to sign in again over the page; all who ask at once share one dialog. */
export function askFor(door: Door): Promise<boolean> {
  waiting ??= new Promise<boolean>((resolve) => {
    asked.value = {
      door,
      answer: (opened) => {
        asked.value = null;
        waiting = null;
        resolve(opened);
      },
    };
  });
  return waiting;
}
