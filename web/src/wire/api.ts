/** Every address of the server that the client asks, in one place. */
import type {
  AdminOverview,
  AuditPage,
  CaseList,
  CaseMove,
  CaseView,
  CreateCase,
  Directory,
  InvitationMove,
  Me,
  PatientCard,
  PatientPart,
  PlanUpload,
  RequestForm,
  Say,
  SessionMove,
  SignIn,
  SignOpinion,
  Slot,
  StepUp,
  UploadList,
  UploadState,
  Verification,
  WriteOpinion,
} from "../contract/wire.gen.ts";
import { get, newKey, type Options, patch, post, put, remove } from "./http.ts";
import type { Result } from "./result.ts";

export type Which = "mine" | "review" | "desk" | "queue" | "all";

export const whoAmI = (options: Options = {}) => get<Me>("/api/session", options);
export const signIn = (body: SignIn) => post<Me>("/api/session", body, { noDialog: true });
export const stepUp = (body: StepUp) => post<Me>("/api/session/step-up", body, { noDialog: true });
export const signOut = () => remove<void>("/api/session", { noDialog: true });

export const listCases = (which: Which, options: Options = {}) =>
  get<CaseList>(`/api/cases?which=${which}`, options);
export const readCase = (id: string, options: Options = {}) =>
  get<CaseView>(`/api/cases/${id}`, options);
export const createCase = (body: CreateCase) =>
  post<CaseView>("/api/cases", body, { key: newKey() });
export const saveForm = (id: string, seq: number, form: RequestForm) =>
  put<CaseView>(`/api/cases/${id}/form`, { form }, { seq });

/** Move a case; `key` is the act's own, so that a click twice is one act. */
export const moveCase = (id: string, seq: number, move: CaseMove, key: string = newKey()) =>
  post<CaseView>(`/api/cases/${id}/moves`, move, { seq, key });
export const moveInvitation = (id: string, invitation: string, seq: number, move: InvitationMove) =>
  post<CaseView>(`/api/cases/${id}/invitations/${invitation}/moves`, move, { seq, key: newKey() });
export const moveSession = (id: string, session: string, seq: number, move: SessionMove) =>
  post<CaseView>(`/api/cases/${id}/sessions/${session}/moves`, move, { seq, key: newKey() });
export const bookSession = (id: string, seq: number, slot: Slot) =>
  post<CaseView>(`/api/cases/${id}/sessions`, { slot }, { seq, key: newKey() });

export const directory = (options: Options = {}) => get<Directory>("/api/directory", options);

/** Known patients of this site who are likely the same. A POST: no patient data in addresses. */
export const likelyPatients = (
  patient: PatientPart,
  options: Options = {},
): Promise<Result<PatientList>> => post<PatientList>("/api/patients/likely", patient, options);

interface PatientList {
  readonly patients: readonly PatientCard[];
}

export const planUpload = (id: string, body: PlanUpload) =>
  post<UploadList>(`/api/cases/${id}/uploads`, body, { key: newKey() });
export const listUploads = (id: string, options: Options = {}) =>
  get<UploadList>(`/api/cases/${id}/uploads`, options);
/** The next bytes of one file, from `offset`; the answer says what the server holds now. */
export const sendBytes = (upload: string, offset: number, bytes: Blob, signal: AbortSignal) =>
  patch<UploadState>(`/api/uploads/${upload}`, bytes, {
    headers: { "Upload-Offset": String(offset), "Content-Type": "application/octet-stream" },
    patience: 120_000,
    signal,
  });

export const writeOpinion = (id: string, seq: number, body: WriteOpinion) =>
  put<CaseView>(`/api/cases/${id}/opinion`, body, { seq });
export const signOpinion = (id: string, seq: number, body: SignOpinion, key: string) =>
  post<CaseView>(`/api/cases/${id}/opinion/sign`, body, { seq, key });
export const amendOpinion = (id: string, seq: number, reason: string) =>
  post<CaseView>(`/api/cases/${id}/opinion/amend`, { reason }, { seq, key: newKey() });
export const say = (id: string, body: Say) =>
  post<CaseView>(`/api/cases/${id}/messages`, body, { key: body.id });

/** Addresses of files that the browser fetches by itself. */
export const attachmentPath = (id: string, file: string) => `/api/cases/${id}/files/${file}`;
export const documentPath = (id: string, opinion: string) =>
  `/api/cases/${id}/opinions/${opinion}/document.pdf`;
export const recordPath = (id: string, opinion: string) =>
  `/api/cases/${id}/opinions/${opinion}/record.json`;

export const adminOverview = () => get<AdminOverview>("/api/admin");
export const auditPage = () => get<AuditPage>("/api/audit?limit=100");
export const verification = (code: string) =>
  get<Verification>(`/api/verify/${encodeURIComponent(code)}`, { noDialog: true });
