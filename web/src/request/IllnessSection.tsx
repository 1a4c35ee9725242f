import { Card } from "../ui/Card.tsx";
import { RadioGroup } from "../ui/RadioGroup.tsx";
import { t } from "../words/t.ts";
import { Drugs } from "./Drugs.tsx";
import { errorAt } from "./errors.ts";
import type { RequestModel } from "./model.ts";
import { More } from "./More.tsx";
import { Tests } from "./Tests.tsx";
import { Place, TextPart } from "./TextPart.tsx";
import { TimePart } from "./TimePart.tsx";
import { Vitals } from "./Vitals.tsx";

interface Props {
  model: RequestModel;
  emergency: boolean;
}

const ALLERGIES = ["none", "known", "unknown"] as const;

function Complaint({ model }: { model: RequestModel }) {
  const { clinical } = model.form.value;
  return (
    <div class="pair">
      <TextPart
        model={model}
        path="clinical.complaint"
        label={t("illness.complaint")}
        hint={t("illness.complaintHint")}
        value={clinical.complaint}
        onInput={(complaint) => model.clinical({ complaint })}
      />
      <TextPart
        model={model}
        path="clinical.duration"
        label={t("illness.duration")}
        hint={t("illness.durationHint")}
        value={clinical.duration}
        onInput={(duration) => model.clinical({ duration })}
      />
    </div>
  );
}

function Allergies({ model }: { model: RequestModel }) {
  const { allergy, allergy_detail } = model.form.value.clinical;
  return (
    <Place path="clinical.allergy">
      <div class="stack">
        <RadioGroup
          legend={t("illness.allergy")}
          value={allergy === "not_asked" ? null : allergy}
          options={ALLERGIES.map((value) => ({ value, label: t(`allergy.${value}`) }))}
          error={errorAt(model, "clinical.allergy")}
          onChange={(chosen) => model.clinical({ allergy: chosen })}
        />
        {allergy === "known" && (
          <TextPart
            model={model}
            path="clinical.allergy_detail"
            label={t("illness.allergyDetail")}
            value={allergy_detail}
            onInput={(text) => model.clinical({ allergy_detail: text })}
          />
        )}
      </div>
    </Place>
  );
}

function History({ model }: { model: RequestModel }) {
  const { clinical } = model.form.value;
  return (
    <>
      <TextPart
        model={model}
        path="clinical.present_illness"
        label={t("illness.present")}
        rows={4}
        value={clinical.present_illness}
        onInput={(present_illness) => model.clinical({ present_illness })}
      />
      <TextPart
        model={model}
        path="clinical.past_history"
        label={t("illness.past")}
        rows={2}
        value={clinical.past_history}
        onInput={(past_history) => model.clinical({ past_history })}
      />
    </>
  );
}

function Judgement({ model }: { model: RequestModel }) {
  const { clinical } = model.form.value;
  return (
    <>
      <TextPart
        model={model}
        path="clinical.findings"
        label={t("illness.findings")}
        rows={3}
        value={clinical.findings}
        onInput={(findings) => model.clinical({ findings })}
      />
      <div class="pair">
        <TextPart
          model={model}
          path="clinical.diagnosis"
          label={t("illness.diagnosis")}
          value={clinical.diagnosis}
          onInput={(diagnosis) => model.clinical({ diagnosis })}
        />
        <TextPart
          model={model}
          path="clinical.diagnosis_code"
          label={t("illness.code")}
          optional
          value={clinical.diagnosis_code}
          onInput={(text) => model.clinical({ diagnosis_code: text.toUpperCase() })}
        />
      </div>
      <TextPart
        model={model}
        path="clinical.treatment"
        label={t("illness.treatment")}
        rows={2}
        value={clinical.treatment}
        onInput={(treatment) => model.clinical({ treatment })}
      />
    </>
  );
}

function Rest({ model }: { model: RequestModel }) {
  const { clinical, patient } = model.form.value;
  return (
    <More label={t("illness.more")}>
      <Tests model={model} />
      <TextPart
        model={model}
        path="clinical.family_history"
        label={t("illness.family")}
        optional
        rows={2}
        value={clinical.family_history}
        onInput={(family_history) => model.clinical({ family_history })}
      />
      {patient.sex !== "male" && (
        <TextPart
          model={model}
          path="clinical.obstetric_history"
          label={t("illness.obstetric")}
          optional
          rows={2}
          value={clinical.obstetric_history}
          onInput={(obstetric_history) => model.clinical({ obstetric_history })}
        />
      )}
    </More>
  );
}

/** Step 2: what is wrong with the patient. */
export function IllnessSection({ model, emergency }: Props) {
  const { clinical } = model.form.value;
  const onset = (
    <TimePart
      model={model}
      path="clinical.onset_at"
      legend={t("illness.onset")}
      value={clinical.onset_at}
      onChange={(onset_at) => model.clinical({ onset_at })}
    />
  );
  return (
    <Card title={t("illness.title")}>
      <Complaint model={model} />
      {!emergency && <History model={model} />}
      {onset}
      {!emergency && <Allergies model={model} />}
      {!emergency && <Drugs model={model} />}
      <Vitals model={model} />
      {!emergency && <Judgement model={model} />}
      {!emergency && <Rest model={model} />}
    </Card>
  );
}
