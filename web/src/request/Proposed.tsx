import { useState } from "preact/hooks";

import { serverNow } from "../app/me.ts";
import type { Slot } from "../contract/wire.gen.ts";
import { Button } from "../ui/Button.tsx";
import { ErrorText } from "../ui/ErrorText.tsx";
import { Select } from "../ui/Select.tsx";
import { dayOf, instant, timeZone, when } from "../words/dates.ts";
import { t } from "../words/t.ts";
import { errorAt } from "./errors.ts";
import { without } from "./form.ts";
import type { RequestModel } from "./model.ts";
import { Place } from "./TextPart.tsx";

const DAYS_AHEAD = 14;
const DAY = 86_400_000; // ms
const LENGTH = 30 * 60_000; // ms of one session
const FIRST_HOUR = 8;
const LAST_HOUR = 20;

function days(): readonly string[] {
  const now = serverNow().getTime();
  return Array.from({ length: DAYS_AHEAD }, (_, ahead) =>
    dayOf(new Date(now + ahead * DAY).toISOString()),
  );
}

function times(): readonly string[] {
  const found: string[] = [];
  for (let hour = FIRST_HOUR; hour < LAST_HOUR; hour += 1) {
    const text = String(hour).padStart(2, "0");
    found.push(`${text}:00`, `${text}:30`);
  }
  return found;
}

/** The times of a day that have not passed yet. */
function open(day: string): readonly string[] {
  const now = serverNow().getTime();
  return times().filter((time) => {
    const at = instant(day, time);
    return at !== null && new Date(at).getTime() > now;
  });
}

function slotOf(start: string): Slot {
  return { start, end: new Date(new Date(start).getTime() + LENGTH).toISOString() };
}

/** Times at which the requesting doctor can be there; choosing avoids typing on a phone. */
export function Proposed({ model }: { model: RequestModel }) {
  const { proposed } = model.form.value.wanted;
  const choices = days().filter((day) => open(day).length > 0);
  const [day, setDay] = useState(choices[0] ?? "");
  const [time, setTime] = useState("");
  const free = open(day);
  const chosen = free.includes(time) ? time : (free[0] ?? "");
  const add = () => {
    const start = instant(day, chosen);
    if (start === null) return;
    const others = proposed.filter(
      (one) => new Date(one.start).getTime() !== new Date(start).getTime(),
    );
    const sorted = [...others, slotOf(start)].sort((a, b) => a.start.localeCompare(b.start));
    model.wanted({ proposed: sorted });
    const next = free[free.indexOf(chosen) + 2];
    if (next !== undefined) setTime(next);
  };
  const errors = proposed.map((_, place) => errorAt(model, `wanted.proposed.${place}`));
  return (
    <Place path="wanted.proposed">
      <fieldset class="stack-tight">
        <legend class="field-label">{t("ask.proposed")}</legend>
        <p class="secondary">{t("time.zone", { zone: timeZone.value })}</p>
        <ul class="stack-tight">
          {proposed.map((slot, place) => (
            <li key={slot.start} class="row">
              <span class="grow">{when(slot.start, serverNow())}</span>
              <Button
                kind="quiet"
                icon="trash"
                label={`${t("ui.remove")} ${when(slot.start, serverNow())}`}
                onClick={() => model.wanted({ proposed: without(proposed, place) })}
              >
                {t("ui.remove")}
              </Button>
              <ErrorText text={errors[place]} />
            </li>
          ))}
        </ul>
        <div class="time-part">
          <Select
            label={t("ask.day")}
            value={day}
            options={choices.map((value) => ({ value, label: value }))}
            onChange={setDay}
          />
          <Select
            label={t("ask.from")}
            value={chosen}
            options={free.map((value) => ({ value, label: value }))}
            onChange={setTime}
          />
          <Button icon="plus" onClick={add}>
            {t("ask.addTime")}
          </Button>
        </div>
        <ErrorText text={errorAt(model, "wanted.proposed")} />
      </fieldset>
    </Place>
  );
}
