import { effect, signal } from "@preact/signals";
import type { Socket } from "socket.io-client";

import type { Problem, ServerEvent } from "../contract/wire.gen.ts";
import { socketState } from "./link.ts";
import { bad, good, ownProblem, type Result } from "./result.ts";

type Handler = (message: never) => void;

const ACK_MILLISECONDS = 8000;
const handlers = new Map<string, Set<(message: unknown) => void>>();
const socket = signal<Socket | null>(null);

/** Rises with each (re)connection; who keeps a subscription renews it then. */
export const connections = signal(0);

function dispatch(name: string, message: unknown): void {
  for (const handle of handlers.get(name) ?? []) handle(message);
}

/** Open the socket of the signed-in person. The library is fetched when first wanted. */
export async function connect(): Promise<void> {
  if (socket.value !== null) {
    if (!socket.value.active) socket.value.connect();
    return;
  }
  socketState.value = "connecting";
  const { io } = await import("socket.io-client");
  const made = io({
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: 300,
    reconnectionDelayMax: 5000,
    timeout: 8000,
  });
  made.on("connect", () => {
    socketState.value = "on";
    connections.value += 1;
  });
  made.on("disconnect", () => {
    socketState.value = "connecting";
    // A server that goes down says goodbye; it will be back.
    if (!made.active) setTimeout(() => made.connect(), 1000);
  });
  made.onAny(dispatch);
  socket.value = made;
}

/** Close the socket, at sign-out. */
export function disconnect(): void {
  socket.value?.removeAllListeners();
  socket.value?.disconnect();
  socket.value = null;
  socketState.value = "off";
}

/** Reconnect under the cookie that a new sign-in has set. */
export function reconnect(): void {
  socket.value?.disconnect().connect();
}

/** Hear messages of one name until the signal ends. `T` is what the contract says of the name. */
export function listen<T>(name: string, handle: (message: T) => void, until: AbortSignal): void {
  const set = handlers.get(name) ?? new Set();
  handlers.set(name, set);
  const wrapped: Handler = handle;
  const heard = (message: unknown) => Reflect.apply(wrapped, undefined, [message]);
  set.add(heard);
  until.addEventListener("abort", () => set.delete(heard));
}

interface Refusal {
  readonly ok: false;
  readonly problem: Problem;
}

function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === "object" && answer !== null && "ok" in answer && answer.ok === false;
}

/** Send a command and wait for its acknowledgement. Never throws. */
export async function command<T>(name: string, body: unknown): Promise<Result<T>> {
  const open = socket.value;
  if (open === null || !open.connected) return bad(ownProblem("offline"));
  try {
    const answer: unknown = await open.timeout(ACK_MILLISECONDS).emitWithAck(name, body);
    if (isRefusal(answer)) return bad(answer.problem);
    const value: T = JSON.parse(JSON.stringify(answer));
    return good(value);
  } catch {
    return bad(ownProblem("timeout"));
  }
}

/** Send without waiting: pointers, typing; may be lost. */
export function tell(name: string, body: unknown): void {
  socket.value?.volatile.emit(name, body);
}

/** Call `renew` now and after each reconnection, until the signal ends. */
export function onEachConnection(renew: () => void, until: AbortSignal): void {
  const stop = effect(() => {
    if (connections.value > 0) queueMicrotask(renew);
  });
  until.addEventListener("abort", stop);
}

export type { ServerEvent };
