import type { Vitals as VitalSigns } from "../contract/wire.gen.ts";
import { ErrorText } from "../ui/ErrorText.tsx";
import { t } from "../words/t.ts";
import { errorAt } from "./errors.ts";
import type { RequestModel } from "./model.ts";
import { NumberPart } from "./NumberPart.tsx";
import { Place } from "./TextPart.tsx";
import { TimePart } from "./TimePart.tsx";

/** Units as in the contract; "count" and "points" are words and so translated. */
const SIGNS = [
  { name: "systolic", unit: "mmHg", whole: true },
  { name: "diastolic", unit: "mmHg", whole: true },
  { name: "pulse", unit: "perMinute", whole: true },
  { name: "respiration", unit: "perMinute", whole: true },
  { name: "temperature", unit: "°C", whole: false },
  { name: "oxygen_saturation", unit: "%", whole: true },
  { name: "glucose", unit: "mmol/L", whole: false },
  { name: "weight", unit: "kg", whole: false },
  { name: "coma_scale", unit: "points", whole: true },
] as const;

function unitOf(unit: (typeof SIGNS)[number]["unit"]): string {
  if (unit === "perMinute") return t("unit.perMinute");
  return unit === "points" ? t("unit.points") : unit;
}

export function Vitals({ model }: { model: RequestModel }) {
  const { vitals } = model.form.value.clinical;
  const change = (part: Partial<VitalSigns>) => model.clinical({ vitals: { ...vitals, ...part } });
  return (
    <Place path="clinical.vitals">
      <fieldset class="stack">
        <legend class="field-label">{t("illness.vitals")}</legend>
        <ErrorText text={errorAt(model, "clinical.vitals")} />
        <div class="vitals">
          {SIGNS.map(({ name, unit, whole }) => (
            <NumberPart
              key={name}
              model={model}
              path={`clinical.vitals.${name}`}
              label={t(`vital.${name}`)}
              unit={unitOf(unit)}
              whole={whole}
              value={vitals[name]}
              onChange={(value) => change({ [name]: value })}
            />
          ))}
        </div>
        <TimePart
          model={model}
          path="clinical.vitals.measured_at"
          legend={t("illness.measuredAt")}
          value={vitals.measured_at}
          onChange={(measured_at) => change({ measured_at })}
        />
      </fieldset>
    </Place>
  );
}
