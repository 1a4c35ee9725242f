import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";

import { me } from "../app/me.ts";
import type {
  CaseMove,
  CaseView,
  Conclusion,
  InvitationMove,
  Problem,
  SessionMove,
  Slot,
} from "../contract/wire.gen.ts";
import { forgetDraft, keepDraft, keptDraft } from "../offline/drafts.ts";
import { notify } from "../ui/Notices.tsx";
import * as api from "../wire/api.ts";
import { newKey } from "../wire/http.ts";
import type { Result } from "../wire/result.ts";
import { watchCase } from "../wire/watch.ts";
import { problemText } from "../words/t.ts";
import { openedConclusion, startConclusion } from "./conclusion.ts";

export type Saving = "saved" | "saving" | "unsaved";

export interface CaseModel {
  readonly id: string;
  readonly view: ReadonlySignal<CaseView | null>;
  readonly problem: ReadonlySignal<Problem | null>;
  /** The act that is under way; no second one begins. */
  readonly busy: ReadonlySignal<string | null>;
  /** What the signed-in expert writes; null for everybody else. */
  readonly draft: ReadonlySignal<Conclusion | null>;
  readonly saving: ReadonlySignal<Saving>;
  refresh: () => Promise<void>;
  may: (action: string) => boolean;
  /** All acts: true when done; a refusal becomes a notice and false. */
  move: (move: CaseMove) => Promise<boolean>;
  moveInvitation: (invitation: string, move: InvitationMove) => Promise<boolean>;
  moveSession: (session: string, move: SessionMove) => Promise<boolean>;
  book: (slot: Slot) => Promise<boolean>;
  edit: (conclusion: Conclusion) => void;
  /** Save what is unsaved now: before leaving the editor. */
  saveDraft: () => Promise<boolean>;
  sign: () => Promise<boolean>;
  amend: (reason: string) => Promise<boolean>;
  say: (text: string) => Promise<boolean>;
}

const PAUSE = 900; // milliseconds without typing before a draft is saved
const AGAIN = 3000; // milliseconds before a draft that could not be saved is sent once more

/** One case with everything that can be done to it, until the signal ends. */
export function createCaseModel(id: string, until: AbortSignal): CaseModel {
  const watched = watchCase(id, until);
  const busy = signal<string | null>(null);
  const may = (action: string) => watched.view.value?.may.includes(action) ?? false;

  /** Do one act on the present seq; somebody else's change in between is fetched and said. */
  const act = async (name: string, send: (seq: number) => Promise<Result<CaseView>>) => {
    const seen = watched.view.value;
    if (seen === null || busy.value !== null) return false;
    busy.value = name;
    const answer = await send(seen.seq);
    busy.value = null;
    if (until.aborted) return answer.ok;
    if (answer.ok) {
      watched.take(answer.value);
      return true;
    }
    notify(problemText(answer.problem), "bad");
    if (answer.problem.status === 409 || answer.problem.status === 404) await watched.refresh();
    return false;
  };

  const drafting = createDraft(id, watched, until);
  return {
    id,
    view: watched.view,
    problem: watched.problem,
    busy,
    draft: drafting.draft,
    saving: drafting.saving,
    refresh: watched.refresh,
    may,
    move: (move) => act(move.action, (seq) => api.moveCase(id, seq, move)),
    moveInvitation: (invitation, move) =>
      act(move.action, (seq) => api.moveInvitation(id, invitation, seq, move)),
    moveSession: (session, move) =>
      act(move.action, (seq) => api.moveSession(id, session, seq, move)),
    book: (slot) => act("book", (seq) => api.bookSession(id, seq, slot)),
    edit: drafting.edit,
    saveDraft: drafting.save,
    sign: async () => {
      const conclusion = drafting.draft.value;
      const view = watched.view.value;
      if (conclusion === null || view === null || !(await drafting.save())) return false;
      const key = newKey();
      return act("sign", (seq) =>
        api.signOpinion(id, seq, { case_version: view.version, seen_seq: seq, conclusion }, key),
      );
    },
    amend: (reason) => act("amend", (seq) => api.amendOpinion(id, seq, reason)),
    say: (text) => act("say", () => api.say(id, { id: newKey(), text })),
  };
}

/** Whether the same request may succeed a little later: no network, too many, or trouble there. */
function passing(problem: Problem): boolean {
  return problem.status === 0 || problem.status === 429 || problem.status >= 500;
}

interface Drafting {
  readonly draft: ReadonlySignal<Conclusion | null>;
  readonly saving: Signal<Saving>;
  edit: (conclusion: Conclusion) => void;
  save: () => Promise<boolean>;
}

/** The opinion under the expert's hands: kept at every pause, never overwritten by an event. */
function createDraft(id: string, watched: ReturnType<typeof watchCase>, until: AbortSignal) {
  const edited = signal<Conclusion | null>(null);
  const saving = signal<Saving>("saved");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<boolean> | null = null;
  let failing = false;
  const device = `opinion-${id}`; // its name among the drafts of this device

  const draft = computed(() => {
    const view = watched.view.value;
    const own = me.value?.id;
    if (view === null || own === undefined || !view.may.includes("write_opinion")) return null;
    if (edited.value !== null) return edited.value;
    const stored = view.opinions.find((one) => one.author === own && one.state === "draft");
    return stored?.conclusion ?? startConclusion(view);
  });

  const send = async (again: boolean): Promise<boolean> => {
    const view = watched.view.value;
    const conclusion = edited.value;
    if (view === null || conclusion === null) return true;
    saving.value = "saving";
    const body = { conclusion, case_version: view.version };
    const answer = await api.writeOpinion(id, view.seq, body);
    if (answer.ok) {
      watched.take(answer.value);
      failing = false;
      saving.value = edited.value === conclusion ? "saved" : "unsaved";
      if (edited.value === conclusion) forgetDraft(device).catch(() => undefined);
      return true;
    }
    if (answer.problem.status === 409 && again && !until.aborted) {
      await watched.refresh(); // a message or a file came in between; the text is still ours
      return send(false);
    }
    saving.value = "unsaved";
    if (until.aborted) return false;
    if (!failing) notify(problemText(answer.problem), "bad"); // said once, not at each attempt
    failing = true;
    if (passing(answer.problem)) later(AGAIN);
    return false;
  };
  const later = (pause: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      save().catch(() => undefined);
    }, pause);
  };
  const save = async (): Promise<boolean> => {
    clearTimeout(timer);
    if (sending !== null) await sending;
    if (saving.value === "saved") return true;
    sending = send(true);
    const done = await sending;
    sending = null;
    return done;
  };
  const edit = (conclusion: Conclusion) => {
    edited.value = conclusion;
    saving.value = "unsaved";
    keepDraft(device, { opinion: conclusion }).catch(() => undefined);
    later(PAUSE);
  };
  /** Go on with what this device kept, as soon as it is known that it may still be written. */
  const takeUp = (opinion: Conclusion) => {
    const stop = effect(() => {
      const view = watched.view.value;
      if (view === null) return;
      queueMicrotask(() => {
        stop();
        if (edited.value === null && view.may.includes("write_opinion")) edit(opinion);
      });
    });
    until.addEventListener("abort", stop);
  };
  // What a reload in an outage would have lost lies on this device, and goes up from here.
  keptDraft(device).then(
    (found) => {
      const opinion = openedConclusion(found);
      if (opinion !== null && !until.aborted) takeUp(opinion);
    },
    () => undefined,
  );
  until.addEventListener("abort", () => {
    if (saving.value === "unsaved") save().catch(() => undefined);
  });
  const made: Drafting = { draft, saving, edit, save };
  return made;
}
