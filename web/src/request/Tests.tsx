import type { TestRow } from "../contract/wire.gen.ts";
import { Button } from "../ui/Button.tsx";
import { Select } from "../ui/Select.tsx";
import { t } from "../words/t.ts";
import { changed, without } from "./form.ts";
import type { RequestModel } from "./model.ts";
import { Field } from "../ui/Field.tsx";

const FLAGS = ["", "high", "low", "critical"] as const;
const TEXTS = ["item", "value", "unit", "reference"] as const;

function flagOf(text: string): (typeof FLAGS)[number] {
  return FLAGS.find((one) => one === text) ?? "";
}

export function Tests({ model }: { model: RequestModel }) {
  const { tests } = model.form.value.clinical;
  const change = (place: number, part: Partial<TestRow>) =>
    model.clinical({ tests: changed(tests, place, part) });
  const blank = { item: "", value: "", unit: "", reference: "", flag: "" };
  return (
    <fieldset class="stack-tight">
      <legend class="field-label">{t("illness.tests")}</legend>
      {tests.map((row, place) => (
        <div key={place} class="entry-row" data-columns="many">
          {TEXTS.map((name) => (
            <Field
              key={name}
              label={t(`test.${name}`)}
              value={row[name]}
              onInput={(text) => change(place, { [name]: text })}
            />
          ))}
          <Select
            label={t("test.flag")}
            value={flagOf(row.flag)}
            options={FLAGS.map((value) => ({
              value,
              label: value === "" ? t("flag.none") : t(`flag.${value}`),
            }))}
            onChange={(flag) => change(place, { flag })}
          />
          <Button
            kind="quiet"
            icon="trash"
            label={`${t("ui.remove")} ${row.item}`}
            onClick={() => model.clinical({ tests: without(tests, place) })}
          >
            {t("ui.remove")}
          </Button>
        </div>
      ))}
      <div>
        <Button icon="plus" onClick={() => model.clinical({ tests: [...tests, blank] })}>
          {t("illness.addTest")}
        </Button>
      </div>
    </fieldset>
  );
}
