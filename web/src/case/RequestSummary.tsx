import type { ComponentChildren } from "preact";

import type { CaseView, Vitals } from "../contract/wire.gen.ts";
import { Notice } from "../ui/Notice.tsx";
import { dayOf, when } from "../words/dates.ts";
import { codeText, t } from "../words/t.ts";

/** One fact of a definition list; nothing is drawn for an empty one. */
export function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  if (children === "" || children === null || children === undefined) return null;
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** "头颅 CT, 62 岁": who it is about, in one line. */
export function patientLine(view: CaseView): string {
  const { patient } = view.form;
  const age = view.age === null ? t("age.unknown") : t("age.years", { years: view.age });
  return `${patient.name} · ${t(`sex.${patient.sex}`)} · ${age}`;
}

const UNITS = [
  ["temperature", "°C"],
  ["pulse", "/min"],
  ["respiration", "/min"],
  ["oxygen_saturation", "%"],
  ["glucose", "mmol/L"],
  ["weight", "kg"],
  ["coma_scale", ""],
] as const;

function vitalsText(vitals: Vitals): string {
  const known: string[] = [];
  if (vitals.systolic !== null || vitals.diastolic !== null) {
    known.push(`${t("vital.pressure")} ${vitals.systolic ?? "–"}/${vitals.diastolic ?? "–"} mmHg`);
  }
  for (const [name, unit] of UNITS) {
    const value = vitals[name];
    if (value !== null) known.push(`${t(`vital.${name}`)} ${value} ${unit}`.trim());
  }
  return known.join(" · ");
}

function Clinical({ view }: { view: CaseView }) {
  const { clinical } = view.form;
  const measured = clinical.vitals.measured_at;
  const drugs = clinical.drugs.filter((one) => one.name !== "");
  const allergy = [t(`allergy.${clinical.allergy}`), clinical.allergy_detail].filter(Boolean);
  return (
    <dl class="facts">
      <Fact label={t("form.complaint")}>
        {[clinical.complaint, clinical.duration].filter(Boolean).join(" · ")}
      </Fact>
      <Fact label={t("form.illness")}>{clinical.present_illness}</Fact>
      <Fact label={t("form.onset")}>
        {clinical.onset_at === null ? "" : when(clinical.onset_at)}
      </Fact>
      <Fact label={t("form.past")}>{clinical.past_history}</Fact>
      <Fact label={t("form.family")}>{clinical.family_history}</Fact>
      <Fact label={t("form.obstetric")}>{clinical.obstetric_history}</Fact>
      <Fact label={t("form.allergy")}>{allergy.join(t("ui.colon"))}</Fact>
      <Fact label={t("form.drugs")}>
        {clinical.no_drugs
          ? t("form.noDrugs")
          : drugs.map((one) => `${one.name} ${one.dose}`.trim()).join(t("ui.semicolon"))}
      </Fact>
      <Fact label={t("form.vitals")}>
        {[vitalsText(clinical.vitals), measured === null ? "" : when(measured)]
          .filter(Boolean)
          .join(" · ")}
      </Fact>
      <Fact label={t("form.findings")}>{clinical.findings}</Fact>
      <Fact label={t("form.diagnosis")}>
        {[clinical.diagnosis, clinical.diagnosis_code].filter(Boolean).join(" ")}
      </Fact>
      <Fact label={t("form.treatment")}>{clinical.treatment}</Fact>
    </dl>
  );
}

function Patient({ view }: { view: CaseView }) {
  const { patient } = view.form;
  return (
    <dl class="facts">
      <Fact label={t("form.patient")}>{patientLine(view)}</Fact>
      <Fact label={t("form.birth")}>{patient.birth_date}</Fact>
      <Fact label={t("form.identity")}>{patient.identity_number}</Fact>
      <Fact label={t("form.phone")}>{patient.phone}</Fact>
      <Fact label={t("form.guardian")}>{patient.guardian}</Fact>
      <Fact label={t("form.record")}>{patient.record_number}</Fact>
      <Fact label={t("form.kind")}>
        {[t(`kind.${patient.kind}`), patient.bed].filter(Boolean).join(" · ")}
      </Fact>
      <Fact label={t("form.address")}>{patient.address}</Fact>
      <Fact label={t("form.language")}>{patient.language}</Fact>
    </dl>
  );
}

function Tests({ view }: { view: CaseView }) {
  const rows = view.form.clinical.tests.filter((one) => one.item !== "");
  if (rows.length === 0) return null;
  return (
    <dl class="facts">
      {rows.map((one) => (
        <Fact key={one.item} label={one.item}>
          {`${one.value} ${one.unit} ${one.reference === "" ? "" : `(${one.reference})`}`.trim()}
        </Fact>
      ))}
    </dl>
  );
}

/** The request, read-only: what was asked first, then who and what. */
export function RequestSummary({ view }: { view: CaseView }) {
  const { wanted, consent } = view.form;
  const questions = wanted.questions.filter((one) => one.trim() !== "");
  return (
    <div class="stack">
      {view.triage && <Notice>{t("case.triage")}</Notice>}
      <section class="stack-tight">
        <h3>{t("form.questions")}</h3>
        <ol class="questions">
          {questions.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ol>
      </section>
      <Clinical view={view} />
      <Tests view={view} />
      <Patient view={view} />
      <dl class="facts">
        <Fact label={t("form.mode")}>{t(`mode.${wanted.mode}`)}</Fact>
        <Fact label={t("form.department")}>
          {wanted.specialty === null ? "" : t(`specialty.${wanted.specialty}`)}
        </Fact>
        <Fact label={t("form.urgencyReason")}>{wanted.urgency_reason}</Fact>
        <Fact label={t("form.proposed")}>
          {wanted.proposed.map((one) => when(one.start)).join(t("ui.semicolon"))}
        </Fact>
        <Fact label={t("form.consent")}>
          {[
            t(`consentHow.${consent.how}`),
            consent.given_at === null ? "" : dayOf(consent.given_at),
            consent.recording === null
              ? ""
              : t(consent.recording ? "form.recordingYes" : "form.recordingNo"),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Fact>
        <Fact label={t("form.site")}>
          {[view.site.name, view.author.name, view.author.phone].filter(Boolean).join(" · ")}
        </Fact>
      </dl>
    </div>
  );
}

/** What the expert will miss: the same list for the doctor and the dispatcher. */
export function MissingList({ view }: { view: CaseView }) {
  if (view.missing.length === 0) return <Notice tone="good">{t("case.nothingMissing")}</Notice>;
  return (
    <ul class="missing">
      {view.missing.map((one) => (
        <li key={`${one.code} ${one.path}`} data-blocking={one.blocking}>
          {codeText("missing", one.code, one.params, "missing.other")}
        </li>
      ))}
    </ul>
  );
}
