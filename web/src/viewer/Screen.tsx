/** The images of one case over the whole window. */

import type { ScreenProps } from "../app/screens.ts";
import { useScreen } from "../app/useScreen.ts";
import { createCaseModel, type CaseModel } from "../case/model.ts";
import type { CaseView } from "../contract/wire.gen.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Empty } from "../ui/Empty.tsx";
import { problemText } from "../words/t.ts";
import { keyImageMarker } from "./keyImages.ts";
import { Viewer } from "./Viewer.tsx";
import { t } from "./words.ts";

export function Screen({ params }: ScreenProps) {
  const id = params["id"] ?? "";
  return <Page key={id} id={id} />;
}

function Page({ id }: { id: string }) {
  const model = useScreen((until) => createCaseModel(id, until));
  const view = model.view.value;
  return (
    <main class="viewer-page" data-theme="dark">
      <header class="viewer-page-head">
        <ButtonLink kind="quiet" icon="back" href={`#/cases/${id}`}>
          {t("viewer.back_to_case")}
        </ButtonLink>
        <h1>{view === null ? t("viewer.label") : titleOf(view)}</h1>
      </header>
      {view === null ? <Waiting model={model} /> : <Images model={model} view={view} />}
    </main>
  );
}

function titleOf({ form, number }: CaseView): string {
  return [form.patient.name, number].filter(Boolean).join("  ");
}

function Waiting({ model }: { model: CaseModel }) {
  const problem = model.problem.value;
  return (
    <Empty icon="image" text={problem === null ? t("viewer.loading") : problemText(problem)} />
  );
}

function Images({ model, view }: { model: CaseModel; view: CaseView }) {
  const studies = view.studies.map(({ study }) => study);
  const marker = keyImageMarker(model);
  if (studies.length === 0) return <Empty icon="image" text={t("viewer.empty")} />;
  return (
    <Viewer
      key={studies.join()}
      studies={studies}
      {...(marker === undefined ? {} : { onKeyImage: marker })}
    />
  );
}
