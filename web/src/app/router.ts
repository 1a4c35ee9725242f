import { computed, signal } from "@preact/signals";

/** The path after the `#`, always beginning with a slash. */
export const path = signal(readHash());

function readHash(): string {
  const text = location.hash.replace(/^#/, "");
  return text.startsWith("/") ? text : "/";
}

window.addEventListener("hashchange", () => {
  path.value = readHash();
});

export function go(to: string): void {
  location.hash = `#${to}`;
}

/** The same page under another address, without a step in the history. */
export function replacePath(to: string): void {
  history.replaceState(null, "", `#${to}`);
  path.value = to;
}

export type Params = Readonly<Record<string, string>>;

/** What `pattern` (such as /cases/:id) finds in a path, or null where it does not fit. */
export function match(pattern: string, given: string): Params | null {
  const wanted = pattern.split("/");
  const parts = (given.split("?")[0] ?? "").split("/");
  if (wanted.length !== parts.length) return null;
  const found: Record<string, string> = {};
  for (const [place, name] of wanted.entries()) {
    const part = parts[place] ?? "";
    if (name.startsWith(":")) found[name.slice(1)] = decodeURIComponent(part);
    else if (name !== part) return null;
  }
  return found;
}

/** Where a reload finds the page that is open; the page itself stays as it is. */
export function readdress(to: string): void {
  history.replaceState(null, "", `#${to}`);
}

/** The part of the path by which the menu is marked. */
export const section = computed(() => path.value.split("/")[1] ?? "");
