import type { Sex } from "../contract/wire.gen.ts";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK = "10X98765432";
const REGIONS = new Set(
  "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split(
    " ",
  ),
);

export type WrongId = "length" | "characters" | "region" | "date" | "check_digit";

export type ResidentId =
  | { readonly ok: true; readonly number: string; readonly birthDate: string; readonly sex: Sex }
  | { readonly ok: false; readonly wrong: WrongId };

/** Whether YYYY-MM-DD names a day of the calendar. */
export function isDay(text: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (found === null) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

function checkCharacter(digits: string): string {
  const total = WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0);
  return CHECK[total % 11] ?? "";
}

/** What an 18-digit resident ID says (GB 11643-1999); the server checks the same again. */
export function residentId(text: string): ResidentId {
  const number = text.replace(/\s/g, "").toUpperCase();
  if (number.length !== 18) return { ok: false, wrong: "length" };
  if (!/^\d{17}[\dX]$/.test(number)) return { ok: false, wrong: "characters" };
  if (!REGIONS.has(number.slice(0, 2))) return { ok: false, wrong: "region" };
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isDay(birthDate)) return { ok: false, wrong: "date" };
  if (checkCharacter(number) !== number[17]) return { ok: false, wrong: "check_digit" };
  const sex = Number(number[16]) % 2 === 1 ? "male" : "female";
  return { ok: true, number, birthDate, sex };
}
