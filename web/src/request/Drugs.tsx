import { Button } from "../ui/Button.tsx";
import { Check } from "../ui/Check.tsx";
import { ErrorText } from "../ui/ErrorText.tsx";
import { t } from "../words/t.ts";
import { errorAt } from "./errors.ts";
import { changed, without } from "./form.ts";
import type { RequestModel } from "./model.ts";
import { TextPart, Place } from "./TextPart.tsx";

export function Drugs({ model }: { model: RequestModel }) {
  const { drugs, no_drugs } = model.form.value.clinical;
  const add = () => model.clinical({ drugs: [...drugs, { name: "", dose: "" }], no_drugs: false });
  return (
    <Place path="clinical.drugs">
      <fieldset class="stack-tight">
        <legend class="field-label">{t("illness.drugs")}</legend>
        <ErrorText text={errorAt(model, "clinical.drugs")} />
        {drugs.map((drug, place) => (
          <div key={place} class="entry-row">
            <TextPart
              model={model}
              path={`clinical.drugs.${place}.name`}
              label={t("illness.drugName")}
              value={drug.name}
              onInput={(name) => model.clinical({ drugs: changed(drugs, place, { name }) })}
            />
            <TextPart
              model={model}
              path={`clinical.drugs.${place}.dose`}
              label={t("illness.drugDose")}
              hint={t("illness.drugDoseHint")}
              value={drug.dose}
              onInput={(dose) => model.clinical({ drugs: changed(drugs, place, { dose }) })}
            />
            <Button
              kind="quiet"
              icon="trash"
              label={`${t("ui.remove")} ${drug.name}`}
              onClick={() => model.clinical({ drugs: without(drugs, place) })}
            >
              {t("ui.remove")}
            </Button>
          </div>
        ))}
        <div class="row">
          <Button icon="plus" onClick={add}>
            {t("illness.addDrug")}
          </Button>
          {drugs.length === 0 && (
            <Check
              label={t("illness.noDrugs")}
              checked={no_drugs}
              onChange={(checked) => model.clinical({ no_drugs: checked })}
            />
          )}
        </div>
      </fieldset>
    </Place>
  );
}
