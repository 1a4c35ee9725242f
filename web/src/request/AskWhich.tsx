import { useState } from "preact/hooks";

import type { PatientPart } from "../contract/wire.gen.ts";
import { Button } from "../ui/Button.tsx";
import { Check } from "../ui/Check.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { t } from "../words/t.ts";
import { contradicts, patientsIn, type Sorted, type StudyGroup } from "./grouping.ts";

interface Props {
  sorted: Sorted;
  patient: PatientPart;
  /** The studies to send, or null for none of the files. */
  onAnswer: (chosen: readonly StudyGroup[] | null) => void;
}

function lineOf(group: StudyGroup): string {
  const { tags } = group;
  const who = tags.patientName === "" ? t("files.unnamedPatient") : tags.patientName;
  const what = [tags.modality, tags.bodyPart || tags.description].filter((one) => one !== "");
  const number = t("files.images", { n: group.files.length });
  return [who, tags.sex, tags.birthDate, what.join(" "), tags.date, number]
    .filter((one) => one !== "")
    .join(" · ");
}

/** Images of two patients, or of another one: asked before anything is sent. */
export function AskWhich({ sorted, patient, onAnswer }: Props) {
  const fitting = sorted.studies.filter((one) => !contradicts(one.tags, patient));
  const several = patientsIn(sorted.studies);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    new Set(patientsIn(fitting) === 1 ? fitting.map((one) => one.study) : []),
  );
  const toggle = (study: string, wanted: boolean) => {
    const next = new Set(chosen);
    if (wanted) next.add(study);
    else next.delete(study);
    setChosen(next);
  };
  return (
    <Dialog title={t("files.askTitle")} onClose={() => onAnswer(null)}>
      <div class="stack">
        <p>{several > 1 ? t("files.askTwo", { n: several }) : t("files.askOther")}</p>
        <ul>
          {sorted.studies.map((one) => (
            <li key={one.study}>
              <Check
                label={lineOf(one)}
                checked={chosen.has(one.study)}
                onChange={(wanted) => toggle(one.study, wanted)}
              />
            </li>
          ))}
        </ul>
        <div class="actions">
          <Button onClick={() => onAnswer(null)}>{t("ui.cancel")}</Button>
          <Button
            kind="main"
            icon="upload"
            onClick={() => onAnswer(sorted.studies.filter((one) => chosen.has(one.study)))}
          >
            {t("files.askGo")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
