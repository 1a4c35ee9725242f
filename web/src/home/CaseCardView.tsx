import { serverNow } from "../app/me.ts";
import type { CaseCard } from "../contract/wire.gen.ts";
import { Badge, StateBadge, UrgencyBadge } from "../ui/Badge.tsx";
import { ButtonLink } from "../ui/Button.tsx";
import { deadline } from "../words/dates.ts";
import { t } from "../words/t.ts";
import { moveText } from "./move.ts";
import { roomIsOpen } from "./whose.ts";

function person(card: CaseCard): string {
  const name = card.patient_name === "" ? t("home.noName") : card.patient_name;
  const age = card.age === null ? t("age.unknown") : t("age.years", { years: card.age });
  return `${name} · ${t(`sex.${card.sex}`)} · ${age}`;
}

function target(card: CaseCard): string {
  return card.state === "draft" ? `#/request/${card.id}` : `#/cases/${card.id}`;
}

/** A case in the list: who, what, whose move, until when; one tap opens it. */
export function CaseCardView({ card }: { card: CaseCard }) {
  return (
    <li class="case-card" data-state={card.state} data-case={card.id}>
      <div class="row">
        <a class="case-card-name grow" href={target(card)}>
          {person(card)}
        </a>
        <UrgencyBadge urgency={card.urgency} />
      </div>
      <p>{card.complaint === "" ? t("home.noComplaint") : card.complaint}</p>
      <p class="case-card-move">{moveText(card)}</p>
      <div class="row">
        <StateBadge state={card.state} />
        {card.due_at !== null && (
          <Badge tone={card.overdue ? "bad" : "plain"} icon="clock">
            {deadline(card.due_at, serverNow())}
          </Badge>
        )}
        {card.state === "draft" && card.missing > 0 && (
          <Badge tone="warn">{t("home.missing", { n: card.missing })}</Badge>
        )}
        {card.number !== "" && <span class="secondary">{card.number}</span>}
        {roomIsOpen(card) && card.session_id !== null && (
          <ButtonLink kind="main" icon="video" href={`#/cases/${card.id}/room/${card.session_id}`}>
            {t("home.enter")}
          </ButtonLink>
        )}
      </div>
    </li>
  );
}
