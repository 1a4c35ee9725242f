import { useState } from "preact/hooks";

import { serverNow } from "../app/me.ts";
import type { Slot } from "../contract/wire.gen.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Field } from "../ui/Field.tsx";
import { dayOf, instant, timeZone, when } from "../words/dates.ts";
import { t } from "../words/t.ts";
import { halfHour } from "./clashes.ts";

/** Half an hour from a wall-clock time in the site's zone; null while it is not a future time. */
export function slotAt(day: string, time: string, now: Date): Slot | null {
  const start = instant(day, time);
  if (start === null || new Date(start) <= now) return null;
  return halfHour(start);
}

interface PickProps {
  proposed: readonly Slot[];
  slot: Slot | null;
  onSlot: (slot: Slot | null) => void;
}

/** One of the proposed times, or another one typed. */
export function SlotPick({ proposed, slot, onSlot }: PickProps) {
  const now = serverNow();
  const [day, setDay] = useState(dayOf(now.toISOString()));
  const [time, setTime] = useState("");
  const type = (newDay: string, newTime: string) => {
    setDay(newDay);
    setTime(newTime);
    onSlot(slotAt(newDay, newTime, now));
  };
  const coming = proposed.filter((one) => new Date(one.start) > now);
  const wrong = time !== "" && instant(day, time) !== null && slotAt(day, time, now) === null;
  return (
    <div class="stack-tight">
      {coming.length > 0 && (
        <div class="stack-tight">
          <p class="field-label">{t("slot.proposed")}</p>
          <div class="row">
            {coming.map((one) => (
              <Button
                key={one.start}
                icon="calendar"
                pressed={slot?.start === one.start}
                kind={slot?.start === one.start ? "main" : "plain"}
                onClick={() => {
                  setTime("");
                  onSlot(one);
                }}
              >
                {when(one.start)}
              </Button>
            ))}
          </div>
        </div>
      )}
      <div class="pair">
        <Field
          label={t("slot.day")}
          name="slot-day"
          value={day}
          maxLength={10}
          hint={t("slot.dayHint")}
          onInput={(text) => type(text, time)}
        />
        <Field
          label={t("slot.time")}
          name="slot-time"
          value={time}
          maxLength={5}
          placeholder="10:30"
          hint={t("time.zone", { zone: timeZone.value })}
          error={wrong ? t("slot.past") : ""}
          onInput={(text) => type(day, text)}
        />
      </div>
    </div>
  );
}

interface Props {
  title: string;
  proposed: readonly Slot[];
  onClose: () => void;
  act: (slot: Slot) => Promise<boolean>;
}

export function SlotDialog({ title, proposed, onClose, act }: Props) {
  const [slot, setSlot] = useState<Slot | null>(null);
  const [busy, setBusy] = useState(false);
  const go = () => {
    if (slot === null) return;
    setBusy(true);
    act(slot).then(
      (done) => {
        setBusy(false);
        if (done) onClose();
      },
      () => setBusy(false),
    );
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="stack">
        <SlotPick proposed={proposed} slot={slot} onSlot={setSlot} />
        <div class="actions">
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="main" busy={busy} disabled={slot === null} onClick={go}>
            {slot === null ? t("slot.choose") : t("slot.take", { when: when(slot.start) })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
