import type { CaseView, Conclusion, Medium, Recommendation } from "../contract/wire.gen.ts";

/** How the expert came to know the case: the richest medium of the sessions that took place. */
export function mediumOf(view: CaseView): Medium {
  const media = new Set(
    view.sessions.flatMap((one) =>
      one.started_at === null ? [] : one.attendance.map((a) => a.medium),
    ),
  );
  if (media.has("video")) return "video";
  if (media.has("audio")) return "audio";
  if (media.has("text")) return "text";
  return view.studies.length > 0 ? "images_only" : "text";
}

/** An empty opinion with a place for the answer to each question of the request. */
export function startConclusion(view: CaseView): Conclusion {
  return {
    summary: "",
    answers: view.form.wanted.questions
      .filter((question) => question.trim() !== "")
      .map((question) => ({ question, text: "", cannot: false })),
    diagnoses: [{ text: "", code: "", certainty: "probable" }],
    basis: "",
    differential: "",
    recommendations: [],
    red_flags: "",
    plain_words: "",
    limits: "",
    medium: mediumOf(view),
    key_images: [],
  };
}

export function newRecommendation(id: string): Recommendation {
  return {
    id,
    kind: "monitoring",
    text: "",
    dose: "",
    route: "",
    days: null,
    due: null,
    place: "",
  };
}

export type Lack = "answers" | "diagnosis" | "recommendations";

/** What has to be filled before it can be signed; the server judges in the end. */
export function lacking(conclusion: Conclusion): readonly Lack[] {
  const found: Lack[] = [];
  if (conclusion.answers.some((one) => one.text.trim() === "")) found.push("answers");
  if (!conclusion.diagnoses.some((one) => one.text.trim() !== "")) found.push("diagnosis");
  if (conclusion.recommendations.some((one) => one.text.trim() === "")) {
    found.push("recommendations");
  }
  return found;
}

/** The list with the entry at `place` replaced. */
export function replaced<T>(list: readonly T[], place: number, entry: T): readonly T[] {
  return list.map((one, at) => (at === place ? entry : one));
}

export function without<T>(list: readonly T[], place: number): readonly T[] {
  return list.filter((_, at) => at !== place);
}

function isConclusion(value: unknown): value is Conclusion {
  return (
    typeof value === "object" &&
    value !== null &&
    "answers" in value &&
    Array.isArray(value.answers) &&
    "diagnoses" in value &&
    Array.isArray(value.diagnoses) &&
    "recommendations" in value &&
    Array.isArray(value.recommendations) &&
    "key_images" in value &&
    Array.isArray(value.key_images)
  );
}

/** The opinion out of what this device had kept; null where it holds none. */
export function openedConclusion(kept: unknown): Conclusion | null {
  if (typeof kept !== "object" || kept === null || !("opinion" in kept)) return null;
  return isConclusion(kept.opinion) ? kept.opinion : null;
}
