import { useState } from "preact/hooks";

import { serverNow } from "../app/me.ts";
import type { CaseView, SessionView } from "../contract/wire.gen.ts";
import { Badge, type Tone } from "../ui/Badge.tsx";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Notice } from "../ui/Notice.tsx";
import { clockTime, span, when } from "../words/dates.ts";
import { t } from "../words/t.ts";
import type { CaseModel } from "./model.ts";
import { ReasonDialog } from "./ReasonDialog.tsx";
import { SlotDialog } from "./SlotDialog.tsx";

const TONES: Readonly<Record<SessionView["state"], Tone>> = {
  booked: "brand",
  open: "good",
  live: "good",
  interrupted: "warn",
  finished: "plain",
  cancelled: "plain",
  no_show: "warn",
  abandoned: "warn",
};
const GOING = new Set<SessionView["state"]>(["booked", "open", "live", "interrupted"]);

/** How long they met, with which gaps, who was there. */
function Protocol({ session }: { session: SessionView }) {
  if (session.started_at === null) return null;
  return (
    <div class="stack-tight secondary">
      <p>
        {t("session.met", {
          from: when(session.started_at),
          span: span(session.seconds * 1000),
          gaps: session.gaps.length,
        })}
      </p>
      <ul>
        {session.attendance.map((one) => (
          <li key={`${one.person} ${one.joined_at}`}>
            {one.name} · {t(`medium.${one.medium}`)} · {clockTime(one.joined_at)}–
            {one.left_at === null ? t("session.stillThere") : clockTime(one.left_at)}
          </li>
        ))}
      </ul>
    </div>
  );
}

type Asked = "reschedule" | "cancel" | "abandon" | null;

function Meeting({ model, session }: { model: CaseModel; session: SessionView }) {
  const [asked, setAsked] = useState<Asked>(null);
  const going = GOING.has(session.state);
  const early = serverNow().getTime() < new Date(session.opens_at).getTime();
  const close = () => setAsked(null);
  return (
    <li class="stack-tight" data-testid="session" data-state={session.state}>
      <div class="row">
        <strong class="grow">
          {session.emergency && going ? t("session.emergencyNow") : when(session.slot.start)}
        </strong>
        <Badge tone={TONES[session.state]}>{t(`session.${session.state}`)}</Badge>
      </div>
      {session.attention && <Notice tone="warn">{t("session.attention")}</Notice>}
      {session.absent !== null && (
        <Notice tone="warn">{t(`session.absent.${session.absent}`)}</Notice>
      )}
      {session.reason !== "" && <p class="secondary">{session.reason}</p>}
      <Protocol session={session} />
      {going && model.may("check_in") && (
        <div class="stack-tight">
          <ButtonLink kind="main" icon="video" href={`#/cases/${model.id}/room/${session.id}`}>
            {t("session.enter")}
          </ButtonLink>
          {early && (
            <p class="secondary">{t("session.opensAt", { when: when(session.opens_at) })}</p>
          )}
        </div>
      )}
      {going && (
        <div class="row">
          {session.state === "booked" && model.may("reschedule") && (
            <Button icon="calendar" onClick={() => setAsked("reschedule")}>
              {t("session.reschedule")}
            </Button>
          )}
          {model.may("cancel_session") &&
            (session.state === "booked" || session.state === "open") && (
              <Button kind="quiet" icon="close" onClick={() => setAsked("cancel")}>
                {t("session.cancel")}
              </Button>
            )}
          {model.may("abandon_session") &&
            (session.state === "live" || session.state === "interrupted") && (
              <Button kind="quiet" icon="pen" onClick={() => setAsked("abandon")}>
                {t("session.abandon")}
              </Button>
            )}
        </div>
      )}
      {asked === "reschedule" && (
        <SlotDialog
          title={t("session.reschedule")}
          proposed={model.view.value?.form.wanted.proposed ?? []}
          onClose={close}
          act={(slot) => model.moveSession(session.id, { action: "reschedule", slot })}
        />
      )}
      {asked === "cancel" && (
        <ReasonDialog
          title={t("session.cancel")}
          why={t("session.cancelWhy")}
          label={t("case.reason")}
          go={t("session.cancel")}
          danger
          onClose={close}
          act={(reason) => model.moveSession(session.id, { action: "cancel", reason })}
        />
      )}
      {asked === "abandon" && (
        <ReasonDialog
          title={t("session.abandon")}
          why={t("session.abandonWhy")}
          label={t("case.reason")}
          go={t("session.abandon")}
          onClose={close}
          act={(reason) => model.moveSession(session.id, { action: "abandon", reason })}
        />
      )}
    </li>
  );
}

/** The meetings of a case, the next one first. */
export function Meetings({ model, view }: { model: CaseModel; view: CaseView }) {
  const [booking, setBooking] = useState(false);
  if (view.sessions.length === 0 && !model.may("book")) return null;
  return (
    <Card title={t("session.title")}>
      {view.sessions.length === 0 && <p class="secondary">{t("session.none")}</p>}
      <ul class="stack">
        {[...view.sessions].reverse().map((one) => (
          <Meeting key={one.id} model={model} session={one} />
        ))}
      </ul>
      {model.may("book") && (
        <Button icon="calendar" onClick={() => setBooking(true)}>
          {t("session.book")}
        </Button>
      )}
      {booking && (
        <SlotDialog
          title={t("session.book")}
          proposed={view.form.wanted.proposed}
          onClose={() => setBooking(false)}
          act={model.book}
        />
      )}
    </Card>
  );
}
