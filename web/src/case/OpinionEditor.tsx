import { useState } from "preact/hooks";

import {
  type CaseView,
  CertaintyValues,
  type Conclusion,
  type Diagnosis,
  MediumValues,
  type Recommendation,
  RecommendationKindValues,
} from "../contract/wire.gen.ts";
import { Button } from "../ui/Button.tsx";
import { Check } from "../ui/Check.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Field } from "../ui/Field.tsx";
import { Notice } from "../ui/Notice.tsx";
import { Select } from "../ui/Select.tsx";
import { TextArea } from "../ui/TextArea.tsx";
import { newKey } from "../wire/http.ts";
import { t } from "../words/t.ts";
import { lacking, newRecommendation, replaced, without } from "./conclusion.ts";
import type { CaseModel } from "./model.ts";
import { OpinionPaper } from "./OpinionPaper.tsx";

interface PartProps {
  conclusion: Conclusion;
  edit: (conclusion: Conclusion) => void;
}

function Answers({ conclusion, edit }: PartProps) {
  return (
    <fieldset class="stack-tight">
      <legend class="field-label">{t("opinion.answers")}</legend>
      {conclusion.answers.map((one, place) => {
        const change = (part: Partial<typeof one>) =>
          edit({
            ...conclusion,
            answers: replaced(conclusion.answers, place, { ...one, ...part }),
          });
        return (
          <div class="stack-tight" key={place}>
            <TextArea
              label={`${place + 1}. ${one.question}`}
              name={`answer-${place}`}
              rows={2}
              value={one.text}
              placeholder={one.cannot ? t("opinion.cannotNeeds") : ""}
              onInput={(text) => change({ text })}
            />
            <Check
              label={t("opinion.cannot")}
              checked={one.cannot}
              onChange={(cannot) => change({ cannot })}
            />
          </div>
        );
      })}
    </fieldset>
  );
}

interface DiagnosisProps {
  diagnosis: Diagnosis;
  first: boolean;
  change: (diagnosis: Diagnosis) => void;
  remove: () => void;
}

function DiagnosisRow({ diagnosis, first, change, remove }: DiagnosisProps) {
  return (
    <div class="diagnosis">
      <Field
        label={first ? t("opinion.primary") : t("opinion.other")}
        name="diagnosis"
        value={diagnosis.text}
        onInput={(text) => change({ ...diagnosis, text })}
      />
      <Field
        label={t("opinion.code")}
        optional
        value={diagnosis.code}
        onInput={(code) => change({ ...diagnosis, code })}
      />
      <Select
        label={t("opinion.certainty")}
        value={diagnosis.certainty}
        options={CertaintyValues.map((value) => ({ value, label: t(`certainty.${value}`) }))}
        onChange={(certainty) => change({ ...diagnosis, certainty })}
      />
      {!first && (
        <Button kind="quiet" icon="trash" onClick={remove}>
          {t("ui.remove")}
        </Button>
      )}
    </div>
  );
}

function Diagnoses({ conclusion, edit }: PartProps) {
  const { diagnoses } = conclusion;
  return (
    <fieldset class="stack-tight">
      <legend class="field-label">{t("opinion.diagnoses")}</legend>
      {diagnoses.map((one, place) => (
        <DiagnosisRow
          key={place}
          diagnosis={one}
          first={place === 0}
          change={(entry) => edit({ ...conclusion, diagnoses: replaced(diagnoses, place, entry) })}
          remove={() => edit({ ...conclusion, diagnoses: without(diagnoses, place) })}
        />
      ))}
      <Button
        kind="quiet"
        icon="plus"
        onClick={() =>
          edit({
            ...conclusion,
            diagnoses: [...diagnoses, { text: "", code: "", certainty: "possible" }],
          })
        }
      >
        {t("opinion.addDiagnosis")}
      </Button>
    </fieldset>
  );
}

interface RecommendationProps {
  row: Recommendation;
  place: number;
  change: (row: Recommendation) => void;
  remove: () => void;
}

function RecommendationRow({ row, place, change, remove }: RecommendationProps) {
  const drug = row.kind === "drug";
  const dated = row.kind === "follow_up";
  const placed = row.kind === "referral" || row.kind === "send_at_once" || dated;
  return (
    <div class="recommendation">
      <Select
        label={`${place + 1}. ${t("opinion.kind")}`}
        value={row.kind}
        options={RecommendationKindValues.map((value) => ({
          value,
          label: t(`recommendation.${value}`),
        }))}
        onChange={(kind) => change({ ...row, kind })}
      />
      <Field
        label={t("opinion.what")}
        name="recommendation"
        value={row.text}
        onInput={(text) => change({ ...row, text })}
      />
      {drug && (
        <Field
          label={t("opinion.dose")}
          value={row.dose}
          onInput={(dose) => change({ ...row, dose })}
        />
      )}
      {drug && (
        <Field
          label={t("opinion.route")}
          value={row.route}
          onInput={(route) => change({ ...row, route })}
        />
      )}
      {drug && (
        <Field
          label={t("opinion.days")}
          inputMode="numeric"
          value={row.days === null ? "" : String(row.days)}
          onInput={(text) => change({ ...row, days: /^\d{1,3}$/.test(text) ? Number(text) : null })}
        />
      )}
      {dated && (
        <Field
          label={t("opinion.due")}
          hint={t("slot.dayHint")}
          value={row.due ?? ""}
          maxLength={10}
          onInput={(text) => change({ ...row, due: text === "" ? null : text })}
          error={
            row.due !== null && !/^\d{4}-\d{2}-\d{2}$/.test(row.due) ? t("opinion.dueWrong") : ""
          }
        />
      )}
      {placed && (
        <Field
          label={t("opinion.place")}
          value={row.place}
          onInput={(text) => change({ ...row, place: text })}
        />
      )}
      <Button kind="quiet" icon="trash" onClick={remove}>
        {t("ui.remove")}
      </Button>
    </div>
  );
}

function Recommendations({ conclusion, edit }: PartProps) {
  const { recommendations } = conclusion;
  return (
    <fieldset class="stack-tight">
      <legend class="field-label">{t("opinion.recommendations")}</legend>
      {recommendations.map((one, place) => (
        <RecommendationRow
          key={one.id}
          row={one}
          place={place}
          change={(row) =>
            edit({ ...conclusion, recommendations: replaced(recommendations, place, row) })
          }
          remove={() => edit({ ...conclusion, recommendations: without(recommendations, place) })}
        />
      ))}
      <Button
        kind="quiet"
        icon="plus"
        onClick={() =>
          edit({
            ...conclusion,
            recommendations: [...recommendations, newRecommendation(newKey())],
          })
        }
      >
        {t("opinion.addRecommendation")}
      </Button>
    </fieldset>
  );
}

function Texts({ conclusion, edit }: PartProps) {
  const text = (name: "basis" | "differential" | "red_flags" | "plain_words" | "limits") => (
    <TextArea
      label={t(`opinion.${name}`)}
      name={name}
      optional
      rows={2}
      value={conclusion[name]}
      onInput={(value) => edit({ ...conclusion, [name]: value })}
    />
  );
  return (
    <div class="stack-tight">
      {text("basis")}
      {text("differential")}
      {text("red_flags")}
      {text("plain_words")}
      {text("limits")}
      <Select
        label={t("opinion.medium")}
        value={conclusion.medium}
        options={MediumValues.map((value) => ({ value, label: t(`medium.${value}`) }))}
        onChange={(medium) => edit({ ...conclusion, medium })}
      />
    </div>
  );
}

function KeyImages({ conclusion, edit }: PartProps) {
  if (conclusion.key_images.length === 0) {
    return <p class="secondary">{t("opinion.noKeyImages")}</p>;
  }
  return (
    <ul class="stack-tight" aria-label={t("opinion.keyImages")}>
      {conclusion.key_images.map((one, place) => (
        <li class="row" key={`${one.sop} ${one.frame}`}>
          <img
            class="key-image"
            src={`/dicom-web/studies/${one.study}/series/${one.series}/instances/${one.sop}/thumbnail`}
            alt={t("opinion.keyImage", { n: place + 1 })}
          />
          <div class="grow">
            <Field
              label={t("opinion.keyImageNote", { n: place + 1 })}
              optional
              value={one.note}
              onInput={(note) =>
                edit({
                  ...conclusion,
                  key_images: replaced(conclusion.key_images, place, { ...one, note }),
                })
              }
            />
          </div>
          <Button
            kind="quiet"
            icon="trash"
            onClick={() =>
              edit({ ...conclusion, key_images: without(conclusion.key_images, place) })
            }
          >
            {t("ui.remove")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface SignProps {
  model: CaseModel;
  view: CaseView;
  conclusion: Conclusion;
  onClose: () => void;
}

function SignDialog({ model, view, conclusion, onClose }: SignProps) {
  return (
    <Dialog title={t("opinion.signTitle")} size="wide" onClose={onClose}>
      <div class="stack">
        <p>{t("opinion.signWhy")}</p>
        <OpinionPaper view={view} conclusion={conclusion} />
        <p class="secondary">{t("opinion.statement")}</p>
        <div class="actions">
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button
            kind="main"
            icon="pen"
            busy={model.busy.value === "sign"}
            onClick={() => {
              model.sign().then(
                (done) => {
                  if (done) onClose();
                },
                () => undefined,
              );
            }}
          >
            {t("opinion.sign")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The expert writes while talking; every pause saves; signing is a step of its own. */
export function OpinionEditor({ model }: { model: CaseModel }) {
  const [signing, setSigning] = useState(false);
  const view = model.view.value;
  const conclusion = model.draft.value;
  if (view === null || conclusion === null) return null;
  const lacks = lacking(conclusion);
  const part = { conclusion, edit: model.edit };
  const live = view.sessions.some((one) => one.state === "live" || one.state === "interrupted");
  return (
    <div class="stack opinion-editor" data-testid="opinion-editor" data-saving={model.saving.value}>
      <p class="secondary" role="status">
        {t(`opinion.${model.saving.value}`)}
      </p>
      <TextArea
        label={t("opinion.summary")}
        name="summary"
        rows={3}
        value={conclusion.summary}
        onInput={(summary) => model.edit({ ...conclusion, summary })}
      />
      <Answers {...part} />
      <Diagnoses {...part} />
      <Recommendations {...part} />
      <KeyImages {...part} />
      <Texts {...part} />
      {lacks.length > 0 && (
        <Notice>{lacks.map((one) => t(`opinion.lack.${one}`)).join(" ")}</Notice>
      )}
      {live && <Notice tone="warn">{t("opinion.finishFirst")}</Notice>}
      <Button
        kind="main"
        icon="pen"
        disabled={lacks.length > 0 || !model.may("sign")}
        onClick={() => setSigning(true)}
      >
        {t("opinion.toSign")}
      </Button>
      {signing && (
        <SignDialog
          model={model}
          view={view}
          conclusion={conclusion}
          onClose={() => setSigning(false)}
        />
      )}
    </div>
  );
}
