/** Lengths and the leader's pointer, drawn over the image. */

import type { Image } from "./manifest.ts";
import { measured, type Length } from "./measure.ts";
import type { Model } from "./model.ts";
import { through, type Matrix } from "./place.ts";
import { t } from "./words.ts";

interface Props {
  readonly model: Model;
  readonly nameOf: (person: string) => string;
}

export function Marks({ model, nameOf }: Props) {
  const [matrix, at] = [model.matrix.value, model.at.value];
  if (matrix === null || at === null) return null;
  return (
    <svg class="viewer-marks" aria-hidden="true">
      {model.lengths.value.map((length, i) => (
        <Line key={i} length={length} image={at.image} matrix={matrix} />
      ))}
      <Pointer model={model} nameOf={nameOf} matrix={matrix} />
    </svg>
  );
}

interface LineProps {
  readonly length: Length;
  readonly image: Image;
  readonly matrix: Matrix;
}

function Line({ length, image, matrix }: LineProps) {
  const [x1, y1] = through(matrix, length.from);
  const [x2, y2] = through(matrix, length.to);
  const ends = { x1, y1, x2, y2 };
  return (
    <g class="viewer-length">
      <line class="viewer-length-edge" {...ends} />
      <line {...ends} />
      <circle cx={x1} cy={y1} r="4" />
      <circle cx={x2} cy={y2} r="4" />
      <text x={Math.max(x1, x2) + 8} y={(x1 > x2 ? y1 : y2) + 5}>
        {lengthText(length, image)}
      </text>
    </g>
  );
}

/** "约 23.4 mm" where the spacing is that of the detector. */
export function lengthText(length: Length, image: Image): string {
  const { value, unit } = measured(length, image);
  const about = unit === "mm" && image.approximate ? `${t("viewer.approximate")} ` : "";
  return `${about}${value.toFixed(unit === "mm" ? 1 : 0)} ${unit}`;
}

function Pointer({ model, nameOf, matrix }: Props & { readonly matrix: Matrix }) {
  const shared = model.shared;
  const point = shared?.mode.value === "following" ? shared.remotePointer.value : null;
  if (point === null || shared === null) return null;
  const [x, y] = through(matrix, point);
  return (
    <g class="viewer-pointer" transform={`translate(${x} ${y})`}>
      <path d="M0 0l6 17 3-7 7-3z" />
      <text x="18" y="22">
        {nameOf(shared.leader.value ?? "")}
      </text>
    </g>
  );
}
