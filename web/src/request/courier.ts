import { signal } from "@preact/signals";

import { notify } from "../ui/Notices.tsx";
import * as api from "../wire/api.ts";
import { t } from "../words/t.ts";
import { forgetRequest, isOpen, keepRequest, type KeptDraft, keptRequests } from "./kept.ts";
import { merge } from "./merge.ts";

/** What lies on this device and not (fully) on the server. */
export const onDevice = signal<readonly KeptDraft[]>([]);

export async function look(): Promise<void> {
  onDevice.value = await keptRequests();
}

async function upToDate(draft: KeptDraft): Promise<KeptDraft | null> {
  if (draft.caseId === null) {
    const made = await api.createCase({ token: draft.token, form: draft.form });
    if (!made.ok) return null;
    const { id, seq, form } = made.value;
    return { ...draft, caseId: id, seq, base: form, dirty: false };
  }
  const read = await api.readCase(draft.caseId, { noDialog: true });
  if (!read.ok || !isOpen(read.value)) return null;
  if (!draft.dirty) return { ...draft, seq: read.value.seq };
  const { value } = merge(draft.base ?? draft.form, draft.form, read.value.form);
  const saved = await api.saveForm(draft.caseId, read.value.seq, value);
  if (!saved.ok) return null;
  return { ...draft, seq: saved.value.seq, form: value, base: saved.value.form, dirty: false };
}

async function deliver(draft: KeptDraft): Promise<void> {
  const fresh = await upToDate(draft);
  if (fresh === null || fresh.caseId === null) return;
  if (!fresh.submit) {
    if (fresh.signature === null) await forgetRequest(fresh.token);
    return;
  }
  if (fresh.signature !== null) {
    await keepRequest(fresh); // the signature goes with the open form, which the person is led to
    return;
  }
  const moved = await api.moveCase(fresh.caseId, fresh.seq, { action: "submit" }, fresh.token);
  if (moved.ok) {
    await forgetRequest(fresh.token);
    notify(t("request.submittedLater"), "good");
  } else {
    await keepRequest({ ...fresh, submit: false });
    notify(t("request.submitFailed"), "bad");
  }
}

/** Bring to the server what was completed without a network; one after the other. */
export async function deliverAll(): Promise<void> {
  for (const draft of await keptRequests()) await deliver(draft);
  await look();
}
