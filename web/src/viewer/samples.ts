/** Made-up images for the tests beside the source. */

import type { Image, Series, Study } from "./manifest.ts";
import type { Grey } from "./pixels.ts";

export function image(changes: Partial<Image> = {}): Image {
  return {
    sop: "1.2.3",
    frame: 1,
    rows: 512,
    columns: 512,
    bitsAllocated: 16,
    bitsStored: 16,
    signed: true,
    samples: 1,
    inverse: false,
    slope: 1,
    intercept: 0,
    unit: "HU",
    windows: [{ centre: 40, width: 80 }],
    spacing: [0.5, 0.5],
    approximate: false,
    position: [0, 0, 0],
    orientation: [1, 0, 0, 0, 1, 0],
    thickness: 5,
    preview: "/preview",
    encoded: "/encoded",
    cuts: [1000, 4000, 14000, 50000, 150000],
    raw: "/raw",
    rendered: "/rendered",
    ...changes,
  };
}

export function stack(count: number, uid = "1.2"): Series {
  return {
    series: uid,
    modality: "CT",
    number: 1,
    description: null,
    bodyPart: null,
    thumbnail: "/thumbnail",
    images: Array.from({ length: count }, (_, i) => image({ sop: `${uid}.${i}` })),
    documents: [],
  };
}

export function study(...series: readonly Series[]): Study {
  return {
    study: "1",
    date: null,
    description: null,
    institution: null,
    patientName: null,
    patientId: null,
    birthDate: null,
    sex: null,
    series,
  };
}

export function grey(reduction = 0): Grey {
  const side = 512 / 2 ** reduction;
  const values = new Int16Array(side * side);
  return { kind: "grey", width: side, height: side, reduction, values, low: 0, high: 0 };
}
