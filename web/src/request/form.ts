import type { RequestForm } from "../contract/wire.gen.ts";

export const CONSENT_TEXT = "2026-11";

/** A form of which nothing is known yet, as the server would make it. */
export const EMPTY_FORM: RequestForm = {
  patient: {
    name: "",
    sex: "unknown",
    birth_date: null,
    estimated_age: null,
    identity_kind: "resident_id",
    identity_number: "",
    identity_explanation: "",
    phone: "",
    guardian: "",
    address: "",
    language: "",
    insurance: "",
    record_number: "",
    kind: "outpatient",
    bed: "",
    present: true,
  },
  clinical: {
    complaint: "",
    duration: "",
    present_illness: "",
    past_history: "",
    family_history: "",
    obstetric_history: "",
    allergy: "not_asked",
    allergy_detail: "",
    drugs: [],
    no_drugs: false,
    vitals: {
      measured_at: null,
      temperature: null,
      pulse: null,
      respiration: null,
      systolic: null,
      diastolic: null,
      oxygen_saturation: null,
      glucose: null,
      weight: null,
      coma_scale: null,
    },
    findings: "",
    onset_at: null,
    diagnosis_code: "",
    diagnosis: "",
    treatment: "",
    tests: [],
  },
  wanted: {
    organisation: null,
    specialty: null,
    expert: null,
    alternatives: "",
    mode: "live",
    urgency: "routine",
    urgency_reason: "",
    proposed: [],
    contact_phone: "",
    questions: [],
  },
  consent: {
    by: "patient",
    name: "",
    relation: "",
    how: "not_yet",
    file: null,
    text_version: CONSENT_TEXT,
    fee_quoted: "",
    recording: null,
    teaching: null,
    given_at: null,
  },
  key_images: [],
};

export const EMERGENCY_FORM: RequestForm = {
  ...EMPTY_FORM,
  patient: { ...EMPTY_FORM.patient, kind: "emergency" },
  wanted: { ...EMPTY_FORM.wanted, urgency: "emergency" },
};

export const STEPS = ["patient", "illness", "files", "ask"] as const;
export type Step = (typeof STEPS)[number];

/** On which step of the phone's four a field lies. */
export function stepOf(path: string): Step {
  if (path.startsWith("patient")) return "patient";
  if (path.startsWith("clinical")) return "illness";
  if (path.startsWith("studies") || path.startsWith("attachments")) return "files";
  return "ask";
}

/** The list with the entry at `place` changed. */
export function changed<T>(list: readonly T[], place: number, change: Partial<T>): readonly T[] {
  return list.map((one, at) => (at === place ? { ...one, ...change } : one));
}

export function without<T>(list: readonly T[], place: number): readonly T[] {
  return list.filter((_, at) => at !== place);
}
