import { signal } from "@preact/signals";

import { language, t } from "./t.ts";

/** The zone in which times are shown: the signed-in person's site's. */
export const timeZone = signal("Asia/Shanghai");

const LOCALE = { zh: "zh-CN", en: "en-GB" } as const;

function shape(iso: string, options: Intl.DateTimeFormatOptions): string {
  const format = new Intl.DateTimeFormat(LOCALE[language.value], {
    ...options,
    hourCycle: "h23",
    timeZone: timeZone.value,
  });
  return format.format(new Date(iso));
}

/** 2026-11-22, in the site's zone. */
export function dayOf(iso: string): string {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone: timeZone.value });
  return format.format(new Date(iso)); // en-CA writes YYYY-MM-DD
}

/** 10:30 */
export function clockTime(iso: string): string {
  return shape(iso, { hour: "2-digit", minute: "2-digit" });
}

/** 今天 10:30, or the date and the time. */
export function when(iso: string, now: Date = new Date()): string {
  const day = dayOf(iso);
  if (day === dayOf(now.toISOString())) return `${t("time.today")} ${clockTime(iso)}`;
  const tomorrow = new Date(now.getTime() + 86_400_000).toISOString();
  if (day === dayOf(tomorrow)) return `${t("time.tomorrow")} ${clockTime(iso)}`;
  const sameYear = day.slice(0, 4) === dayOf(now.toISOString()).slice(0, 4);
  const year = sameYear ? {} : { year: "numeric" as const };
  return shape(iso, {
    ...year,
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** A length of time in its largest fitting unit. */
export function span(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(milliseconds) / 60_000));
  if (minutes < 90) return t("time.minutes", { n: minutes });
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t("time.hours", { n: hours }) : t("time.days", { n: Math.round(hours / 24) });
}

/** How long until a deadline, or how long past it. */
export function deadline(iso: string, now: Date = new Date()): string {
  const left = new Date(iso).getTime() - now.getTime();
  return left < 0 ? t("time.late", { span: span(left) }) : t("time.left", { span: span(left) });
}

/** Minutes by which the zone is ahead of UTC at that instant. */
function offsetMinutes(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const local = Date.UTC(
    read("year"),
    read("month") - 1,
    read("day"),
    read("hour"),
    read("minute"),
    read("second"),
  );
  return Math.round((local - at.getTime()) / 60_000);
}

/** The instant of a wall-clock time in the site's zone; null where the text is none. */
export function instant(day: string, time: string, zone: string = timeZone.value): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{1,2}:\d{2}$/.test(time)) return null;
  const guess = new Date(`${day}T${time.padStart(5, "0")}:00Z`);
  if (Number.isNaN(guess.getTime())) return null;
  const first = new Date(guess.getTime() - offsetMinutes(guess, zone) * 60_000);
  const exact = new Date(guess.getTime() - offsetMinutes(first, zone) * 60_000);
  return exact.toISOString();
}
