/**
 * Drafts on this device, encrypted (AES-256-GCM) with a key of the signed-in person.
 *
 * The key comes from the server with the sign-in. It is kept beside the drafts as a key object
 * that no script can read out, so that a page opened without a network can still show them;
 * signing out removes it.
 */
import { forget, keep, kept, keptNames } from "./keeper.ts";

const KEY = "key";
const WHO = "who";
const IV_BYTES = 12;

interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

let key: CryptoKey | null = null;
let owner = "";

/** Whether drafts can be kept on this device at all: only in a secure context. */
export const canKeepDrafts = typeof crypto.subtle === "object";

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const standard = base64.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(standard), (one) => one.charCodeAt(0));
}

/** Make ready for this person, whose key is base64 of 32 bytes. */
export async function unlockDrafts(person: string, draftKey: string): Promise<void> {
  if (!canKeepDrafts) return;
  const use: KeyUsage[] = ["encrypt", "decrypt"];
  key = await crypto.subtle.importKey("raw", bytesOf(draftKey), "AES-GCM", false, use);
  owner = person;
  await keep(KEY, key);
  await keep(WHO, person);
}

/** Make ready with what an earlier sign-in has left; false where nothing was left. */
export async function unlockFromDevice(): Promise<boolean> {
  if (!canKeepDrafts) return false;
  const found = await kept(KEY).catch(() => undefined);
  const person = await kept(WHO).catch(() => undefined);
  if (!(found instanceof CryptoKey) || typeof person !== "string") return false;
  key = found;
  owner = person;
  return true;
}

/** Forget the key; what is encrypted stays, and opens again at the next sign-in. */
export async function lockDrafts(): Promise<void> {
  key = null;
  await forget(KEY);
  await forget("me");
}

const nameOf = (id: string) => `draft:${owner}:${id}`;

/** Keep a draft; false where this device cannot. */
export async function keepDraft(id: string, draft: unknown): Promise<boolean> {
  if (key === null) return false;
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const plain = new TextEncoder().encode(JSON.stringify(draft));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
  const sealed: Sealed = { iv, data };
  await keep(nameOf(id), sealed);
  return true;
}

function isSealed(value: unknown): value is Sealed {
  return typeof value === "object" && value !== null && "iv" in value && "data" in value;
}

async function openSealed(name: string): Promise<unknown> {
  const sealed = await kept(name);
  if (key === null || !isSealed(sealed)) return null;
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.data);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return null; // under another key, or spoilt: as good as not there
  }
}

export function keptDraft(id: string): Promise<unknown> {
  return openSealed(nameOf(id)).catch(() => null);
}

/** All drafts of this person on this device. */
export async function keptDrafts(): Promise<readonly unknown[]> {
  const names = await keptNames(`draft:${owner}:`).catch(() => []);
  const opened = await Promise.all(names.map(openSealed));
  return opened.filter((one) => one !== null);
}

export function forgetDraft(id: string): Promise<void> {
  return forget(nameOf(id)).catch(() => undefined);
}
