import "./home.css";

import { useSignal } from "@preact/signals";

import { hasRole, me } from "../app/me.ts";
import { useScreen } from "../app/useScreen.ts";
import type { CaseCard } from "../contract/wire.gen.ts";
import { Button } from "../ui/Button.tsx";
import { Empty } from "../ui/Empty.tsx";
import { Icon, type IconName } from "../ui/Icon.tsx";
import { Notice } from "../ui/Notice.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { problemText, t } from "../words/t.ts";
import { CaseCardView } from "./CaseCardView.tsx";
import { DeviceDrafts } from "./DeviceDrafts.tsx";
import { type CaseListModel, followCases } from "./model.ts";
import { piles, type Side } from "./whose.ts";

interface BigProps {
  href: string;
  icon: IconName;
  title: string;
  hint: string;
  bad?: boolean;
}

function Big({ href, icon, title, hint, bad }: BigProps) {
  return (
    <a class="home-big" href={href} data-tone={bad === true ? "bad" : "brand"}>
      <Icon name={icon} />
      <div>
        <strong>{title}</strong>
        <span>{hint}</span>
      </div>
    </a>
  );
}

interface PileProps {
  title: string;
  cards: readonly CaseCard[];
  empty?: string;
  /** The title says how many there are. */
  counted?: boolean;
}

function PileView({ title, cards, empty, counted = false }: PileProps) {
  if (cards.length === 0 && empty === undefined) return null;
  return (
    <section class="stack" aria-label={title}>
      <h2>{counted ? title : `${title} (${cards.length})`}</h2>
      {cards.length === 0 ? (
        <p class="secondary">{empty}</p>
      ) : (
        <ul class="cards">
          {cards.map((one) => (
            <CaseCardView key={one.id} card={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Lists({ model, side }: { model: CaseListModel; side: Side }) {
  const showEnded = useSignal(false);
  const cards = model.cards.value;
  if (cards === null) {
    return model.problem.value === null ? <Spinner label={t("app.loading")} /> : null;
  }
  if (cards.length === 0) return <Empty icon="list" text={t("home.none")} />;
  const { unread, mine, theirs, ended } = piles(cards, side);
  return (
    <>
      {unread.length > 0 && (
        <div class="unread">
          <PileView counted title={t("home.unread", { n: unread.length })} cards={unread} />
        </div>
      )}
      <PileView title={t("home.mine")} cards={mine} empty={t("home.nothingWaiting")} />
      <PileView title={t("home.theirs")} cards={theirs} />
      {ended.length > 0 && !showEnded.value && (
        <div>
          <Button
            icon="down"
            onClick={() => {
              showEnded.value = true;
            }}
          >
            {`${t("home.showEnded")} (${ended.length})`}
          </Button>
        </div>
      )}
      {showEnded.value && <PileView title={t("home.ended")} cards={ended} />}
    </>
  );
}

function sideOf(): Side {
  if (hasRole("village_doctor")) return "author";
  if (hasRole("lead")) return "reviewer";
  return hasRole("dispatcher") ? "desk" : "onlooker";
}

/** Screen 2: what to begin, what has come, and whose move it is. */
export function Home() {
  const asks = hasRole("village_doctor");
  const which = asks ? "mine" : hasRole("lead") ? "review" : "all";
  const model = useScreen((until) => followCases(which, until));
  const problem = model.problem.value;
  return (
    <div class="stack home">
      <div class="row">
        <h1 class="grow">{t("home.greeting", { name: me.value?.name ?? "" })}</h1>
        <Button kind="quiet" icon="refresh" onClick={model.refresh}>
          {t("home.refresh")}
        </Button>
      </div>
      {asks && (
        <div class="home-start">
          <Big href="#/request" icon="plus" title={t("home.new")} hint={t("home.newHint")} />
          <Big
            href="#/request?emergency"
            icon="siren"
            title={t("home.emergency")}
            hint={t("home.emergencyHint")}
            bad
          />
        </div>
      )}
      {problem !== null && problem.code !== "offline" && (
        <Notice tone="warn">
          <p>{problemText(problem)}</p>
        </Notice>
      )}
      {asks && <DeviceDrafts />}
      <Lists model={model} side={sideOf()} />
    </div>
  );
}
