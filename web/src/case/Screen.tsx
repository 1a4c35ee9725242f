import "./case.css";

import { useEffect, useMemo, useState } from "preact/hooks";

import { me } from "../app/me.ts";
import type { ScreenProps } from "../app/screens.ts";
import type { CaseView } from "../contract/wire.gen.ts";
import { moveText } from "../home/move.ts";
import { Badge, StateBadge, UrgencyBadge } from "../ui/Badge.tsx";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Empty } from "../ui/Empty.tsx";
import { Notice } from "../ui/Notice.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { TimeLine } from "../ui/TimeLine.tsx";
import { deadline, when } from "../words/dates.ts";
import { codeText, problemText, t } from "../words/t.ts";
import { Acknowledging, Outcome, OutcomeList, Resubmission } from "./Answering.tsx";
import { DispatchDialog, RejectDialog, ReturnDialog } from "./Dispatch.tsx";
import { InvitationList, OwnInvitation } from "./Invited.tsx";
import { Materials } from "./Materials.tsx";
import { Meetings } from "./Meetings.tsx";
import { Messages } from "./Messages.tsx";
import { type Folded, folded } from "./log.ts";
import { type CaseModel, createCaseModel } from "./model.ts";
import { OpinionEditor } from "./OpinionEditor.tsx";
import { SignedOpinion } from "./OpinionPaper.tsx";
import { ReasonDialog } from "./ReasonDialog.tsx";
import { MissingList, patientLine, RequestSummary } from "./RequestSummary.tsx";

interface Props {
  model: CaseModel;
  view: CaseView;
}

/** Whose move it is, as the lists say it. */
function Move({ view }: { view: CaseView }) {
  const mine = view.invitations.find((one) => one.expert === me.value?.id);
  const asked = view.invitations.filter(
    (one) => one.state === (view.state === "dispatched" ? "invited" : "accepted"),
  );
  const session = view.sessions.at(-1);
  const words = moveText({
    state: view.state,
    expert_names: asked.map((one) => one.expert_name),
    session_state: session?.state ?? null,
    session_at: session?.slot.start ?? null,
    my_invitation: mine?.state ?? null,
  });
  return <p class="case-card-move">{words}</p>;
}

const ENDED = new Set(["closed", "archived", "withdrawn", "rejected", "expired"]);

function Head({ view }: { view: CaseView }) {
  const { clock } = view;
  return (
    <header class="stack-tight" data-testid="case" data-state={view.state} data-seq={view.seq}>
      <div class="row">
        <h1 class="grow">{patientLine(view)}</h1>
        <UrgencyBadge urgency={view.form.wanted.urgency} />
        <StateBadge state={view.state} />
      </div>
      <p class="secondary">
        {[
          view.number,
          view.form.clinical.complaint,
          view.submitted_at === null ? "" : when(view.submitted_at),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <Move view={view} />
      {clock.due_at !== null && !ENDED.has(view.state) && (
        <p>
          <Badge tone={clock.overdue ? "bad" : "plain"} icon="clock">
            {t(`clock.${clockName(clock.name)}`)} · {deadline(clock.due_at)}
          </Badge>
        </p>
      )}
      {clock.paused && <p class="secondary">{t("clock.paused")}</p>}
    </header>
  );
}

const CLOCKS = [
  "response",
  "invitation",
  "session",
  "answer",
  "acknowledge",
  "outcome",
  "archive",
] as const;
type ClockName = (typeof CLOCKS)[number] | "other";

function clockName(name: string): ClockName {
  return CLOCKS.find((one) => one === name) ?? "other";
}

function Why({ view }: { view: CaseView }) {
  const told = ["returned", "rejected", "withdrawn", "declined", "expired"].includes(view.state);
  if (view.consent_withdrawn_at !== null) {
    return <Notice tone="bad">{t("case.consentWithdrawn")}</Notice>;
  }
  if (!told || (view.reason === "" && view.reason_code === "")) return null;
  if (view.may.includes("resubmit")) return null; // the card that asks for more says it
  const coded =
    view.reason_code === "" ? "" : codeText("reject", view.reason_code, {}, "case.reason");
  return <Notice tone="warn">{[coded, view.reason].filter(Boolean).join(" · ")}</Notice>;
}

type Asked =
  "dispatch" | "return" | "reject" | "withdraw" | "consent" | "amend" | "refuse" | "waive";

const ASKS = [
  ["dispatch", "dispatch", "next"],
  ["return", "return", "back"],
  ["reject", "reject", "close"],
  ["refuse", "refuse", "back"],
  ["amend", "amend", "pen"],
  ["waive_outcome", "waive", "close"],
  ["withdraw", "withdraw", "trash"],
  ["withdraw_consent", "consent", "shield"],
] as const;

/** Everything else that the asker may do now. */
function Acts({ model, view }: Props) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const open = ASKS.filter(([action]) => model.may(action));
  const edit = model.may("edit_form") && view.state === "draft";
  if (open.length === 0 && !edit && !model.may("approve")) return null;
  return (
    <div class="row acts">
      {edit && (
        <ButtonLink kind="main" icon="pen" href={`#/request/${view.id}`}>
          {t("act.edit")}
        </ButtonLink>
      )}
      {model.may("approve") && (
        <Button
          kind="main"
          icon="check"
          busy={model.busy.value === "approve"}
          onClick={() => {
            model.move({ action: "approve" }).catch(() => undefined);
          }}
        >
          {t("act.approve")}
        </Button>
      )}
      {open.map(([action, ask, icon]) => (
        <Button
          key={action}
          icon={icon}
          kind={action === "dispatch" ? "main" : action.startsWith("withdraw") ? "quiet" : "plain"}
          onClick={() => setAsked(ask)}
        >
          {t(`act.${action}`)}
        </Button>
      ))}
      {asked !== null && <ActDialog ask={asked} model={model} view={view} onClose={close} />}
    </div>
  );
}

function ActDialog({ ask, model, view, onClose }: Props & { ask: Asked; onClose: () => void }) {
  const lacks = view.missing.map((one) =>
    codeText("missing", one.code, one.params, "missing.other"),
  );
  switch (ask) {
    case "dispatch":
      return <DispatchDialog model={model} view={view} onClose={onClose} />;
    case "return":
      return <ReturnDialog model={model} suggested={lacks} onClose={onClose} />;
    case "reject":
      return <RejectDialog model={model} onClose={onClose} />;
    case "refuse":
      return (
        <Reasoned
          name="refuse"
          onClose={onClose}
          act={(reason) => model.move({ action: "refuse", reason })}
        />
      );
    case "amend":
      return <Reasoned name="amend" onClose={onClose} act={model.amend} />;
    case "waive":
      return (
        <Reasoned
          name="waive_outcome"
          onClose={onClose}
          act={(reason) => model.move({ action: "waive_outcome", reason })}
        />
      );
    case "consent":
      return (
        <Reasoned
          name="withdraw_consent"
          danger
          onClose={onClose}
          act={(reason) => model.move({ action: "withdraw_consent", reason })}
        />
      );
    case "withdraw":
      return (
        <Reasoned
          name="withdraw"
          danger
          optional={view.invitations.length === 0}
          onClose={onClose}
          act={(reason) => model.move({ action: "withdraw", reason })}
        />
      );
  }
}

function Reasoned({
  name,
  danger,
  optional,
  onClose,
  act,
}: {
  name: "refuse" | "amend" | "waive_outcome" | "withdraw_consent" | "withdraw";
  danger?: boolean;
  optional?: boolean;
  onClose: () => void;
  act: (reason: string) => Promise<boolean>;
}) {
  return (
    <ReasonDialog
      title={t(`act.${name}`)}
      why={t(`why.${name}`)}
      label={t("case.reason")}
      go={t(`act.${name}`)}
      danger={danger === true}
      optional={optional === true}
      onClose={onClose}
      act={act}
    />
  );
}

function Differences({ view }: { view: CaseView }) {
  const answered = view.asked.filter((one) => one.answer !== "");
  if (view.differences.length === 0 && answered.length === 0) return null;
  return (
    <Card title={t("case.differences")}>
      {answered.map((one) => (
        <div key={one.id}>
          <p class="secondary">{one.text}</p>
          <p>{one.answer}</p>
        </div>
      ))}
      <dl class="facts">
        {view.differences.map((one) => (
          <Difference key={one.path} path={one.path} before={one.before} after={one.after} />
        ))}
      </dl>
    </Card>
  );
}

function Difference({ path, before, after }: { path: string; before: string; after: string }) {
  return (
    <>
      <dt>{codeText("path", path.replace(/\.\d+/g, ""), {}, "path.other")}</dt>
      <dd>
        {before !== "" && <del class="secondary">{before}</del>} <ins>{after}</ins>
      </dd>
    </>
  );
}

function logText({ line, count }: Folded): string {
  const times = count > 1 ? ` × ${count}` : "";
  if (line.type === "invitation.changed" && line.action !== "") {
    return [
      t("log.invitation.changed"),
      codeText("invitationState", line.action, {}, "log.other"),
    ].join(t("ui.colon"));
  }
  if (line.type === "session.changed" && line.action !== "") {
    return [t("log.session.changed"), codeText("session", line.action, {}, "log.other")].join(
      t("ui.colon"),
    );
  }
  if (line.type === "opinion.changed" && line.action !== "") {
    return `${codeText("log", `opinion.${line.action}`, {}, "log.opinion.changed")}${times}`;
  }
  const code = line.type === "case.moved" ? line.action : line.type;
  return `${codeText("log", code, {}, "log.other")}${times}`;
}

function Log({ view }: { view: CaseView }) {
  const moments = folded(view.log).map((one) => ({
    key: `${one.line.seq}`,
    time: `${when(one.line.at)} ${one.line.by_name}`.trim(),
    what: logText(one),
    ...(one.line.detail === "" ? {} : { detail: one.line.detail }),
  }));
  return (
    <Card title={t("case.log")}>
      <TimeLine moments={moments} />
    </Card>
  );
}

function Opinions({ model, view }: Props) {
  const signed = view.opinions.filter((one) => one.state !== "draft");
  return (
    <>
      {model.draft.value !== null && (
        <Card title={t("opinion.title")}>
          <OpinionEditor model={model} />
        </Card>
      )}
      {[...signed].reverse().map((one) => (
        <Card key={one.id} title={t("opinion.title")}>
          <SignedOpinion view={view} opinion={one} />
        </Card>
      ))}
    </>
  );
}

function Page({ model, view }: Props) {
  const judging = view.state === "submitted" || view.state === "in_review" || view.triage;
  return (
    <div class="case-page">
      <Head view={view} />
      <Why view={view} />
      <Acts model={model} view={view} />
      <div class="case-columns">
        <div class="stack">
          <OwnInvitation model={model} view={view} />
          <Resubmission model={model} view={view} />
          <Meetings model={model} view={view} />
          <Opinions model={model} view={view} />
          <Acknowledging model={model} view={view} />
          <Outcome model={model} view={view} />
          <OutcomeList view={view} />
          <Differences view={view} />
          <Card title={t("case.request")}>
            <RequestSummary view={view} />
          </Card>
        </div>
        <div class="stack">
          {judging && (
            <Card title={t("case.missing")}>
              <MissingList view={view} />
            </Card>
          )}
          <Materials model={model} view={view} />
          <InvitationList model={model} view={view} />
          {!view.triage && (
            <Card title={t("messages.title")}>
              <Messages model={model} view={view} />
            </Card>
          )}
          <Log view={view} />
        </div>
      </div>
    </div>
  );
}

/** One case: what it is, whose move it is, and all that can be done now. */
export function Screen({ params }: ScreenProps) {
  const id = params["id"] ?? "";
  const ended = useMemo(() => new AbortController(), [id]);
  const model = useMemo(() => createCaseModel(id, ended.signal), [id]);
  useEffect(() => () => ended.abort(), [id]);
  const view = model.view.value;
  const problem = model.problem.value;
  if (view !== null) return <Page model={model} view={view} />;
  if (problem === null) return <Spinner label={t("app.loading")} />;
  return (
    <Empty icon="search" text={problemText(problem)}>
      <ButtonLink icon="home" href="#/">
        {t("app.toHome")}
      </ButtonLink>
    </Empty>
  );
}
