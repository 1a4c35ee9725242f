import { useSignal } from "@preact/signals";

import type { AttachmentView, PatientPart, StudyView } from "../contract/wire.gen.ts";
import { Badge } from "../ui/Badge.tsx";
import { ButtonLink } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { FileDrop } from "../ui/FileDrop.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Notice } from "../ui/Notice.tsx";
import { Progress } from "../ui/Progress.tsx";
import { codeText, t } from "../words/t.ts";
import { AskWhich } from "./AskWhich.tsx";
import {
  contradicts,
  patientsIn,
  readAll,
  sort,
  type Sorted,
  type StudyGroup,
} from "./grouping.ts";
import type { RequestModel } from "./model.ts";
import { Place } from "./TextPart.tsx";
import { Unfinished } from "./Unfinished.tsx";
import { count, type Sending, sendFiles, sendings } from "./uploads.ts";

interface Props {
  model: RequestModel;
}

function doubtful(sorted: Sorted, patient: PatientPart): boolean {
  const other = sorted.studies.some((one) => contradicts(one.tags, patient));
  return other || patientsIn(sorted.studies) > 1;
}

function StudyLine({ study, some }: { study: StudyView; some: readonly Sending[] }) {
  const { done, all } = count(some);
  // While they are sent, how many were chosen; afterwards, how many are really there.
  const number = all > done ? Math.max(study.instances, all) : study.instances;
  return (
    <li class="file-line" data-study={study.study}>
      <Icon name="layers" />
      <div class="grow stack-tight">
        <p>{`${study.modality} ${study.description} · ${t("files.images", { n: number })}`}</p>
        <Badge tone={study.same_patient ? "good" : "bad"}>
          {t(study.same_patient ? "files.samePatient" : "files.otherPatient")}
        </Badge>
        {all > done && (
          <Progress label={t("upload.images", { done, all })} value={done} max={all} />
        )}
      </div>
    </li>
  );
}

function LocalLine({ group, some }: { group: StudyGroup; some: readonly Sending[] }) {
  const { done, all } = count(some);
  const { modality, bodyPart, description } = group.tags;
  return (
    <li class="file-line">
      <Icon name="layers" />
      <div class="grow">
        <p>
          {[modality, bodyPart || description, t("files.images", { n: group.files.length })].join(
            " ",
          )}
        </p>
        <Progress label={t("upload.images", { done, all })} value={done} max={all} />
      </div>
    </li>
  );
}

function FileLine({ file }: { file: AttachmentView }) {
  return (
    <li class="file-line">
      <Icon name={file.kind === "photo" ? "image" : "file"} />
      <div class="grow stack-tight">
        <p>{file.name}</p>
        {file.quarantined && <Badge tone="warn">{t("upload.checking")}</Badge>}
        {file.kind === "unreadable" && (
          <Badge tone="warn">{codeText("unreadable", file.problem, {}, "upload.unreadable")}</Badge>
        )}
      </div>
    </li>
  );
}

function whyOf(one: Sending): string {
  if (one.stage === "unreadable") {
    return codeText("unreadable", one.problem, {}, "upload.unreadable");
  }
  if (one.stage !== "refused" && one.stage !== "failed") return "";
  return codeText("problem", one.problem, {}, `upload.${one.stage}`);
}

/** Files that did not go as wished, each with the reason; the others went on without them. */
function Problems({ some }: { some: readonly Sending[] }) {
  const wrong = some.filter((one) => whyOf(one) !== "").slice(0, 50);
  if (wrong.length === 0) return null;
  return (
    <Notice tone="warn">
      <p>{t("files.problem")}</p>
      <ul>
        {wrong.map((one) => (
          <li key={one.name}>{t("upload.why", { name: one.name, why: whyOf(one) })}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** Step 3: images by folder, photos, documents; read here at once, sent in the background. */
export function FilesSection({ model }: Props) {
  const reading = useSignal<{ done: number; all: number } | null>(null);
  const doubt = useSignal<Sorted | null>(null);
  const skipped = useSignal(0);
  const local = useSignal<readonly StudyGroup[]>([]);
  const view = model.view.value;
  const mine = sendings.value.filter((one) => one.caseId === view?.id && one.purpose === "image");

  const send = async (studies: readonly StudyGroup[], others: readonly File[]) => {
    const caseId = await model.ensureCase();
    if (caseId === null) return;
    local.value = [...local.value, ...studies];
    for (const one of studies) sendFiles(caseId, one.files, "image", one.study);
    if (others.length > 0) sendFiles(caseId, others, "image");
  };
  const choose = async (files: readonly File[]) => {
    if (files.length === 0) return;
    reading.value = { done: 0, all: files.length };
    const read = await readAll(files, (done) => {
      if (done % 10 === 0) reading.value = { done, all: files.length };
    });
    reading.value = null;
    const sorted = sort(read);
    skipped.value += sorted.skipped;
    if (doubtful(sorted, model.form.value.patient)) doubt.value = sorted;
    else await send(sorted.studies, sorted.others);
  };

  const studies = view?.studies ?? [];
  const attachments = (view?.attachments ?? []).filter(
    (one) => one.kind !== "signature" && one.kind !== "consent",
  );
  const known = new Set(studies.map((one) => one.study));
  const underWay = local.value.filter((one) => !known.has(one.study));
  const nothing = studies.length + attachments.length + underWay.length + mine.length === 0;
  const of = (study: string) => mine.filter((one) => one.study === study);
  return (
    <Card
      title={t("files.title")}
      aside={
        view !== null &&
        studies.length > 0 && (
          <ButtonLink icon="eye" href={`#/cases/${view.id}/images`}>
            {t("files.look")}
          </ButtonLink>
        )
      }
    >
      <Place path="studies">
        <FileDrop
          hint={t("files.hint")}
          onFiles={(files) => {
            choose(files).catch(() => {
              reading.value = null;
            });
          }}
        />
      </Place>
      <div role="status" class="stack-tight">
        {reading.value !== null && (
          <Progress
            label={t("files.reading", reading.value)}
            value={reading.value.done}
            max={reading.value.all}
          />
        )}
        {skipped.value > 0 && <p class="secondary">{t("files.skipped", { n: skipped.value })}</p>}
      </div>
      {nothing && <p class="secondary">{t("files.none")}</p>}
      {studies.length + underWay.length > 0 && (
        <section class="stack-tight">
          <h3>{t("files.studies")}</h3>
          <ul class="stack-tight">
            {studies.map((one) => (
              <StudyLine key={one.study} study={one} some={of(one.study)} />
            ))}
            {underWay.map((one) => (
              <LocalLine key={one.study} group={one} some={of(one.study)} />
            ))}
          </ul>
        </section>
      )}
      {attachments.length > 0 && (
        <section class="stack-tight" data-path="attachments">
          <h3>{t("files.others")}</h3>
          <ul class="stack-tight">
            {attachments.map((one) => (
              <FileLine key={one.id} file={one} />
            ))}
          </ul>
        </section>
      )}
      {view !== null && <Unfinished caseId={view.id} sending={mine} />}
      <Problems some={mine} />
      {doubt.value !== null && (
        <AskWhich
          sorted={doubt.value}
          patient={model.form.value.patient}
          onAnswer={(chosen) => {
            const others = doubt.value?.others ?? [];
            doubt.value = null;
            if (chosen !== null) send(chosen, others).catch(() => undefined);
          }}
        />
      )}
    </Card>
  );
}
