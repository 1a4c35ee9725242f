/** Before the room: devices, line, who is there, when it begins. */

import type { ReadonlySignal } from "@preact/signals";
import { me } from "../app/me.ts";
import type { CaseView, SessionView } from "../contract/wire.gen.ts";
import { clockFace } from "../room/spans.ts";
import { Badge, UrgencyBadge } from "../ui/Badge.tsx";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Notice } from "../ui/Notice.tsx";
import { clockTime, when } from "../words/dates.ts";
import { t } from "../words/t.ts";
import { CameraCheck } from "./Camera.tsx";
import { LinkCheck } from "./LinkCheck.tsx";
import type { LinkTestPorts } from "./linktest.ts";
import type { Local } from "./local.ts";
import { Pickers } from "./Pickers.tsx";
import { opening, participants } from "./presence.ts";
import { MicrophoneCheck, SpeakerCheck } from "./SoundCheck.tsx";
import "./waiting.css";

export interface WaitingProps {
  readonly view: CaseView;
  readonly session: SessionView;
  readonly local: Local;
  readonly link: LinkTestPorts;
  readonly left: boolean; // was in the room already
  readonly now: ReadonlySignal<number>; // the server's time, ms
  readonly enter: () => void;
}

const PRESENCE_TONE = { in: "good", checked: "brand", absent: "plain" } as const;
const PRESENCE_KEY = {
  in: "waiting.who_in",
  checked: "waiting.who_checked",
  absent: "waiting.who_absent",
} as const;

function Who({ view, session }: Pick<WaitingProps, "view" | "session">) {
  return (
    <Card title={t("waiting.who")}>
      <ul class="stack-tight">
        {participants(view, session).map((one) => (
          <li key={one.person} class="row" data-presence={one.presence}>
            <span class="grow">
              {one.name} {one.title}
              {one.person === me.value?.id && ` (${t("waiting.you")})`}
            </span>
            <Badge tone={PRESENCE_TONE[one.presence]}>{t(PRESENCE_KEY[one.presence])}</Badge>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function openingText(session: SessionView, now: number): string {
  const state = opening(session, now);
  switch (state.is) {
    case "running":
      return t("waiting.running");
    case "emergency":
      return t("waiting.emergency");
    case "early":
      return t("waiting.opens_in", { span: clockFace(state.ms) });
    case "soon":
      return t("waiting.starts_in", { span: clockFace(state.ms) });
    case "begun":
      return t("waiting.begun", { span: clockFace(state.ms) });
  }
}

function Time({ session, now }: Pick<WaitingProps, "session" | "now">) {
  return (
    <Card title={t("waiting.time")}>
      <p>
        <strong>
          {when(session.slot.start)}–{clockTime(session.slot.end)}
        </strong>
      </p>
      <p>{openingText(session, now.value)}</p>
    </Card>
  );
}

function without(local: Local): string {
  const { audio, video } = local.tracks.value;
  if (audio === null && video === null) return t("waiting.without.both");
  if (audio === null) return t("waiting.without.audio");
  return video === null ? t("waiting.without.video") : "";
}

function Enter({ session, local, left, now, enter }: WaitingProps) {
  const early = opening(session, now.value).is === "early";
  return (
    <div class="enter-bar">
      <p class="secondary grow">
        {openingText(session, now.value)} {without(local)}
      </p>
      <span data-testid="enter-room">
        <Button kind="main" icon="video" disabled={early} onClick={enter}>
          {left ? t("waiting.reenter") : t("waiting.enter")}
        </Button>
      </span>
    </div>
  );
}

function Head({ view }: Pick<WaitingProps, "view">) {
  const { patient } = view.form;
  const age = view.age === null ? t("age.unknown") : t("age.years", { years: view.age });
  return (
    <header class="waiting-head">
      <ButtonLink kind="quiet" icon="back" href={`#/cases/${view.id}`}>
        {t("waiting.back")}
      </ButtonLink>
      <h1 class="grow">{t("waiting.title")}</h1>
      <p>
        {patient.name} · {t(`sex.${patient.sex}`)} · {age}
      </p>
      <UrgencyBadge urgency={view.form.wanted.urgency} />
    </header>
  );
}

export function WaitingPage(props: WaitingProps) {
  const { view, session, local, left } = props;
  return (
    <main class="waiting" id="main" tabIndex={-1} data-testid="waiting">
      <Head view={view} />
      <div role="status">{left && <Notice tone="info">{t("waiting.left")}</Notice>}</div>
      <div class="waiting-columns">
        <Card title={t("waiting.self")}>
          <CameraCheck local={local} />
          <MicrophoneCheck local={local} />
          <SpeakerCheck local={local} />
          <Pickers local={local} />
        </Card>
        <div class="stack waiting-side">
          <Time session={session} now={props.now} />
          <Who view={view} session={session} />
          <LinkCheck ports={props.link} local={local} />
        </div>
      </div>
      <Enter {...props} />
    </main>
  );
}
