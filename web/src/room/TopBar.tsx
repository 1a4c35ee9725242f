/** Whose consultation this is, how the line is, and how long it has lasted. */

import type { ReadonlySignal } from "@preact/signals";
import type { CaseView } from "../contract/wire.gen.ts";
import { UrgencyBadge } from "../ui/Badge.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Bars } from "../waiting/Bars.tsx";
import { t } from "../words/t.ts";
import type { Room } from "./model.ts";
import { clockFace } from "./spans.ts";

function LineState({ room }: { room: Room }) {
  const { bars, grade, roundTripMs, kbits } = room.line.value;
  const word = t(`room.line.${grade}`);
  return (
    <p class="room-line" data-testid="line" data-grade={grade}>
      <Bars bars={bars} label={t("waiting.bars", { bars })} />
      <span>
        <span class="sr-only">{t("room.line")} </span>
        {word}
        {roundTripMs !== null && (
          <span class="wide-room">
            {" · "}
            {t("room.line_figures", { trip: roundTripMs, kbits })}
          </span>
        )}
      </span>
    </p>
  );
}

function Clock({ room, now }: { room: Room; now: ReadonlySignal<number> }) {
  const started = room.state.value?.startedAt ?? null;
  if (started === null) return <p class="room-clock wide-room">{t("room.not_started")}</p>;
  const elapsed = now.value + room.clockSkew.value - Date.parse(started);
  return (
    <p class="room-clock" data-testid="clock">
      <Icon name="clock" />
      <span class="sr-only">{t("room.clock")} </span>
      <span role="timer">{clockFace(elapsed)}</span>
    </p>
  );
}

interface Props {
  readonly view: CaseView;
  readonly room: Room;
  readonly now: ReadonlySignal<number>;
}

export function TopBar({ view, room, now }: Props) {
  const { patient } = view.form;
  const age = view.age === null ? t("age.unknown") : t("age.years", { years: view.age });
  const state = room.state.value?.state;
  return (
    <header class="room-top">
      <h1 class="room-patient">
        <span class="sr-only">{t("room.title")} </span>
        {patient.name} <span>{t(`sex.${patient.sex}`)}</span> <span>{age}</span>
      </h1>
      <UrgencyBadge urgency={view.form.wanted.urgency} />
      {state !== undefined && (
        <span class="room-state wide-room" data-testid="session-state" data-state={state}>
          {t(`session.${state}`)}
        </span>
      )}
      <span class="grow" />
      <LineState room={room} />
      <Clock room={room} now={now} />
    </header>
  );
}
