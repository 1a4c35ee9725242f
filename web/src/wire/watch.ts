import { type ReadonlySignal, signal } from "@preact/signals";

import { apply } from "../case/apply.ts";
import type { CaseView, Problem, ServerEvent, WatchAnswer } from "../contract/wire.gen.ts";
import * as api from "./api.ts";
import { command, listen, onEachConnection } from "./socket.ts";

export interface Watched {
  /** null while it is first fetched. */
  readonly view: ReadonlySignal<CaseView | null>;
  readonly problem: ReadonlySignal<Problem | null>;
  /** Fetch it anew: after a 409, say. */
  refresh: () => Promise<void>;
  /** Take a view that came as the answer to one's own change. */
  take: (view: CaseView) => void;
}

/**
 * One case, kept up to date until the signal ends: events are applied in order, a gap or a
 * reconnection with too much missed fetches the view again.
 */
export function watchCase(id: string, until: AbortSignal): Watched {
  const view = signal<CaseView | null>(null);
  const problem = signal<Problem | null>(null);
  let fetching: Promise<void> | null = null;

  const take = (fresh: CaseView) => {
    if (view.value === null || fresh.seq >= view.value.seq) view.value = fresh;
  };
  const fetchNow = async () => {
    const answer = await api.readCase(id, { signal: until });
    if (until.aborted) return;
    if (answer.ok) {
      problem.value = null;
      take(answer.value);
    } else {
      problem.value = answer.problem;
    }
  };
  const refresh = () => {
    fetching ??= fetchNow().finally(() => {
      fetching = null;
    });
    return fetching;
  };
  const receive = (event: ServerEvent) => {
    if (event.case !== id || view.value === null) return;
    const after = apply(view.value, event);
    if (after !== "gap") view.value = after;
    // What the asker may do now, and what the form holds, only the server can say.
    const more = event.type === "case.moved" || event.type === "form.saved";
    if (after === "gap" || more) refresh().catch(() => undefined);
  };
  const watch = async () => {
    if (view.value === null) await refresh();
    const seq = view.value?.seq ?? 0;
    const answer = await command<WatchAnswer>("case.watch", { case: id, seq });
    if (!answer.ok || until.aborted) return;
    if (answer.value.resync) await refresh();
    else for (const event of answer.value.events) receive(event);
  };

  listen<ServerEvent>("event", receive, until);
  onEachConnection(() => {
    watch().catch(() => undefined);
  }, until);
  refresh().catch(() => undefined);
  return { view, problem, refresh, take };
}
