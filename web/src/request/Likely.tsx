import { useEffect, useState } from "preact/hooks";

import type { PatientCard, PatientPart } from "../contract/wire.gen.ts";
import { Button } from "../ui/Button.tsx";
import { Notice } from "../ui/Notice.tsx";
import * as api from "../wire/api.ts";
import { when } from "../words/dates.ts";
import { codeText, t } from "../words/t.ts";

interface Props {
  patient: PatientPart;
  onUse: (card: PatientCard) => void;
}

const PAUSE = 600; // ms

function worthAsking(patient: PatientPart): boolean {
  const named = patient.name.trim() !== "" && (patient.birth_date !== null || patient.phone !== "");
  return named || patient.identity_number.length >= 6 || patient.record_number.trim() !== "";
}

function line(card: PatientCard): string {
  const reasons = card.reasons.map((one) => codeText("reason", one, {}, "reason.name"));
  const parts = [
    card.name,
    t(`sex.${card.sex}`),
    card.birth_date ?? "",
    card.identity_ending === "" ? "" : t("patient.ending", { ending: card.identity_ending }),
    card.record_number,
    card.last_case === null ? "" : t("patient.lastCase", { time: when(card.last_case) }),
    reasons.join(t("ui.comma")),
  ];
  return parts.filter((one) => one !== "").join(" · ");
}

/** Patients already known here who are likely the same: shown first, so that none is made twice. */
export function Likely({ patient, onUse }: Props) {
  const [found, setFound] = useState<readonly PatientCard[]>([]);
  const [dismissed, setDismissed] = useState("");
  const asked = [
    patient.identity_number,
    patient.name,
    patient.birth_date,
    patient.phone,
    patient.record_number,
  ].join("|");
  useEffect(() => {
    if (!worthAsking(patient)) {
      setFound([]);
      return undefined;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      api.likelyPatients(patient, { signal: controller.signal, noDialog: true }).then(
        (answer) => answer.ok && setFound(answer.value.patients),
        () => undefined,
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [asked]);
  // Already taken over: the same record number here means that it is this patient.
  const others = found.filter((one) => one.record_number !== patient.record_number);
  const key = others.map((one) => one.id).join();
  return (
    <div role="status">
      {others.length > 0 && key !== dismissed && (
        <Notice tone="warn">
          <p>{t("patient.likely")}</p>
          <ul class="stack-tight">
            {others.map((one) => (
              <li key={one.id} class="row" data-part="likely">
                <span class="grow">{line(one)}</span>
                <Button onClick={() => onUse(one)}>{t("patient.likelyUse")}</Button>
              </li>
            ))}
          </ul>
          <div>
            <Button kind="quiet" onClick={() => setDismissed(key)}>
              {t("patient.likelyNo")}
            </Button>
          </div>
        </Notice>
      )}
    </div>
  );
}
