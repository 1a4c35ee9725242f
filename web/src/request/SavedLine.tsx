import { Icon } from "../ui/Icon.tsx";
import { clockTime } from "../words/dates.ts";
import { problemText, t } from "../words/t.ts";
import type { RequestModel } from "./model.ts";

function textOf(model: RequestModel): string {
  const at = model.savedAt.value;
  switch (model.saveState.value) {
    case "saved":
      return at === null ? "" : t("request.saved", { time: clockTime(at.toISOString()) });
    case "device":
      return t("request.savedDevice");
    case "saving":
      return t("request.saving");
    case "typing":
      return t("request.typing");
    case "unsaved":
      return t("request.unsaved");
    case "nowhere":
      return t("request.notKept");
  }
}

/** Where what was typed is safe by now. */
export function SavedLine({ model }: { model: RequestModel }) {
  const state = model.saveState.value;
  const problem = model.problem.value;
  return (
    <p class="saved secondary" role="status" data-state={state}>
      {state === "saved" && model.savedAt.value !== null && <Icon name="check" />}
      <span>
        {textOf(model)}
        {problem !== null && ` ${problemText(problem)}`}
      </span>
    </p>
  );
}
