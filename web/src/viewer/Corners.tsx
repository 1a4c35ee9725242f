/** Words and numbers in the corners of the image; a unit on every number. */

import type { Image, Study } from "./manifest.ts";
import { sides } from "./measure.ts";
import type { Model } from "./model.ts";
import type { Trouble } from "./net.ts";
import { t } from "./words.ts";

export function Corners({ model }: { model: Model }) {
  const at = model.at.value;
  if (at === null) return <Nothing model={model} />;
  const { study, series, image, index } = at;
  return (
    <div class="viewer-corners">
      <p class="viewer-corner" data-corner="top-left">
        <b>{study.patientName ?? study.patientId}</b>
        <span data-wide="true">{patientLine(study)}</span>
        <span>{[study.date, study.description].filter(Boolean).join("  ")}</span>
      </p>
      <p class="viewer-corner" data-corner="top-right">
        <span data-wide="true">{study.institution}</span>
        <span>{[series.modality, series.description].filter(Boolean).join("  ")}</span>
        <Quality model={model} />
      </p>
      <p class="viewer-corner" data-corner="bottom-left">
        <span>{t("viewer.slice", index + 1, series.images.length)}</span>
        <span data-wide="true">{place(image)}</span>
      </p>
      <p class="viewer-corner" data-corner="bottom-right">
        {image.samples === 1 && <span>{windowLine(model, image)}</span>}
        <span>{t("viewer.zoom_value", Math.round((model.view.value?.scale ?? 1) * 100))}</span>
      </p>
      <Letters model={model} image={image} />
      <Refusal model={model} image={image} />
    </div>
  );
}

function patientLine({ patientName, patientId, sex, birthDate }: Study): string {
  const word = sex === "M" || sex === "F" || sex === "O" ? t(`viewer.sex.${sex}`) : null;
  return [patientName === null ? null : patientId, word, birthDate].filter(Boolean).join("  ");
}

function place({ position, orientation, thickness }: Image): string {
  const words: string[] = [];
  const along = position === null || orientation === null ? null : height(position, orientation);
  if (along !== null) words.push(t("viewer.position", along.toFixed(1)));
  if (thickness !== null) words.push(t("viewer.thickness", thickness.toFixed(1)));
  return words.join("  ");
}

/** Of the slice along its own normal, mm. */
function height(position: readonly number[], orientation: readonly number[]): number {
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = orientation;
  const [x = 0, y = 0, z = 0] = position;
  return x * (ry * cz - rz * cy) + y * (rz * cx - rx * cz) + z * (rx * cy - ry * cx);
}

function windowLine(model: Model, { unit }: Image): string {
  const { centre, width } = model.window.value;
  const known = unit === "HU" ? " HU" : "";
  return t("viewer.window_values", `${round(centre)}${known}`, `${round(width)}${known}`);
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function Quality({ model }: { model: Model }) {
  const { quality, sharp } = model.quality.value;
  const state = quality === "none" ? "none" : sharp ? "sharp" : "preview";
  return (
    <span class="viewer-quality" data-state={state} role="status">
      {t(`viewer.quality.${state}`)}
    </span>
  );
}

function Letters({ model, image }: { model: Model; image: Image }) {
  const matrix = model.matrix.value;
  const letters = matrix === null ? null : sides(image, matrix);
  if (letters === null) return null;
  return (
    <>
      {(["left", "right", "top", "bottom"] as const).map((side) => (
        <span key={side} class="viewer-letter" data-side={side}>
          {letters[side]}
        </span>
      ))}
    </>
  );
}

function Refusal({ model, image }: { model: Model; image: Image }) {
  const trouble = model.broken.value.get(image);
  if (trouble === undefined || model.shown.value !== null) return null;
  return <p class="viewer-refusal">{t(`viewer.trouble.${trouble}`)}</p>;
}

/** No image yet, or none at all: said, never left blank. */
function Nothing({ model }: { model: Model }) {
  const trouble: Trouble | null = model.trouble.value;
  if (trouble !== null) {
    return (
      <div class="viewer-refusal" role="alert">
        <p>{t(`viewer.trouble.${trouble}`)}</p>
        <button type="button" class="viewer-button" onClick={model.reload}>
          {t("viewer.retry")}
        </button>
      </div>
    );
  }
  const words = model.studies.value.length === 0 ? t("viewer.loading") : t("viewer.empty");
  return (
    <p class="viewer-refusal" role="status">
      {words}
    </p>
  );
}
