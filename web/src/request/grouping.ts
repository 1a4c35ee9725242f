import type { PatientPart } from "../contract/wire.gen.ts";
import { type Content, contentOf, HEAD_BYTES, readTags, type Tags } from "./tags.ts";

export interface ReadFile {
  readonly file: File;
  readonly content: Content;
  readonly tags: Tags | null;
}

export interface StudyGroup {
  readonly study: string;
  readonly tags: Tags;
  readonly files: readonly File[];
  readonly series: number;
}

export interface Sorted {
  readonly studies: readonly StudyGroup[];
  /** Photos, documents, and what only the server can judge. */
  readonly others: readonly File[];
  /** CD directories and system files, which nobody needs. */
  readonly skipped: number;
}

/** Read the beginnings of files, telling how far one is. */
export async function readAll(
  files: readonly File[],
  progress: (done: number) => void,
): Promise<readonly ReadFile[]> {
  const read: ReadFile[] = [];
  for (const file of files) {
    const head = new Uint8Array(
      await file
        .slice(0, HEAD_BYTES)
        .arrayBuffer()
        .catch(() => new ArrayBuffer(0)),
    );
    const content = contentOf(file.name, head);
    read.push({ file, content, tags: content === "dicom" ? readTags(head) : null });
    progress(read.length);
  }
  return read;
}

export function sort(read: readonly ReadFile[]): Sorted {
  const studies = new Map<string, { tags: Tags; files: File[]; series: Set<string> }>();
  const others: File[] = [];
  let skipped = 0;
  for (const { file, content, tags } of read) {
    if (content === "system" || content === "directory") {
      skipped += 1;
    } else if (tags === null || tags.study === "") {
      others.push(file);
    } else {
      const group = studies.get(tags.study) ?? { tags, files: [], series: new Set() };
      group.files.push(file);
      group.series.add(tags.series);
      studies.set(tags.study, group);
    }
  }
  return {
    studies: [...studies].map(([study, one]) => ({ ...one, study, series: one.series.size })),
    others,
    skipped,
  };
}

/** One key per patient, as the tags tell patients apart. */
export function patientKey(tags: Tags): string {
  return tags.patientId !== "" ? tags.patientId : `${tags.patientName}|${tags.birthDate}`;
}

export function patientsIn(studies: readonly StudyGroup[]): number {
  return new Set(studies.map((one) => patientKey(one.tags))).size;
}

const SEX_OF: Readonly<Record<string, string>> = { M: "male", F: "female" };
const CJK = /[\u4e00-\u9fff]/;

/** Whether the tags speak against the patient of the form; blanks on either side say nothing. */
export function contradicts(tags: Tags, patient: PatientPart): boolean {
  const born = patient.birth_date;
  if (tags.birthDate !== "" && born !== null && tags.birthDate !== born) return true;
  const sex = SEX_OF[tags.sex];
  if (sex !== undefined && patient.sex !== "unknown" && sex !== patient.sex) return true;
  const name = patient.name.replace(/\s/g, "");
  // A name in Latin letters cannot be compared with one in characters.
  const comparable = name !== "" && CJK.test(tags.patientName) && CJK.test(name);
  return comparable && tags.patientName.replace(/\s/g, "") !== name;
}
