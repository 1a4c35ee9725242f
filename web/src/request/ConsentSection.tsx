import { useSignal } from "@preact/signals";

import { ConsentByValues } from "../contract/wire.gen.ts";
import { Badge } from "../ui/Badge.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { ErrorText } from "../ui/ErrorText.tsx";
import { FilePick } from "../ui/FileDrop.tsx";
import { RadioGroup } from "../ui/RadioGroup.tsx";
import { SignaturePad } from "../ui/SignaturePad.tsx";
import { t } from "../words/t.ts";
import { errorAt } from "./errors.ts";
import { CONSENT_TEXT } from "./form.ts";
import type { RequestModel } from "./model.ts";
import { Place, TextPart } from "./TextPart.tsx";
import { DONE, sendFiles, sendings } from "./uploads.ts";

interface Props {
  model: RequestModel;
}

const WAYS = ["signature", "paper"] as const;

function asDataAddress(drawn: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error("the drawing cannot be read"));
    reader.readAsDataURL(drawn);
  });
}

function Drawn({ model }: Props) {
  const drawn = useSignal<Blob | null>(null);
  const again = useSignal(false);
  const { file } = model.form.value.consent;
  const there = file !== null || model.signature.value !== null;
  if (there && !again.value) {
    return (
      <div class="row">
        <Badge tone="good" icon="check">
          {t("consent.kept")}
        </Badge>
        <Button
          icon="pen"
          onClick={() => {
            again.value = true;
          }}
        >
          {t("consent.again")}
        </Button>
      </div>
    );
  }
  const keep = async () => {
    if (drawn.value === null) return;
    model.sign(await asDataAddress(drawn.value));
    again.value = false;
  };
  return (
    <div class="stack-tight">
      <SignaturePad
        label={t("consent.draw")}
        onChange={(blob) => {
          drawn.value = blob;
        }}
      />
      <div>
        <Button
          kind="main"
          icon="check"
          disabled={drawn.value === null}
          onClick={() => {
            keep().catch(() => undefined);
          }}
        >
          {t("consent.keep")}
        </Button>
      </div>
    </div>
  );
}

function Paper({ model }: Props) {
  const caseId = model.view.value?.id;
  const sending = sendings.value.find(
    (one) => one.caseId === caseId && one.purpose === "consent" && !DONE.has(one.stage),
  );
  const send = async (files: readonly File[]) => {
    const made = await model.ensureCase();
    if (made !== null && files.length > 0) sendFiles(made, files.slice(0, 1), "consent");
  };
  const pick = (files: readonly File[]) => {
    send(files).catch(() => undefined);
  };
  return (
    <div class="stack-tight">
      {model.form.value.consent.file !== null && (
        <div>
          <Badge tone="good" icon="check">
            {t("consent.fileKept")}
          </Badge>
        </div>
      )}
      {sending !== undefined && <p role="status">{t("consent.fileUnderWay")}</p>}
      <div class="row">
        <FilePick label={t("consent.photo")} icon="camera" accept="image/*" camera onFiles={pick} />
        <FilePick
          label={t("consent.pick")}
          icon="file"
          accept="image/*,application/pdf"
          onFiles={pick}
        />
      </div>
    </div>
  );
}

function YesNo({ model, about }: Props & { about: "recording" | "teaching" }) {
  const answer = model.form.value.consent[about];
  return (
    <Place path={`consent.${about}`}>
      <RadioGroup
        legend={t(`consent.${about}`)}
        value={answer === null ? null : answer ? "yes" : "no"}
        options={[
          { value: "yes", label: t("consent.yes") },
          { value: "no", label: t("consent.no") },
        ]}
        error={errorAt(model, `consent.${about}`)}
        onChange={(value) =>
          model.consent(
            about === "recording" ? { recording: value === "yes" } : { teaching: value === "yes" },
          )
        }
      />
    </Place>
  );
}

function Signer({ model }: Props) {
  const { consent } = model.form.value;
  return (
    <>
      <RadioGroup
        legend={t("consent.by")}
        value={consent.by}
        options={ConsentByValues.map((value) => ({ value, label: t(`by.${value}`) }))}
        onChange={(by) => model.consent({ by })}
      />
      {consent.by !== "patient" && (
        <div class="pair">
          <TextPart
            model={model}
            path="consent.name"
            label={t("consent.name")}
            value={consent.name}
            onInput={(name) => model.consent({ name })}
          />
          <TextPart
            model={model}
            path="consent.relation"
            label={t("consent.relation")}
            value={consent.relation}
            onInput={(relation) => model.consent({ relation })}
          />
        </div>
      )}
    </>
  );
}

/** Step 4, second half: who agreed, how it is recorded, and the separate questions. */
export function ConsentSection({ model }: Props) {
  const { consent } = model.form.value;
  const how = consent.how === "signature" || consent.how === "paper" ? consent.how : null;
  return (
    <Card title={t("consent.title")}>
      <div class="stack-tight">
        <p>{t("consent.text")}</p>
        <p class="secondary">{t("consent.version")}</p>
      </div>
      <Signer model={model} />
      <Place path="consent.how">
        <RadioGroup
          legend={t("consent.how")}
          value={how}
          options={WAYS.map((value) => ({ value, label: t(`how.${value}`) }))}
          error={errorAt(model, "consent.how")}
          onChange={(value) =>
            model.consent({
              how: value,
              text_version: CONSENT_TEXT,
              ...(how !== null && how !== value ? { file: null } : {}),
            })
          }
        />
      </Place>
      <Place path="consent.file">
        <div class="stack-tight">
          {how === "signature" && <Drawn model={model} />}
          {how === "paper" && <Paper model={model} />}
          <ErrorText text={errorAt(model, "consent.file")} />
        </div>
      </Place>
      <div class="pair">
        <YesNo model={model} about="recording" />
        <YesNo model={model} about="teaching" />
        <TextPart
          model={model}
          path="consent.fee_quoted"
          label={t("consent.fee")}
          optional
          value={consent.fee_quoted}
          onInput={(fee_quoted) => model.consent({ fee_quoted })}
        />
      </div>
    </Card>
  );
}
