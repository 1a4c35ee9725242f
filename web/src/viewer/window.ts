/** Windows: what is black, what is white, and the presets by which readers name them. */

export interface Window {
  readonly centre: number; // in modality units: Hounsfield for CT
  readonly width: number; // at least 1
}

export type PresetName =
  "brain" | "stroke" | "bone" | "lung" | "mediastinum" | "abdomen" | "file" | "full";

export interface Preset {
  readonly name: PresetName;
  readonly index: number; // among the file's own, from 1; 0 for the others
  readonly window: Window;
}

const CT: readonly Preset[] = [
  { name: "brain", index: 0, window: { centre: 40, width: 80 } },
  { name: "stroke", index: 0, window: { centre: 40, width: 40 } },
  { name: "bone", index: 0, window: { centre: 500, width: 2000 } },
  { name: "lung", index: 0, window: { centre: -600, width: 1500 } },
  { name: "mediastinum", index: 0, window: { centre: 40, width: 400 } },
  { name: "abdomen", index: 0, window: { centre: 60, width: 350 } },
];

const KEYS = 9;

/** The presets of a modality in the order of the keys 1–9: customary for CT, then the file's own. */
export function presets(
  modality: string,
  fromFile: readonly Window[],
  full: Window | null,
): readonly Preset[] {
  const own = fromFile.map((window, i): Preset => ({ name: "file", index: i + 1, window }));
  const whole: Preset[] = full === null ? [] : [{ name: "full", index: 0, window: full }];
  return [...(modality === "CT" ? CT : []), ...own, ...whole].slice(0, KEYS);
}

/** The window that shows every value from `low` to `high`. */
export function spanning(low: number, high: number): Window {
  return { centre: (low + high + 1) / 2, width: Math.max(1, high - low + 1) };
}

/**
 * Drag: right widens, down raises the centre, as on most workstations.
 *
 * The step grows with the width, so that a lung and a stroke window are equally handy.
 */
export function dragged(window: Window, right: number, down: number): Window {
  const step = Math.max(window.width, 20) / 256;
  return {
    centre: rounded(window.centre + down * step),
    width: Math.max(1, rounded(window.width + right * step)),
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/**
 * Grey of each stored value from `low` on (DICOM PS3.3 C.11.2.1.2.1, LINEAR), 0 to 255.
 *
 * Stored values become modality values by `slope` and `intercept` first.
 */
export function greys(
  { low, high }: { low: number; high: number },
  { slope, intercept }: { slope: number; intercept: number },
  { centre, width }: Window,
  invert: boolean,
): Uint8ClampedArray {
  const table = new Uint8ClampedArray(high - low + 1);
  const black = centre - 0.5 - (width - 1) / 2;
  const span = width - 1;
  for (let i = 0; i < table.length; i++) {
    const value = (low + i) * slope + intercept;
    const share = span > 0 ? (value - black) / span : value > black ? 1 : 0;
    table[i] = (invert ? 1 - share : share) * 255; // clamps and rounds half to even
  }
  return table;
}
