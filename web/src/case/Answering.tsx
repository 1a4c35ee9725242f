/** What the requesting side answers: to a return, to an opinion, and at last how it went. */
import { useState } from "preact/hooks";

import {
  type Adoption,
  AdoptionValues,
  type CaseView,
  type OpinionView,
  type OutcomeKind,
  OutcomeKindValues,
} from "../contract/wire.gen.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Field } from "../ui/Field.tsx";
import { Notice } from "../ui/Notice.tsx";
import { RadioGroup } from "../ui/RadioGroup.tsx";
import { TextArea } from "../ui/TextArea.tsx";
import { t } from "../words/t.ts";
import type { CaseModel } from "./model.ts";

interface Props {
  model: CaseModel;
  view: CaseView;
}

const forget = () => undefined;

/** Returned: answer or explain each item, mend the form, send it again. */
export function Resubmission({ model, view }: Props) {
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  if (!model.may("resubmit")) return null;
  const open = view.asked.some((one) => (answers[one.id] ?? "").trim() === "");
  return (
    <Card title={t("resubmit.title")}>
      <Notice tone="warn">{view.reason === "" ? t("resubmit.why") : view.reason}</Notice>
      {view.asked.map((one) => (
        <TextArea
          key={one.id}
          label={one.text}
          name="asked"
          rows={2}
          value={answers[one.id] ?? ""}
          onInput={(text) => setAnswers({ ...answers, [one.id]: text })}
        />
      ))}
      <div class="row">
        <ButtonLink icon="pen" href={`#/request/${view.id}`}>
          {t("resubmit.edit")}
        </ButtonLink>
        <Button
          kind="main"
          icon="next"
          disabled={open}
          busy={model.busy.value === "resubmit"}
          onClick={() => {
            const given = view.asked.map((one) => ({ id: one.id, answer: answers[one.id] ?? "" }));
            model.move({ action: "resubmit", answers: given }).catch(forget);
          }}
        >
          {t("resubmit.go")}
        </Button>
      </div>
    </Card>
  );
}

interface Taken {
  readonly adoption: Adoption | null;
  readonly reason: string;
}
const NOTHING: Taken = { adoption: null, reason: "" };

/** The whole follows from its parts: all, none, or partly. */
function overall(parts: readonly (Adoption | null)[]): Adoption {
  if (parts.every((one) => one === "adopted")) return "adopted";
  return parts.every((one) => one === "not_adopted") ? "not_adopted" : "partly";
}

/** Each recommendation: adopted, partly or not, with a reason where not. */
export function Acknowledging({ model, view }: Props) {
  const [taken, setTaken] = useState<Readonly<Record<string, Taken>>>({});
  const opinion = view.opinions.find(
    (one) => one.state === "signed" && one.acknowledgement === null,
  );
  if (opinion === undefined || !model.may("acknowledge")) return null;
  return (
    <Card title={t("acknowledge.title")}>
      <p class="secondary">{t("acknowledge.why")}</p>
      <Rows opinion={opinion} taken={taken} setTaken={setTaken} />
      <Button
        kind="main"
        icon="check"
        disabled={!answered(opinion, taken)}
        busy={model.busy.value === "acknowledge"}
        onClick={() => {
          model.move(acknowledgement(opinion, taken)).catch(forget);
        }}
      >
        {t("acknowledge.go")}
      </Button>
    </Card>
  );
}

type TakenMap = Readonly<Record<string, Taken>>;
const WHOLE = "whole"; // an opinion without recommendations is answered as a whole

function rowsOf(opinion: OpinionView): readonly { id: string; text: string }[] {
  const rows = opinion.conclusion.recommendations.map((one) => ({
    id: one.id,
    text: [t(`recommendation.${one.kind}`), `${one.text} ${one.dose}`.trim()].join(t("ui.colon")),
  }));
  return rows.length > 0 ? rows : [{ id: WHOLE, text: t("acknowledge.whole") }];
}

function answered(opinion: OpinionView, taken: TakenMap): boolean {
  return rowsOf(opinion).every((row) => {
    const one = taken[row.id] ?? NOTHING;
    return one.adoption === "adopted" || (one.adoption !== null && one.reason.trim() !== "");
  });
}

function acknowledgement(opinion: OpinionView, taken: TakenMap) {
  const rows = rowsOf(opinion).map((row) => ({ row, one: taken[row.id] ?? NOTHING }));
  return {
    action: "acknowledge" as const,
    opinion: opinion.id,
    acknowledgement: {
      adoption: overall(rows.map(({ one }) => one.adoption)),
      answers: rows
        .filter(({ row }) => row.id !== WHOLE)
        .map(({ row, one }) => ({
          recommendation: row.id,
          adoption: one.adoption ?? ("not_adopted" as const),
          reason: one.reason.trim(),
        })),
      reason: rows
        .map(({ one }) => one.reason.trim())
        .filter((reason) => reason !== "")
        .join("；"),
    },
  };
}

function Rows({
  opinion,
  taken,
  setTaken,
}: {
  opinion: OpinionView;
  taken: TakenMap;
  setTaken: (taken: TakenMap) => void;
}) {
  return (
    <div class="stack">
      {rowsOf(opinion).map((row) => {
        const one = taken[row.id] ?? NOTHING;
        const change = (part: Partial<Taken>) =>
          setTaken({ ...taken, [row.id]: { ...one, ...part } });
        return (
          <div class="stack-tight" key={row.id}>
            <RadioGroup
              legend={row.text}
              value={one.adoption}
              options={AdoptionValues.map((value) => ({ value, label: t(`adoption.${value}`) }))}
              onChange={(adoption) => change({ adoption })}
            />
            {one.adoption !== null && one.adoption !== "adopted" && (
              <Field
                label={t("acknowledge.reason")}
                value={one.reason}
                onInput={(reason) => change({ reason })}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

const RATINGS = ["1", "2", "3", "4", "5"] as const;
type Rating = (typeof RATINGS)[number];
const RIGHT = ["yes", "no", "open"] as const;

/** What became of the patient: the expert sees it in the own list. */
export function Outcome({ model }: Props) {
  const [kind, setKind] = useState<OutcomeKind | null>(null);
  const [text, setText] = useState("");
  const [diagnosis, setDiagnosis] = useState("");
  const [right, setRight] = useState<(typeof RIGHT)[number]>("open");
  const [rating, setRating] = useState<Rating | null>(null);
  if (!model.may("report_outcome")) return null;
  const go = () => {
    if (kind === null) return;
    model
      .move({
        action: "report_outcome",
        outcome: {
          kind,
          text: text.trim(),
          final_diagnosis: diagnosis.trim(),
          observed_on: null,
          opinion_was_right: right === "open" ? null : right === "yes",
          rating: rating === null ? null : Number(rating),
        },
      })
      .catch(forget);
  };
  return (
    <Card title={t("outcome.title")}>
      <p class="secondary">{t("outcome.why")}</p>
      <RadioGroup
        legend={t("outcome.kind")}
        value={kind}
        options={OutcomeKindValues.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        onChange={setKind}
      />
      <TextArea label={t("outcome.text")} name="outcome" value={text} onInput={setText} />
      <Field label={t("outcome.diagnosis")} optional value={diagnosis} onInput={setDiagnosis} />
      <RadioGroup
        legend={t("outcome.right")}
        value={right}
        options={RIGHT.map((value) => ({ value, label: t(`outcome.right.${value}`) }))}
        onChange={setRight}
      />
      <RadioGroup
        legend={t("outcome.rating")}
        value={rating}
        options={RATINGS.map((value) => ({ value, label: value }))}
        onChange={setRating}
      />
      <Button
        kind="main"
        icon="check"
        disabled={kind === null}
        busy={model.busy.value === "report_outcome"}
        onClick={go}
      >
        {t("outcome.go")}
      </Button>
    </Card>
  );
}

/** What was reported, to be read by the expert. */
export function OutcomeList({ view }: { view: CaseView }) {
  if (view.outcomes.length === 0) return null;
  return (
    <Card title={t("outcome.reported")}>
      {view.outcomes.map((one) => (
        <div class="stack-tight" key={one.reported_at}>
          {one.outcome === null ? (
            <p>{t("outcome.waived", { reason: one.waived })}</p>
          ) : (
            <p>
              <strong>{t(`outcome.${one.outcome.kind}`)}</strong> {one.outcome.text}{" "}
              <span class="secondary">{one.outcome.final_diagnosis}</span>
            </p>
          )}
        </div>
      ))}
    </Card>
  );
}
