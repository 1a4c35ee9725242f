import "../home/home.css";
import "./queue.css";

import { useEffect } from "preact/hooks";

import { serverNow } from "../app/me.ts";
import { useScreen } from "../app/useScreen.ts";
import type { CaseCard } from "../contract/wire.gen.ts";
import { type CaseListModel, followCases } from "../home/model.ts";
import { moveText } from "../home/move.ts";
import { Badge, UrgencyBadge } from "../ui/Badge.tsx";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Empty } from "../ui/Empty.tsx";
import { Notice } from "../ui/Notice.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { clockTime, dayOf, deadline } from "../words/dates.ts";
import { problemText, t } from "../words/t.ts";
import { meetingsOn, queuePiles } from "./piles.ts";

function person(card: CaseCard): string {
  const age = card.age === null ? t("age.unknown") : t("age.years", { years: card.age });
  return `${card.patient_name} · ${t(`sex.${card.sex}`)} · ${age}`;
}

function QueueCard({ card }: { card: CaseCard }) {
  return (
    <li class="case-card" data-state={card.state} data-case={card.id}>
      <div class="row">
        <a class="case-card-name grow" href={`#/cases/${card.id}`} data-queue>
          {person(card)}
        </a>
        <UrgencyBadge urgency={card.urgency} />
      </div>
      <p>{card.complaint}</p>
      <p class="secondary">
        {card.site_name} · {card.author_name}
      </p>
      <p class="case-card-move">{moveText(card)}</p>
      <div class="row">
        {card.modalities.map((one) => (
          <Badge key={one} icon="image">
            {one}
          </Badge>
        ))}
        {card.due_at !== null && (
          <Badge tone={card.overdue ? "bad" : "plain"} icon="clock">
            {deadline(card.due_at, serverNow())}
          </Badge>
        )}
        {card.outcome !== null && <Badge tone="good">{t(`outcome.${card.outcome}`)}</Badge>}
      </div>
    </li>
  );
}

function Pile({
  title,
  cards,
  empty,
}: {
  title: string;
  cards: readonly CaseCard[];
  empty?: string;
}) {
  if (cards.length === 0 && empty === undefined) return null;
  return (
    <section class="stack" aria-label={title}>
      <h2>{`${title} (${cards.length})`}</h2>
      {cards.length === 0 && <p class="secondary">{empty}</p>}
      <ul class="cards">
        {cards.map((one) => (
          <QueueCard key={one.id} card={one} />
        ))}
      </ul>
    </section>
  );
}

/** Today as a strip: when, who, the way in. */
function Today({ cards }: { cards: readonly CaseCard[] }) {
  const today = meetingsOn(cards, dayOf(serverNow().toISOString()), dayOf);
  return (
    <section class="stack" aria-label={t("queue.today")}>
      <h2>{t("queue.today")}</h2>
      {today.length === 0 && <p class="secondary">{t("queue.nothingToday")}</p>}
      <ul class="strip">
        {today.map((one) => (
          <li key={one.id} class="strip-entry" data-state={one.session_state}>
            <strong>{one.session_at === null ? "" : clockTime(one.session_at)}</strong>
            <span class="grow">
              {one.patient_name} · {one.site_name}
            </span>
            {one.session_id !== null && one.session_state !== "finished" && (
              <ButtonLink
                kind="main"
                icon="video"
                href={`#/cases/${one.id}/room/${one.session_id}`}
              >
                {t("queue.enter")}
              </ButtonLink>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** j and k walk through the cards, Enter opens (as a link does), r refreshes. */
function walk(event: KeyboardEvent, refresh: () => void): void {
  const typing =
    event.target instanceof HTMLElement && event.target.closest("input,textarea,select,dialog");
  if (typing !== null && typing !== false) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "r") refresh();
  if (event.key !== "j" && event.key !== "k") return;
  const links = [...document.querySelectorAll<HTMLElement>("[data-queue]")];
  const here = links.findIndex((one) => one === document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, here + (event.key === "j" ? 1 : -1)))]?.focus();
}

function Lists({ model }: { model: CaseListModel }) {
  const cards = model.cards.value;
  if (cards === null) {
    return model.problem.value === null ? <Spinner label={t("app.loading")} /> : null;
  }
  if (cards.length === 0) return <Empty icon="inbox" text={t("queue.none")} />;
  const { invited, open, answered } = queuePiles(cards);
  return (
    <>
      <Today cards={cards} />
      <Pile title={t("queue.invited")} cards={invited} empty={t("queue.noInvitations")} />
      <Pile title={t("queue.open")} cards={open} />
      <Pile title={t("queue.answered")} cards={answered} />
    </>
  );
}

/** Screen 5: the expert's desk. */
export function Screen() {
  const model = useScreen((until) => followCases("queue", until));
  useEffect(() => {
    const hear = (event: KeyboardEvent) => walk(event, model.refresh);
    document.addEventListener("keydown", hear);
    return () => document.removeEventListener("keydown", hear);
  }, []);
  const problem = model.problem.value;
  return (
    <div class="stack">
      <div class="row">
        <h1 class="grow">{t("queue.title")}</h1>
        <p class="secondary keyboard-only">{t("queue.keys")}</p>
        <Button kind="quiet" icon="refresh" onClick={model.refresh}>
          {t("home.refresh")}
        </Button>
      </div>
      {problem !== null && problem.code !== "offline" && (
        <Notice tone="warn">{problemText(problem)}</Notice>
      )}
      <Lists model={model} />
    </div>
  );
}
