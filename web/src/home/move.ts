import { hasRole } from "../app/me.ts";
import type { CaseCard } from "../contract/wire.gen.ts";
import { when } from "../words/dates.ts";
import { t } from "../words/t.ts";

function whoOf(card: CaseCard): string {
  return card.expert_names.length === 0 ? t("move.expert") : card.expert_names.join(t("ui.comma"));
}

/** Whose move it is, in words: "李主任 已接诊，今天 10:30 视频". */
export function moveText(card: CaseCard): string {
  const who = whoOf(card);
  if (!hasRole("village_doctor")) {
    if (card.state === "answered") return t("move.theirs.answered", { who });
    if (card.state === "returned" || card.state === "acknowledged") {
      return t(`move.theirs.${card.state}`);
    }
  }
  switch (card.state) {
    case "accepted":
      return acceptedText(card, who);
    case "dispatched":
      return t("move.dispatched", { who });
    case "answered":
      return t("move.answered", { who });
    case "draft":
    case "in_review":
    case "submitted":
    case "returned":
    case "acknowledged":
    case "closed":
    case "archived":
    case "withdrawn":
    case "rejected":
    case "declined":
    case "expired":
      return t(`move.${card.state}`);
  }
}

function acceptedText(card: CaseCard, who: string): string {
  if (card.session_state === "open") return t("move.open", { who });
  if (card.session_state === "live") return t("move.live", { who });
  if (card.session_state === "interrupted") return t("move.interrupted");
  if (card.session_state === "booked" && card.session_at !== null) {
    return t("move.acceptedAt", { who, time: when(card.session_at) });
  }
  return t("move.accepted", { who });
}
