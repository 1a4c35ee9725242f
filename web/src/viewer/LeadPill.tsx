/** Who leads, and the way in and out of following. */

import type { Shared } from "./shared.ts";
import { t } from "./words.ts";

interface Props {
  readonly shared: Shared;
  readonly nameOf: (person: string) => string;
}

export function LeadPill({ shared, nameOf }: Props) {
  const mode = shared.mode.value;
  const leader = shared.leader.value;
  return (
    <div class="viewer-lead" data-mode={mode} data-leader={leader ?? ""}>
      <span role="status">{words(shared, nameOf)}</span>
      {mode === "following" && <Choice word={t("viewer.alone")} act={shared.leave} />}
      {mode === "leading" && <Choice word={t("viewer.stop_leading")} act={shared.unlead} />}
      {mode === "alone" && leader !== null && (
        <Choice word={t("viewer.follow", nameOf(leader))} act={shared.follow} />
      )}
      {mode !== "leading" && <Choice word={t("viewer.lead")} act={shared.lead} />}
    </div>
  );
}

function words(shared: Shared, nameOf: (person: string) => string): string {
  const leader = shared.leader.value;
  if (shared.mode.value === "leading") return t("viewer.leading");
  return leader === null ? t("viewer.nobody_leads") : t("viewer.following", nameOf(leader));
}

function Choice({ word, act }: { word: string; act: () => void }) {
  return (
    <button type="button" class="viewer-lead-button" onClick={act}>
      {word}
    </button>
  );
}
