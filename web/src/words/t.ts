import { signal } from "@preact/signals";

import type { Problem } from "../contract/wire.gen.ts";
import type { Same } from "./same.ts";
import { zh } from "./zh.ts";

type Words = Same<typeof zh>;
export type Key = keyof Words;
type Filling<K extends Key> = Words[K] extends (...args: infer A) => string ? A : [];
/** The keys of phrases that need nothing filled in. */
export type PlainKey = { [K in Key]: Words[K] extends string ? K : never }[Key];

export type Language = "zh" | "en";

const STORED = "huizhen.language";
const HTML_LANGUAGE = { zh: "zh-CN", en: "en" } as const;

export const language = signal<Language>("zh");
const words = signal<Words>(zh);

/** The phrase of this key in the chosen language; drawing with it follows the language. */
export function t<K extends Key>(key: K, ...filling: Filling<K>): string {
  const phrase: unknown = words.value[key];
  return typeof phrase === "function" ? String(phrase(...filling)) : String(phrase);
}

function phraseOf(key: string): string | undefined {
  const all: Readonly<Record<string, unknown>> = words.value;
  const phrase = all[key];
  return typeof phrase === "string" ? phrase : undefined;
}

/** A code of the server in words: `kind`.`code` with its params, or the fallback. */
export function codeText(
  kind: string,
  code: string,
  params: Readonly<Record<string, string | number>>,
  fallback: PlainKey,
): string {
  const phrase = phraseOf(`${kind}.${code}`) ?? t(fallback);
  return phrase.replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (name === "code") return code;
    const value = params[name];
    return value === undefined ? whole : String(value);
  });
}

/** A refusal in words. */
export function problemText(problem: Problem): string {
  const errors = problem.errors.map((one) =>
    codeText("problem", one.code, one.params, "problem.invalid"),
  );
  const whole = codeText("problem", problem.code, problem.params, "problem.unknown");
  return [whole, ...new Set(errors.filter((one) => one !== whole))].join(" ");
}

/** Change the language now and for the next visit. English is fetched when first wanted. */
export async function speak(wanted: Language): Promise<void> {
  words.value = wanted === "zh" ? zh : (await import("./en.ts")).en;
  language.value = wanted;
  document.documentElement.lang = HTML_LANGUAGE[wanted];
  document.title = t("app.name");
  try {
    localStorage.setItem(STORED, wanted);
  } catch {
    // Private windows may refuse; the language then lasts as long as the page.
  }
}

/** The language of the last visit, Chinese at the first. */
export function rememberedLanguage(): Language {
  try {
    return localStorage.getItem(STORED) === "en" ? "en" : "zh";
  } catch {
    return "zh";
  }
}
