import { type ReadonlySignal, signal } from "@preact/signals";

import type { CaseCard, Problem, ServerEvent } from "../contract/wire.gen.ts";
import * as api from "../wire/api.ts";
import { listen, onEachConnection } from "../wire/socket.ts";

const SETTLE = 400; // ms: several events of one change make one fetch
const EVERY = 60_000; // ms: deadlines move on even when nothing happens

export interface CaseListModel {
  readonly cards: ReadonlySignal<readonly CaseCard[] | null>;
  readonly problem: ReadonlySignal<Problem | null>;
  refresh: () => void;
}

/** A list of cases that follows the server until the signal ends. */
export function followCases(which: api.Which, until: AbortSignal): CaseListModel {
  const cards = signal<readonly CaseCard[] | null>(null);
  const problem = signal<Problem | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const fetchNow = async () => {
    const answer = await api.listCases(which, { signal: until });
    if (until.aborted) return;
    problem.value = answer.ok ? null : answer.problem;
    if (answer.ok) cards.value = answer.value.cases;
  };
  const refresh = () => {
    clearTimeout(timer);
    fetchNow().catch(() => undefined);
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, SETTLE);
  };
  const tick = setInterval(() => {
    if (document.visibilityState === "visible") refresh();
  }, EVERY);
  until.addEventListener("abort", () => {
    clearInterval(tick);
    clearTimeout(timer);
  });
  listen<ServerEvent>("event", soon, until);
  onEachConnection(soon, until);
  refresh();
  return { cards, problem, refresh };
}
