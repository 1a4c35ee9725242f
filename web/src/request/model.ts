import { batch, type ReadonlySignal, signal } from "@preact/signals";

import { serverNow } from "../app/me.ts";
import type {
  CaseView,
  ClinicalPart,
  ConsentPart,
  PatientPart,
  Problem,
  RequestForm,
  WantedPart,
} from "../contract/wire.gen.ts";
import { canKeepDrafts } from "../offline/drafts.ts";
import { notify } from "../ui/Notices.tsx";
import * as api from "../wire/api.ts";
import { newKey } from "../wire/http.ts";
import { online } from "../wire/link.ts";
import { isOffline } from "../wire/result.ts";
import { problemText, t } from "../words/t.ts";
import { EMERGENCY_FORM, EMPTY_FORM } from "./form.ts";
import {
  forgetRequest,
  isOpen,
  keepRequest,
  type KeptDraft,
  requestByToken,
  requestOfCase,
} from "./kept.ts";
import { merge, same } from "./merge.ts";
import { onSent, sendFiles } from "./uploads.ts";

export type SaveState = "saved" | "device" | "saving" | "typing" | "unsaved" | "nowhere";

const PAUSE_DEVICE = 300; // ms after the last key
const PAUSE_SERVER = 900;
const AGAIN = 5000;

export interface RequestModel {
  readonly form: ReadonlySignal<RequestForm>;
  readonly view: ReadonlySignal<CaseView | null>;
  readonly saveState: ReadonlySignal<SaveState>;
  readonly savedAt: ReadonlySignal<Date | null>;
  readonly problem: ReadonlySignal<Problem | null>;
  readonly loading: ReadonlySignal<boolean>;
  readonly submitting: ReadonlySignal<boolean>;
  /** Set once submitting was tried: from then on every gap is shown at its field. */
  readonly tried: ReadonlySignal<boolean>;
  readonly signature: ReadonlySignal<string | null>;
  patient: (change: Partial<PatientPart>) => void;
  clinical: (change: Partial<ClinicalPart>) => void;
  wanted: (change: Partial<WantedPart>) => void;
  consent: (change: Partial<ConsentPart>) => void;
  /** Keep a drawn signature (a PNG as a data address) and send it when it can be sent. */
  sign: (drawn: string | null) => void;
  /** Save now; true when the server has everything. */
  flush: () => Promise<boolean>;
  /** The case's id on the server, made now where there is none yet. */
  ensureCase: () => Promise<string | null>;
  /** "sent", "later" (no network), "incomplete", or "refused" (a notice says why). */
  submit: (answers: Readonly<Record<string, string>>) => Promise<Submitted>;
  discard: () => Promise<boolean>;
}

export type Submitted = "sent" | "later" | "incomplete" | "refused";

function fileOf(dataAddress: string): File {
  const bytes = Uint8Array.from(atob(dataAddress.split(",")[1] ?? ""), (one) => one.charCodeAt(0));
  return new File([bytes], "signature.png", { type: "image/png" });
}

/** One request while it is written: what is on the screen, on the device and on the server. */
export function openRequest(id: string, emergency: boolean, until: AbortSignal): RequestModel {
  const token = signal(id.startsWith("new-") ? id.slice(4) : newKey());
  const form = signal<RequestForm>(emergency ? EMERGENCY_FORM : EMPTY_FORM);
  const base = signal<RequestForm | null>(null);
  const view = signal<CaseView | null>(null);
  const caseId = signal<string | null>(id.startsWith("new-") ? null : id);
  const seq = signal(0);
  const saveState = signal<SaveState>("saved");
  const savedAt = signal<Date | null>(null);
  const problem = signal<Problem | null>(null);
  const loading = signal(true);
  const submitting = signal(false);
  const tried = signal(false);
  const signature = signal<string | null>(null);
  let dirty = false;
  let submitLater = false;
  let deviceTimer: ReturnType<typeof setTimeout> | undefined;
  let serverTimer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<boolean> | null = null;
  const submitKey = newKey();

  const kept = (): KeptDraft => ({
    token: token.value,
    caseId: caseId.value,
    seq: seq.value,
    base: base.value,
    form: form.value,
    dirty,
    submit: submitLater,
    signature: signature.value,
    changedAt: serverNow().toISOString(),
  });
  const keepOnDevice = async () => {
    clearTimeout(deviceTimer);
    return (dirty || submitLater || signature.value !== null) && (await keepRequest(kept()));
  };

  const accept = (fresh: CaseView) => {
    batch(() => {
      view.value = fresh;
      caseId.value = fresh.id;
      seq.value = fresh.seq;
      base.value = fresh.form;
    });
  };
  /** Take in what the server has; what both sides changed stays as it is here. */
  const mergeIn = (fresh: CaseView) => {
    const merged = merge(base.value ?? EMPTY_FORM, form.value, fresh.form);
    if (merged.clash) notify(t("request.merged"), "warn");
    accept(fresh);
    form.value = merged.value;
    dirty = !same(merged.value, fresh.form);
  };

  const refetch = async (): Promise<boolean> => {
    if (caseId.value === null) return false;
    const answer = await api.readCase(caseId.value, { signal: until });
    if (answer.ok) mergeIn(answer.value);
    else problem.value = answer.problem;
    return answer.ok;
  };

  const sendOnce = (sent: RequestForm) =>
    caseId.value === null
      ? api.createCase({ token: token.value, form: sent })
      : api.saveForm(caseId.value, seq.value, sent);

  const saveOnce = async (): Promise<boolean> => {
    if (!dirty && caseId.value !== null) return true;
    saveState.value = "saving";
    const sent = form.value;
    const answer = await sendOnce(sent);
    if (answer.ok) {
      const known = caseId.value !== null || same(answer.value.form, sent);
      accept(answer.value);
      dirty = form.value !== sent || !known;
      problem.value = null;
      return true;
    }
    if (answer.problem.code === "conflict" && (await refetch())) return false; // once more
    problem.value = isOffline(answer.problem) ? null : answer.problem;
    return false;
  };

  const settle = async (done: boolean) => {
    if (done && !dirty) {
      saveState.value = "saved";
      savedAt.value = serverNow();
      if (!submitLater && signature.value === null) await forgetRequest(token.value);
      return;
    }
    if (done) {
      saveState.value = "typing"; // typed on while it was saved
      serverTimer = setTimeout(save, PAUSE_SERVER);
      return;
    }
    const onDevice = await keepOnDevice();
    saveState.value = onDevice ? "device" : canKeepDrafts || online.value ? "unsaved" : "nowhere";
    clearTimeout(serverTimer);
    if (!until.aborted) serverTimer = setTimeout(save, AGAIN);
  };

  const flush = (): Promise<boolean> => {
    clearTimeout(serverTimer);
    saving ??= (async () => {
      let done = false;
      for (let round = 0; round < 4; round += 1) {
        done = await saveOnce();
        if (done && !dirty) break;
        if (!done && problem.value !== null) break;
        if (!online.value) break;
      }
      await settle(done);
      return done && !dirty;
    })().finally(() => {
      saving = null;
    });
    return saving;
  };
  const save = () => {
    flush().catch(() => {
      saveState.value = "unsaved";
    });
  };

  const edited = (next: RequestForm) => {
    form.value = next;
    dirty = true;
    saveState.value = "typing";
    clearTimeout(deviceTimer);
    clearTimeout(serverTimer);
    deviceTimer = setTimeout(() => {
      keepOnDevice().catch(() => undefined);
    }, PAUSE_DEVICE);
    serverTimer = setTimeout(save, PAUSE_SERVER);
  };

  const ensureCase = async () => {
    if (caseId.value === null) await flush();
    return caseId.value;
  };

  const sendSignature = async () => {
    const drawn = signature.value;
    if (drawn === null) return;
    const made = await ensureCase();
    if (made !== null && signature.value === drawn) sendFiles(made, [fileOf(drawn)], "signature");
  };
  const sign = (drawn: string | null) => {
    signature.value = drawn;
    const given_at = drawn === null ? null : serverNow().toISOString();
    const consent = { ...form.value.consent, file: null, given_at };
    edited({ ...form.value, consent });
    sendSignature().catch(() => undefined);
  };

  onSent((sent) => {
    if (sent.caseId !== caseId.value) return;
    const isConsent = sent.purpose === "signature" || sent.purpose === "consent";
    if (isConsent && sent.stored !== null) {
      if (sent.purpose === "signature") signature.value = null;
      const given_at = form.value.consent.given_at ?? serverNow().toISOString();
      edited({ ...form.value, consent: { ...form.value.consent, file: sent.stored, given_at } });
    } else {
      soonRefetch(); // what is missing may have changed
    }
  }, until);

  let refetchTimer: ReturnType<typeof setTimeout> | undefined;
  const soonRefetch = () => {
    clearTimeout(refetchTimer);
    refetchTimer = setTimeout(() => {
      if (saving === null) refetch().catch(() => undefined);
    }, 700);
  };

  const submit = async (answers: Readonly<Record<string, string>>): Promise<Submitted> => {
    if (submitting.value) return "refused";
    submitting.value = true;
    tried.value = true;
    const ended = await trySubmit(answers);
    submitting.value = false;
    return ended;
  };
  const trySubmit = async (answers: Readonly<Record<string, string>>): Promise<Submitted> => {
    const saved = await flush();
    if (!saved && !online.value) {
      submitLater = true;
      await keepRequest(kept());
      return "later";
    }
    const now = view.value;
    if (!saved || now === null) {
      if (problem.value !== null) notify(problemText(problem.value), "bad");
      return "refused";
    }
    if (now.missing.some((one) => one.blocking)) return "incomplete";
    const move =
      now.state === "returned"
        ? {
            action: "resubmit" as const,
            answers: now.asked.map((one) => ({ id: one.id, answer: answers[one.id] ?? "" })),
          }
        : { action: "submit" as const };
    const answer = await api.moveCase(now.id, seq.value, move, `${submitKey}-${seq.value}`);
    if (answer.ok) {
      accept(answer.value);
      submitLater = false;
      await forgetRequest(token.value);
      return "sent";
    }
    if (isOffline(answer.problem)) {
      submitLater = true;
      await keepRequest(kept());
      return "later";
    }
    if (answer.problem.code === "conflict") await refetch();
    notify(problemText(answer.problem), "bad");
    return "refused";
  };

  const discard = async () => {
    if (caseId.value !== null && view.value !== null) {
      const answer = await api.moveCase(caseId.value, seq.value, { action: "withdraw" });
      if (!answer.ok) {
        notify(problemText(answer.problem), "bad");
        return false;
      }
    }
    clearTimeout(deviceTimer);
    clearTimeout(serverTimer);
    dirty = false;
    await forgetRequest(token.value);
    return true;
  };

  const restore = (draft: KeptDraft) => {
    token.value = draft.token;
    caseId.value = draft.caseId;
    seq.value = draft.seq;
    base.value = draft.base;
    form.value = draft.form;
    signature.value = draft.signature;
    dirty = draft.dirty;
  };
  const load = async () => {
    const local =
      caseId.value === null ? await requestByToken(token.value) : await requestOfCase(caseId.value);
    if (local !== null) restore(local);
    if (caseId.value === null && local === null) return;
    if (caseId.value !== null) {
      const answer = await api.readCase(caseId.value, { signal: until });
      if (answer.ok && local !== null && isOpen(answer.value)) mergeIn(answer.value);
      else if (answer.ok) {
        accept(answer.value);
        form.value = answer.value.form;
      } else if (local === null) problem.value = answer.problem;
    }
    if (dirty) save();
    await sendSignature();
  };

  const stopWatching = online.subscribe((is) => {
    if (is && (dirty || signature.value !== null) && !loading.peek()) {
      queueMicrotask(save);
      sendSignature().catch(() => undefined);
    }
  });
  const hidden = () => {
    if (document.visibilityState === "hidden" && dirty) keepOnDevice().catch(() => undefined);
  };
  document.addEventListener("visibilitychange", hidden);
  until.addEventListener("abort", () => {
    stopWatching();
    clearTimeout(refetchTimer);
    document.removeEventListener("visibilitychange", hidden);
    if (dirty) save(); // the page is left for another one: nothing of it may be lost
  });
  load()
    .catch(() => undefined)
    .finally(() => {
      loading.value = false;
    });

  return {
    form,
    view,
    saveState,
    savedAt,
    problem,
    loading,
    submitting,
    tried,
    signature,
    patient: (change) => edited({ ...form.value, patient: { ...form.value.patient, ...change } }),
    clinical: (change) =>
      edited({ ...form.value, clinical: { ...form.value.clinical, ...change } }),
    wanted: (change) => edited({ ...form.value, wanted: { ...form.value.wanted, ...change } }),
    consent: (change) => edited({ ...form.value, consent: { ...form.value.consent, ...change } }),
    sign,
    flush,
    ensureCase,
    submit,
    discard,
  };
}
