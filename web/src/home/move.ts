import { hasRole } from "../app/me.ts";
import type { CaseCard } from "../contract/wire.gen.ts";
import { when } from "../words/dates.ts";
import { t } from "../words/t.ts";

/** What it takes to say whose move it is: a card has it, and a whole case as well. */
export type Standing = Pick<
  CaseCard,
  "state" | "expert_names" | "session_state" | "session_at" | "my_invitation"
>;

function whoOf(card: Standing): string {
  return card.expert_names.length === 0 ? t("move.expert") : card.expert_names.join(t("ui.comma"));
}

/** Whose move it is, in words: "李主任 已接诊，今天 10:30 视频". */
export function moveText(card: Standing): string {
  const who = whoOf(card);
  if (!hasRole("village_doctor")) {
    if (card.state === "answered") return t("move.theirs.answered", { who });
    if (card.state === "returned" || card.state === "acknowledged") {
      return t(`move.theirs.${card.state}`);
    }
  }
  if (hasRole("dispatcher") && (card.state === "submitted" || card.state === "declined")) {
    return t(`move.desk.${card.state}`);
  }
  switch (card.state) {
    case "accepted":
      return acceptedText(card, who);
    case "dispatched":
      if (card.my_invitation === "invited") return t("move.yours.dispatched");
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

function acceptedText(card: Standing, who: string): string {
  const own = card.my_invitation === "accepted";
  if (card.session_state === "open") {
    return own ? t("move.yours.open") : t("move.open", { who });
  }
  if (card.session_state === "live") {
    return own ? t("move.yours.live") : t("move.live", { who });
  }
  if (card.session_state === "interrupted") return t("move.interrupted");
  if (card.session_state === "booked" && card.session_at !== null) {
    const time = when(card.session_at);
    if (own) return t("move.yours.acceptedAt", { time });
    return t("move.acceptedAt", { who, time });
  }
  if (own) return t("move.yours.accepted");
  return t("move.accepted", { who });
}
