import { computed, signal } from "@preact/signals";

import type { Me, Role } from "../contract/wire.gen.ts";
import { keep, kept } from "../offline/keeper.ts";
import { lockDrafts, unlockDrafts, unlockFromDevice } from "../offline/drafts.ts";
import * as api from "../wire/api.ts";
import { isOffline } from "../wire/result.ts";
import { connect, disconnect, reconnect } from "../wire/socket.ts";
import { timeZone } from "../words/dates.ts";

/** Who is signed in: undefined while nobody knows yet, null for nobody. */
export const me = signal<Me | null | undefined>(undefined);

/** By how much the server's clock is ahead of this device's, in milliseconds. */
export const clockAhead = signal(0);

/** The server's time, as well as this device can tell. */
export function serverNow(): Date {
  return new Date(Date.now() + clockAhead.value);
}

const roles = computed<readonly Role[]>(() => me.value?.roles ?? []);

export function hasRole(...wanted: readonly Role[]): boolean {
  return wanted.some((one) => roles.value.includes(one));
}

function isMe(value: unknown): value is Me {
  return typeof value === "object" && value !== null && "organisation" in value && "roles" in value;
}

/** Take over the answer of a sign-in. */
export async function welcome(person: Me): Promise<void> {
  const before = me.value;
  if (before !== null && before !== undefined && before.id !== person.id) {
    location.reload(); // another person: nothing of the first may stay on the page
    return;
  }
  clockAhead.value = new Date(person.server_time).getTime() - Date.now();
  timeZone.value = person.organisation.timezone;
  await unlockDrafts(person.id, person.draft_key).catch(() => undefined);
  await keep("me", { ...person, draft_key: "" }).catch(() => undefined);
  if (before === null || before === undefined) me.value = person;
  else reconnect();
  connect().catch(() => undefined); // the page works without; it tries again by itself
}

/** Find out who is signed in, at the start. Without a network: who was, on this device. */
export async function recognise(): Promise<void> {
  const answer = await api.whoAmI({ noDialog: true, patience: 8000 });
  if (answer.ok) return welcome(answer.value);
  if (isOffline(answer.problem) && (await unlockFromDevice())) {
    const before = await kept("me").catch(() => undefined);
    if (isMe(before)) {
      timeZone.value = before.organisation.timezone;
      me.value = before;
      return;
    }
  }
  me.value = null;
}

/** Sign out here. Drafts stay encrypted until the same person comes back. */
export async function leave(): Promise<void> {
  await api.signOut();
  disconnect();
  await lockDrafts().catch(() => undefined);
  me.value = null;
  location.hash = "#/";
}
