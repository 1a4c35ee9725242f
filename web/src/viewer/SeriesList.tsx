/** The series of the studies, each with a small picture. */

import type { Series, Study } from "./manifest.ts";
import type { Model } from "./model.ts";
import { t } from "./words.ts";

export function SeriesList({ model }: { model: Model }) {
  return (
    <nav class="viewer-series" aria-label={t("viewer.series_list")}>
      {model.studies.value.map((study) => (
        <ul key={study.study}>
          {study.series.map((series) => (
            <li key={series.series}>
              <Entry model={model} study={study} series={series} />
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

interface EntryProps {
  readonly model: Model;
  readonly study: Study;
  readonly series: Series;
}

function Entry({ model, study, series }: EntryProps) {
  const chosen = model.at.value?.series === series;
  const count = series.images.length;
  const title = series.description ?? `${t("viewer.series")} ${series.number ?? ""}`;
  return (
    <button
      type="button"
      class="viewer-entry"
      aria-current={chosen ? "true" : undefined}
      disabled={count === 0}
      onClick={() => model.open(study, series)}
    >
      {count > 0 && (
        <img src={series.thumbnail} alt="" width="64" height="64" loading="lazy" decoding="async" />
      )}
      <span class="viewer-entry-words">
        <b>{[series.modality, title].join(" ")}</b>
        <span>{contents(series)}</span>
      </span>
    </button>
  );
}

function contents({ images, documents }: Series): string {
  const [document] = documents;
  if (images.length > 0 || document === undefined) return t("viewer.images", images.length);
  return `${t(`viewer.document.${document}`)} · ${t("viewer.document.not_here")}`;
}
