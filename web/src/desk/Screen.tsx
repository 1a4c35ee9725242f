import "../home/home.css";
import "./desk.css";

import { serverNow } from "../app/me.ts";
import { useScreen } from "../app/useScreen.ts";
import type { CaseCard } from "../contract/wire.gen.ts";
import { type CaseListModel, followCases } from "../home/model.ts";
import { moveText } from "../home/move.ts";
import { Badge, StateBadge, UrgencyBadge } from "../ui/Badge.tsx";
import { Button } from "../ui/Button.tsx";
import { Notice } from "../ui/Notice.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { deadline, span } from "../words/dates.ts";
import { problemText, t } from "../words/t.ts";
import { COLUMNS, type Column, columns } from "./columns.ts";

function waited(card: CaseCard): string {
  const since = card.submitted_at ?? card.created_at;
  return span(serverNow().getTime() - new Date(since).getTime());
}

function DeskCard({ card }: { card: CaseCard }) {
  const specialty = card.specialty === null ? "" : t(`specialty.${card.specialty}`);
  return (
    <li class="case-card" data-state={card.state} data-case={card.id} data-overdue={card.overdue}>
      <div class="row">
        <a class="case-card-name grow" href={`#/cases/${card.id}`}>
          {card.patient_name} · {card.complaint}
        </a>
        <UrgencyBadge urgency={card.urgency} />
      </div>
      <p class="secondary">
        {[card.site_name, specialty, card.modalities.join(" ")].filter(Boolean).join(" · ")}
      </p>
      <p class="case-card-move">{moveText(card)}</p>
      <div class="row">
        <StateBadge state={card.state} />
        {card.missing > 0 && <Badge tone="warn">{t("desk.missing", { n: card.missing })}</Badge>}
        {card.due_at === null ? (
          <span class="secondary">{t("desk.waited", { span: waited(card) })}</span>
        ) : (
          <Badge tone={card.overdue ? "bad" : "plain"} icon="clock">
            {deadline(card.due_at, serverNow())}
          </Badge>
        )}
      </div>
    </li>
  );
}

function BoardColumn({ column, cards }: { column: Column; cards: readonly CaseCard[] }) {
  return (
    <section class="stack-tight board-column" aria-label={t(`desk.${column}`)}>
      <h2>{`${t(`desk.${column}`)} (${cards.length})`}</h2>
      {cards.length === 0 && <p class="secondary">{t("desk.empty")}</p>}
      <ul class="stack-tight">
        {cards.map((one) => (
          <DeskCard key={one.id} card={one} />
        ))}
      </ul>
    </section>
  );
}

function Board({ model }: { model: CaseListModel }) {
  const cards = model.cards.value;
  if (cards === null) {
    return model.problem.value === null ? <Spinner label={t("app.loading")} /> : null;
  }
  const board = columns(cards);
  return (
    <div class="board">
      {COLUMNS.map((one) => (
        <BoardColumn key={one} column={one} cards={board[one]} />
      ))}
    </div>
  );
}

/** Screen 10: the dispatcher's board, by whose hand is wanted. */
export function Screen() {
  const model = useScreen((until) => followCases("desk", until));
  const problem = model.problem.value;
  return (
    <div class="stack">
      <div class="row">
        <h1 class="grow">{t("desk.title")}</h1>
        <Button kind="quiet" icon="refresh" onClick={model.refresh}>
          {t("home.refresh")}
        </Button>
      </div>
      {problem !== null && problem.code !== "offline" && (
        <Notice tone="warn">{problemText(problem)}</Notice>
      )}
      <Board model={model} />
    </div>
  );
}
