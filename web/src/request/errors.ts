import type { MissingItem } from "../contract/wire.gen.ts";
import { codeText } from "../words/t.ts";
import type { RequestModel } from "./model.ts";
import { residentId } from "./resident.ts";

export function missingText(item: MissingItem): string {
  return codeText("missing", item.code, item.params, "missing.other");
}

/** What is wrong with the resident ID, known at once and without the server. */
function identityError(model: RequestModel): string | undefined {
  const { identity_kind, identity_number } = model.form.value.patient;
  if (identity_kind !== "resident_id") return undefined;
  const number = identity_number.replace(/\s/g, "");
  // Nothing is wrong with a number that is still being typed.
  if (number.length < 18) return undefined;
  const read = residentId(number);
  return read.ok
    ? undefined
    : codeText("missing", `resident_id_${read.wrong}`, {}, "missing.other");
}

/**
 * What is wrong at a field. A gap is no error until submitting was tried; a value that cannot
 * be right is one at once.
 */
export function errorAt(model: RequestModel, path: string): string | undefined {
  if (path === "patient.identity_number") {
    const wrong = identityError(model);
    if (wrong !== undefined) return wrong;
  }
  const typing = model.saveState.value === "typing";
  const items = model.view.value?.missing ?? [];
  const found = items.find(
    (one) =>
      one.path === path &&
      (model.tried.value ? one.blocking : !one.code.endsWith("_missing") && !typing),
  );
  return found === undefined ? undefined : missingText(found);
}
