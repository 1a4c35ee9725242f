import { useState } from "preact/hooks";

import { IdentityKindValues, PatientKindValues, type PatientCard } from "../contract/wire.gen.ts";
import { Card } from "../ui/Card.tsx";
import { Check } from "../ui/Check.tsx";
import { Field } from "../ui/Field.tsx";
import { RadioGroup } from "../ui/RadioGroup.tsx";
import { Select } from "../ui/Select.tsx";
import { t } from "../words/t.ts";
import { errorAt } from "./errors.ts";
import { Likely } from "./Likely.tsx";
import type { RequestModel } from "./model.ts";
import { More } from "./More.tsx";
import { NumberPart } from "./NumberPart.tsx";
import { isDay, residentId } from "./resident.ts";
import { Place, TextPart } from "./TextPart.tsx";

interface Props {
  model: RequestModel;
  emergency: boolean;
}

const SEXES = ["male", "female"] as const;
const CONTRADICTIONS = new Set(["birth_date_contradicts", "sex_contradicts"]);

function enterIdentity(model: RequestModel, text: string): void {
  const number = text.toUpperCase();
  const read = residentId(number);
  const known = model.form.value.patient.identity_kind === "resident_id" && read.ok;
  model.patient(
    known
      ? { identity_number: read.number, birth_date: read.birthDate, sex: read.sex }
      : { identity_number: number },
  );
}

function identityHint(model: RequestModel): string {
  const { identity_number } = model.form.value.patient;
  const read = residentId(identity_number);
  if (!read.ok) return t("patient.identityHint");
  return t("patient.identityGood", { birth: read.birthDate, sex: t(`sex.${read.sex}`) });
}

function Identity({ model }: { model: RequestModel }) {
  const { patient } = model.form.value;
  const resident = patient.identity_kind === "resident_id";
  const missing = model.view.value?.missing ?? [];
  const contradicted = missing.some((one) => CONTRADICTIONS.has(one.code));
  return (
    <>
      <div class="pair">
        <Select
          label={t("patient.identityKind")}
          value={patient.identity_kind}
          options={IdentityKindValues.map((value) => ({ value, label: t(`identity.${value}`) }))}
          onChange={(identity_kind) => model.patient({ identity_kind })}
        />
        {patient.identity_kind !== "none" && (
          <TextPart
            model={model}
            path="patient.identity_number"
            label={t(resident ? "patient.identity" : "patient.identityOther")}
            value={patient.identity_number}
            onInput={(text) => enterIdentity(model, text)}
            {...(resident ? { hint: identityHint(model) } : {})}
          />
        )}
      </div>
      {(contradicted || patient.identity_explanation !== "") && (
        <TextPart
          model={model}
          path="patient.identity_explanation"
          label={t("patient.explanation")}
          value={patient.identity_explanation}
          onInput={(identity_explanation) => model.patient({ identity_explanation })}
        />
      )}
    </>
  );
}

function BirthDate({ model }: { model: RequestModel }) {
  const { birth_date } = model.form.value.patient;
  const [text, setText] = useState(birth_date ?? "");
  const shown = birth_date !== null && isDay(text) && text !== birth_date ? birth_date : text;
  const value = shown === "" && birth_date !== null ? birth_date : shown;
  const wrong = value.length >= 8 && !isDay(value) ? t("time.wrongDate") : undefined;
  return (
    <Place path="patient.birth_date">
      <Field
        label={t("patient.birthDate")}
        hint={t("time.dateFormat")}
        inputMode="numeric"
        value={value}
        error={wrong ?? errorAt(model, "patient.birth_date")}
        onInput={(given) => {
          const digits = /^\d{8}$/.exec(given);
          const day = digits ? given.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3") : given;
          setText(day);
          if (isDay(day)) model.patient({ birth_date: day, estimated_age: null });
          else if (birth_date !== null) model.patient({ birth_date: null });
        }}
      />
    </Place>
  );
}

function Rest({ model }: { model: RequestModel }) {
  const { patient } = model.form.value;
  return (
    <More label={t("patient.more")}>
      <div class="pair">
        <Select
          label={t("patient.kind")}
          value={patient.kind}
          options={PatientKindValues.map((value) => ({ value, label: t(`kind.${value}`) }))}
          onChange={(kind) => model.patient({ kind })}
        />
        {patient.kind === "inpatient" && (
          <TextPart
            model={model}
            path="patient.bed"
            label={t("patient.bed")}
            value={patient.bed}
            onInput={(bed) => model.patient({ bed })}
          />
        )}
        <TextPart
          model={model}
          path="patient.address"
          label={t("patient.address")}
          optional
          value={patient.address}
          onInput={(address) => model.patient({ address })}
        />
        <TextPart
          model={model}
          path="patient.language"
          label={t("patient.language")}
          optional
          value={patient.language}
          onInput={(language) => model.patient({ language })}
        />
        <TextPart
          model={model}
          path="patient.insurance"
          label={t("patient.insurance")}
          optional
          value={patient.insurance}
          onInput={(insurance) => model.patient({ insurance })}
        />
      </div>
      <Check
        label={t("patient.present")}
        checked={patient.present}
        onChange={(present) => model.patient({ present })}
      />
    </More>
  );
}

/** Step 1: who it is. The resident ID fills birth date and sex; likely duplicates come first. */
export function PatientSection({ model, emergency }: Props) {
  const { patient } = model.form.value;
  const age = model.view.value?.age ?? null;
  const minor = patient.guardian !== "" || (age !== null && age < 18);
  const use = (card: PatientCard) =>
    model.patient({
      name: card.name,
      sex: card.sex,
      birth_date: card.birth_date,
      record_number: card.record_number,
    });
  return (
    <Card title={t("patient.title")}>
      <Identity model={model} />
      <Likely patient={patient} onUse={use} />
      <div class="pair">
        <TextPart
          model={model}
          path="patient.name"
          label={t("patient.name")}
          value={patient.name}
          onInput={(name) => model.patient({ name })}
        />
        <Place path="patient.sex">
          <RadioGroup
            legend={t("patient.sex")}
            value={patient.sex === "unknown" ? null : patient.sex}
            options={SEXES.map((value) => ({ value, label: t(`sex.${value}`) }))}
            error={errorAt(model, "patient.sex")}
            onChange={(sex) => model.patient({ sex })}
          />
        </Place>
        <BirthDate model={model} />
        {patient.birth_date === null && (
          <NumberPart
            model={model}
            path="patient.estimated_age"
            label={t("patient.age")}
            hint={t("patient.ageHint")}
            unit={t("patient.years")}
            whole
            value={patient.estimated_age}
            onChange={(estimated_age) => model.patient({ estimated_age })}
          />
        )}
        <TextPart
          model={model}
          path="patient.phone"
          label={t("patient.phone")}
          inputMode="tel"
          value={patient.phone}
          onInput={(phone) => model.patient({ phone })}
        />
        {!emergency && (
          <TextPart
            model={model}
            path="patient.record_number"
            label={t("patient.record")}
            optional
            value={patient.record_number}
            onInput={(record_number) => model.patient({ record_number })}
          />
        )}
        {minor && (
          <TextPart
            model={model}
            path="patient.guardian"
            label={t("patient.guardian")}
            value={patient.guardian}
            onInput={(guardian) => model.patient({ guardian })}
          />
        )}
      </div>
      {!emergency && <Rest model={model} />}
    </Card>
  );
}
