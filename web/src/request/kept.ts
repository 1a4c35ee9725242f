import type { CaseView, RequestForm } from "../contract/wire.gen.ts";
import { forgetDraft, keepDraft, keptDraft, keptDrafts } from "../offline/drafts.ts";

/** A draft as it lies on this device. */
export interface KeptDraft {
  readonly token: string;
  readonly caseId: string | null;
  readonly seq: number;
  /** The form as the server last had it; null before the first save. */
  readonly base: RequestForm | null;
  readonly form: RequestForm;
  readonly dirty: boolean;
  /** The person has pressed submit; it is sent when there is a network. */
  readonly submit: boolean;
  /** A drawn signature that is not on the server yet, as a data address. */
  readonly signature: string | null;
  readonly changedAt: string;
}

function isKept(value: unknown): value is KeptDraft {
  return (
    typeof value === "object" &&
    value !== null &&
    "token" in value &&
    "form" in value &&
    "submit" in value &&
    "changedAt" in value
  );
}

export function keepRequest(draft: KeptDraft): Promise<boolean> {
  return keepDraft(draft.token, draft).catch(() => false);
}

export async function requestByToken(token: string): Promise<KeptDraft | null> {
  const found = await keptDraft(token);
  return isKept(found) ? found : null;
}

export async function keptRequests(): Promise<readonly KeptDraft[]> {
  const found = await keptDrafts();
  return found.filter(isKept).sort((a, b) => b.changedAt.localeCompare(a.changedAt));
}

export async function requestOfCase(caseId: string): Promise<KeptDraft | null> {
  return (await keptRequests()).find((one) => one.caseId === caseId) ?? null;
}

export const forgetRequest = forgetDraft;

/** Whether a view can still be written to by its author. */
export function isOpen(view: CaseView): boolean {
  return view.state === "draft" || view.state === "returned";
}
