import type { ReadonlySignal } from "@preact/signals";

import {
  type Directory,
  ModeValues,
  type Specialty,
  SpecialtyValues,
  UrgencyValues,
} from "../contract/wire.gen.ts";
import { Card } from "../ui/Card.tsx";
import { RadioGroup } from "../ui/RadioGroup.tsx";
import { Select } from "../ui/Select.tsx";
import { t } from "../words/t.ts";
import { errorAt } from "./errors.ts";
import type { RequestModel } from "./model.ts";
import { Proposed } from "./Proposed.tsx";
import { Place, TextPart } from "./TextPart.tsx";

interface Props {
  model: RequestModel;
  directory: ReadonlySignal<Directory | null>;
  emergency: boolean;
}

const NONE = "";
const SEPARATOR = "/";

function departmentOptions(directory: Directory | null) {
  const none = { value: NONE, label: t("ask.specialtyNone") };
  if (directory === null) {
    const all = SpecialtyValues.map((value) => ({
      value: `${SEPARATOR}${value}`,
      label: t(`specialty.${value}`),
    }));
    return [none, ...all];
  }
  const there = directory.departments.map((one) => ({
    value: `${one.organisation}${SEPARATOR}${one.specialty}`,
    label: `${one.organisation_name} ${t(`specialty.${one.specialty}`)}${
      one.agreement_valid ? "" : t("ask.noAgreement")
    }`,
    disabled: !one.agreement_valid,
  }));
  return [none, ...there];
}

function specialtyOf(text: string): Specialty | null {
  return SpecialtyValues.find((one) => one === text) ?? null;
}

function Department({ model, directory }: Omit<Props, "emergency">) {
  const { wanted } = model.form.value;
  const options = departmentOptions(directory.value);
  const value = `${wanted.organisation ?? ""}${SEPARATOR}${wanted.specialty ?? ""}`;
  const bySpecialty = options.find((one) => one.value.endsWith(`${SEPARATOR}${wanted.specialty}`));
  const shown = options.some((one) => one.value === value) ? value : (bySpecialty?.value ?? NONE);
  const choose = (text: string) => {
    const [organisation, specialty] = text.split(SEPARATOR);
    model.wanted({
      organisation: organisation === undefined || organisation === "" ? null : organisation,
      specialty: specialtyOf(specialty ?? ""),
      expert: null,
    });
  };
  return (
    <Place path="wanted.specialty">
      <Select
        label={t("ask.specialty")}
        value={shown}
        options={options}
        error={errorAt(model, "wanted.specialty")}
        onChange={choose}
      />
    </Place>
  );
}

function Expert({ model, directory }: Omit<Props, "emergency">) {
  const { wanted } = model.form.value;
  const fitting = (directory.value?.experts ?? []).filter(
    (one) =>
      one.specialty === wanted.specialty &&
      (wanted.organisation === null || one.organisation === wanted.organisation),
  );
  if (fitting.length === 0) return null;
  const options = fitting.map((one) => ({
    value: one.id,
    label: `${one.name} ${one.title} · ${t(one.on_duty ? "ask.onDuty" : "ask.offDuty")}`,
    disabled: !one.licence_valid,
  }));
  return (
    <Select
      label={t("ask.expert")}
      optional
      value={wanted.expert ?? NONE}
      options={[{ value: NONE, label: t("ask.expertAny") }, ...options]}
      onChange={(id) => model.wanted({ expert: id === NONE ? null : id })}
    />
  );
}

function Questions({ model }: { model: RequestModel }) {
  const { questions } = model.form.value.wanted;
  return (
    <TextPart
      model={model}
      path="wanted.questions"
      label={t("ask.questions")}
      hint={t("ask.questionsHint")}
      rows={4}
      value={questions.join("\n")}
      onInput={(text) => model.wanted({ questions: text === "" ? [] : text.split("\n") })}
    />
  );
}

function Urgency({ model }: { model: RequestModel }) {
  const { urgency, urgency_reason } = model.form.value.wanted;
  const options = [...UrgencyValues].reverse().map((value) => ({
    value,
    label: t(`urgency.${value}`),
    ...(value === "emergency" ? { tone: "bad" as const } : {}),
  }));
  return (
    <>
      <RadioGroup
        legend={t("ask.urgency")}
        value={urgency}
        options={options}
        onChange={(value) => model.wanted({ urgency: value })}
      />
      {urgency !== "routine" && (
        <TextPart
          model={model}
          path="wanted.urgency_reason"
          label={t("ask.urgencyReason")}
          value={urgency_reason}
          onInput={(text) => model.wanted({ urgency_reason: text })}
        />
      )}
    </>
  );
}

/** Step 4, first half: what is asked, of whom, how soon, in which way, and when. */
export function AskSection({ model, directory, emergency }: Props) {
  const { wanted } = model.form.value;
  return (
    <Card title={t("ask.title")}>
      <Questions model={model} />
      <div class="pair">
        <Department model={model} directory={directory} />
        {!emergency && <Expert model={model} directory={directory} />}
      </div>
      <Urgency model={model} />
      {!emergency && (
        <RadioGroup
          legend={t("ask.mode")}
          value={wanted.mode}
          options={ModeValues.map((value) => ({ value, label: t(`mode.${value}`) }))}
          onChange={(mode) => model.wanted({ mode })}
        />
      )}
      {!emergency && wanted.mode !== "written" && <Proposed model={model} />}
      <div class="pair">
        <TextPart
          model={model}
          path="wanted.contact_phone"
          label={t("ask.contact")}
          inputMode="tel"
          optional
          value={wanted.contact_phone}
          onInput={(contact_phone) => model.wanted({ contact_phone })}
        />
        {!emergency && (
          <TextPart
            model={model}
            path="wanted.alternatives"
            label={t("ask.alternatives")}
            optional
            value={wanted.alternatives}
            onInput={(alternatives) => model.wanted({ alternatives })}
          />
        )}
      </div>
    </Card>
  );
}
