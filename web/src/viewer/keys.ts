/** What the keyboard does in the viewer; the same words stand in the help. */

export type Tool = "window" | "pan" | "zoom" | "scroll" | "length";

export type KeyAction =
  | { readonly do: "tool"; readonly tool: Tool }
  | { readonly do: "preset"; readonly number: number }
  | { readonly do: "slice"; readonly steps: number }
  | { readonly do: "series"; readonly steps: 1 | -1 }
  | { readonly do: "zoom"; readonly factor: number }
  | { readonly do: "reset" | "invert" | "follow" | "key" | "undo" };

const FAR = 10;
const END = 100_000;

const KEYS: ReadonlyMap<string, KeyAction> = new Map(
  Object.entries<KeyAction>({
    w: { do: "tool", tool: "window" },
    p: { do: "tool", tool: "pan" },
    z: { do: "tool", tool: "zoom" },
    s: { do: "tool", tool: "scroll" },
    l: { do: "tool", tool: "length" },
    ArrowUp: { do: "slice", steps: -1 },
    ArrowLeft: { do: "slice", steps: -1 },
    ArrowDown: { do: "slice", steps: 1 },
    ArrowRight: { do: "slice", steps: 1 },
    PageUp: { do: "slice", steps: -FAR },
    PageDown: { do: "slice", steps: FAR },
    Home: { do: "slice", steps: -END },
    End: { do: "slice", steps: END },
    "[": { do: "series", steps: -1 },
    "]": { do: "series", steps: 1 },
    "+": { do: "zoom", factor: 1.25 },
    "=": { do: "zoom", factor: 1.25 },
    "-": { do: "zoom", factor: 0.8 },
    r: { do: "reset" },
    i: { do: "invert" },
    f: { do: "follow" },
    k: { do: "key" },
    Backspace: { do: "undo" },
    Delete: { do: "undo" },
  }),
);

/** The action of a pressed key; null when it is not the viewer's. */
export function keyAction(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">,
): KeyAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (/^[1-9]$/.test(event.key)) return { do: "preset", number: Number(event.key) };
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return KEYS.get(key) ?? null;
}
