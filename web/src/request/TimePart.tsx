import { useEffect, useState } from "preact/hooks";

import { serverNow } from "../app/me.ts";
import { Button } from "../ui/Button.tsx";
import { Field } from "../ui/Field.tsx";
import { clockTime, dayOf, instant } from "../words/dates.ts";
import { t } from "../words/t.ts";
import { errorAt } from "./errors.ts";
import type { RequestModel } from "./model.ts";
import { isDay } from "./resident.ts";
import { Place } from "./TextPart.tsx";

interface Props {
  model: RequestModel;
  path: string;
  legend: string;
  value: string | null;
  onChange: (value: string | null) => void;
}

const TIME = /^([01]?\d|2[0-3]):[0-5]\d$/;

/** A day and a time in the site's zone, typed; the browser's own picker follows its language. */
export function TimePart({ model, path, legend, value, onChange }: Props) {
  const [day, setDay] = useState(value === null ? "" : dayOf(value));
  const [time, setTime] = useState(value === null ? "" : clockTime(value));
  useEffect(() => {
    if (value === null || instant(day, time) === value) return;
    setDay(dayOf(value));
    setTime(clockTime(value));
  }, [value]);
  const enter = (newDay: string, newTime: string) => {
    setDay(newDay);
    setTime(newTime);
    const whole = isDay(newDay) && TIME.test(newTime);
    onChange(whole ? instant(newDay, newTime) : null);
  };
  const now = () => {
    const iso = serverNow().toISOString();
    enter(dayOf(iso), clockTime(iso));
  };
  const wrongDay = day.length >= 10 && !isDay(day) ? t("time.wrongDate") : undefined;
  const wrongTime = time.length >= 5 && !TIME.test(time) ? t("time.wrongTime") : undefined;
  return (
    <Place path={path}>
      <fieldset class="stack-tight">
        <legend class="field-label">{legend}</legend>
        <div class="time-part">
          <Field
            label={t("time.date")}
            inputMode="numeric"
            placeholder="2026-11-22"
            value={day}
            error={wrongDay ?? errorAt(model, path)}
            onInput={(text) => enter(text, time)}
          />
          <Field
            label={t("time.time")}
            placeholder="08:30"
            value={time}
            error={wrongTime}
            onInput={(text) => enter(day, text.replace("：", ":"))}
          />
          <Button icon="clock" onClick={now}>
            {t("illness.now")}
          </Button>
        </div>
      </fieldset>
    </Place>
  );
}
