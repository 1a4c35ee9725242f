import type { AttachmentView, CaseView, StudyView } from "../contract/wire.gen.ts";
import { Badge } from "../ui/Badge.tsx";
import { ButtonLink } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Notice } from "../ui/Notice.tsx";
import { attachmentPath } from "../wire/api.ts";
import { codeText, t } from "../words/t.ts";
import type { CaseModel } from "./model.ts";

function Study({ id, study, shown }: { id: string; study: StudyView; shown: boolean }) {
  return (
    <li class="row study" data-testid="study">
      {shown && (
        <img
          class="key-image"
          loading="lazy"
          src={`/dicom-web/studies/${study.study}/thumbnail`}
          alt={t("case.studyPreview", { name: study.description || study.modality })}
        />
      )}
      <div class="grow">
        <p>
          <strong>{study.modality}</strong> {study.description}
        </p>
        <p class="secondary">{t("case.images", { n: study.instances })}</p>
        {!study.same_patient && <Badge tone="warn">{t("case.otherPatient")}</Badge>}
      </div>
      {shown && (
        <ButtonLink icon="image" href={`#/cases/${id}/images?study=${study.study}`}>
          {t("case.viewImages")}
        </ButtonLink>
      )}
    </li>
  );
}

function File({ id, file }: { id: string; file: AttachmentView }) {
  if (file.quarantined || file.kind === "unreadable") {
    return (
      <li class="row">
        <Icon name="alert" />
        <span class="grow">{file.name}</span>
        <span class="secondary">
          {codeText("unreadable", file.problem, {}, "unreadable.other")}
        </span>
      </li>
    );
  }
  return (
    <li class="row">
      <Icon name={file.kind === "photo" ? "image" : "file"} />
      <a class="grow" href={attachmentPath(id, file.id)} target="_blank" rel="noopener">
        {file.name}
      </a>
      <span class="secondary">{t(`fileKind.${file.kind}`)}</span>
    </li>
  );
}

/** Images and papers of the case. */
export function Materials({ model, view }: { model: CaseModel; view: CaseView }) {
  if (view.triage) {
    return (
      <Card title={t("case.materials")}>
        <p class="secondary">{t("case.materialsAfter")}</p>
      </Card>
    );
  }
  const nothing = view.studies.length + view.attachments.length === 0;
  return (
    <Card title={t("case.materials")}>
      {nothing && <p class="secondary">{t("case.noMaterials")}</p>}
      {view.studies.some((one) => !one.same_patient) && (
        <Notice tone="warn">{t("case.otherPatientWhy")}</Notice>
      )}
      <ul class="stack-tight">
        {view.studies.map((one) => (
          <Study key={one.study} id={view.id} study={one} shown={model.may("see_images")} />
        ))}
        {view.attachments.map((one) => (
          <File key={one.id} id={view.id} file={one} />
        ))}
      </ul>
      {model.may("upload") && view.state !== "draft" && (
        <ButtonLink kind="quiet" icon="upload" href={`#/request/${view.id}`}>
          {t("case.addMaterials")}
        </ButtonLink>
      )}
    </Card>
  );
}
