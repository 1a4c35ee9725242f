import { computed, effect, signal } from "@preact/signals";

import type { UploadFile, UploadState } from "../contract/wire.gen.ts";
import * as api from "../wire/api.ts";
import { online } from "../wire/link.ts";
import { isOffline } from "../wire/result.ts";

export type Purpose = "image" | "document" | "signature" | "consent";

export type Stage =
  | "waiting"
  | "hashing"
  | "missing"
  | "partial"
  | "checking"
  | "stored"
  | "duplicate"
  | "unreadable"
  | "refused"
  | "failed";

/** One file on its way; changed in place, since thousands of them move at once. */
export interface Sending {
  readonly caseId: string;
  readonly name: string;
  readonly purpose: Purpose;
  readonly study: string;
  readonly file: File;
  sha256: string;
  upload: string;
  received: number;
  stage: Stage;
  problem: string;
  stored: string | null;
}

const BATCH = 24; // files of one plan
const AT_ONCE = 3; // files under way at once
const SMALLEST = 256 << 10; // bytes of one part; what a cut line loses at most
const LARGEST = 1 << 20;
const LARGEST_FILE = 512 << 20; // bytes; the server takes no larger one, so none is read for it
const QUICK = 800; // ms; a part that went faster makes the next one larger
const PAUSES = [1000, 3000, 10_000] as const;

const all: Sending[] = [];
const revision = signal(0);
let redraw = 0;

function touch(): void {
  if (redraw !== 0) return;
  redraw = window.setTimeout(() => {
    redraw = 0;
    revision.value += 1;
  }, 100);
}

export const DONE: ReadonlySet<Stage> = new Set(["stored", "duplicate", "unreadable", "refused"]);

/** Everything of this visit, drawn anew at most ten times a second. */
export const sendings = computed<readonly Sending[]>(() => {
  revision.value;
  return [...all];
});

export const underWay = computed(() => sendings.value.some((one) => !DONE.has(one.stage)));

type Listener = (sent: Sending) => void;
const listeners = new Set<Listener>();

/** Hear of each file that has come to its end. */
export function onSent(listener: Listener, until: AbortSignal): void {
  listeners.add(listener);
  until.addEventListener("abort", () => listeners.delete(listener));
}

/** The same file in the same case has the same token: choosing it again goes on where it was. */
function tokenOf(caseId: string, sha256: string): string {
  const mixed = [...sha256.slice(0, 32)].map((digit, place) => {
    const other = caseId.replace(/-/g, "")[place] ?? "0";
    return (Number.parseInt(digit, 16) ^ Number.parseInt(other, 16)).toString(16);
  });
  mixed[12] = "8"; // a custom UUID (RFC 9562, version 8)
  mixed[16] = "8";
  const text = mixed.join("");
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}

const STAGES: ReadonlySet<string> = new Set<Stage>([
  "missing",
  "partial",
  "checking",
  "stored",
  "duplicate",
  "unreadable",
  "refused",
]);

function isStage(text: string): text is Stage {
  return STAGES.has(text);
}

function take(one: Sending, state: UploadState): void {
  one.upload = state.id;
  one.received = state.received;
  one.stage = isStage(state.state) ? state.state : "missing";
  one.problem = state.problem;
  one.stored = state.file;
  touch();
  if (DONE.has(one.stage)) for (const listener of listeners) listener(one);
}

function fail(one: Sending, code: string): void {
  one.stage = "failed";
  one.problem = code;
  touch();
}

async function hashAll(batch: readonly Sending[], until: AbortSignal): Promise<void> {
  const { sha256 } = await import("./hash.ts");
  for (const one of batch) {
    if (one.sha256 !== "") continue;
    if (one.file.size > LARGEST_FILE) {
      one.stage = "refused";
      one.problem = "upload_too_large";
      continue;
    }
    one.stage = "hashing";
    touch();
    try {
      one.sha256 = await sha256(one.file, until);
    } catch {
      fail(one, "file_gone"); // moved, changed or unplugged since it was chosen
    }
  }
}

async function plan(batch: readonly Sending[]): Promise<boolean> {
  const ready = batch.filter(
    (one) => one.sha256 !== "" && !DONE.has(one.stage) && one.stage !== "failed",
  );
  const first = ready[0];
  if (first === undefined) return true;
  const files = new Map<string, UploadFile>();
  for (const one of ready) {
    const token = tokenOf(one.caseId, one.sha256);
    const { name, sha256, purpose } = one;
    files.set(token, { token, name, size: one.file.size, sha256, purpose });
  }
  const answer = await api.planUpload(first.caseId, { files: [...files.values()] });
  if (!answer.ok) {
    for (const one of ready) {
      if (isOffline(answer.problem)) one.stage = "waiting";
      else fail(one, answer.problem.code);
    }
    touch();
    return !isOffline(answer.problem);
  }
  const states = new Map(answer.value.files.map((one) => [one.token, one]));
  for (const one of ready) {
    const state = states.get(tokenOf(one.caseId, one.sha256));
    if (state === undefined) fail(one, "refused");
    else take(one, state);
  }
  return true;
}

async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Send one file from where the server is, part by part; a cut line is tried again by itself. */
async function sendFile(one: Sending, until: AbortSignal): Promise<void> {
  let size = SMALLEST;
  let trials = 0;
  while (!DONE.has(one.stage) && one.stage !== "checking" && !until.aborted) {
    const begun = Date.now();
    const part = one.file.slice(one.received, one.received + size);
    const answer = await api.sendBytes(one.upload, one.received, part, until);
    if (answer.ok) {
      trials = 0;
      if (Date.now() - begun < QUICK) size = Math.min(LARGEST, size * 2);
      take(one, answer.value);
    } else if (isOffline(answer.problem) || answer.problem.status >= 500) {
      size = SMALLEST;
      const pause = PAUSES[trials];
      trials += 1;
      if (pause === undefined || answer.problem.code === "disk_full") {
        fail(one, answer.problem.code);
        return;
      }
      await sleep(pause);
    } else if (answer.problem.status === 409 && trials < PAUSES.length) {
      trials += 1; // the server is elsewhere in the file: ask where
      if (!(await plan([one]))) return;
    } else {
      fail(one, answer.problem.code);
      return;
    }
  }
}

let running: Promise<void> | null = null;
const lifetime = new AbortController();

async function runBatch(batch: readonly Sending[]): Promise<void> {
  await hashAll(batch, lifetime.signal);
  if (!(await plan(batch))) return;
  const queue = batch.filter((one) => one.stage === "missing" || one.stage === "partial");
  const lane = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      await sendFile(one, lifetime.signal);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function run(): Promise<void> {
  while (online.value) {
    const first = all.find((one) => one.stage === "waiting");
    if (first === undefined) break;
    const batch = all
      .filter((one) => one.stage === "waiting" && one.caseId === first.caseId)
      .slice(0, BATCH);
    await runBatch(batch);
  }
}

function start(): void {
  running ??= run()
    .catch(() => undefined)
    .finally(() => {
      running = null;
      touch();
    });
}

effect(() => {
  if (online.value) queueMicrotask(retry);
});

/** Send files of a case. Consent and signature go before images. */
export function sendFiles(
  caseId: string,
  files: readonly File[],
  purpose: Purpose,
  study = "",
): void {
  const fresh = files.map<Sending>((file) => ({
    caseId,
    name: file.webkitRelativePath === "" ? file.name : file.webkitRelativePath,
    purpose,
    study,
    file,
    sha256: "",
    upload: "",
    received: 0,
    stage: "waiting",
    problem: "",
    stored: null,
  }));
  if (purpose === "image") all.push(...fresh);
  else all.unshift(...fresh);
  touch();
  start();
}

/** Try again what was not sent. */
export function retry(): void {
  for (const one of all) {
    if (one.stage === "failed") one.stage = "waiting";
  }
  touch();
  start();
}

export interface Count {
  readonly done: number;
  readonly all: number;
  readonly failed: number;
}

/** How many of some files have come to their end. */
export function count(some: readonly Sending[]): Count {
  return {
    done: some.filter((one) => DONE.has(one.stage)).length,
    all: some.length,
    failed: some.filter((one) => one.stage === "failed").length,
  };
}

window.addEventListener("beforeunload", (event) => {
  if (underWay.value) event.preventDefault();
});
