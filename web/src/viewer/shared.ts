/** One reader leads, the others see the same slice, window and pointer; pure but for the clock. */

import { computed, signal, type ReadonlySignal } from "@preact/signals";

import type { Point, View } from "./view.ts";

export type Mode = "leading" | "following" | "alone";

/** Where the leader looks and points. */
export interface Look {
  readonly view: View;
  readonly pointer: Point | null; // in image pixels
}

/** To the room: `room.view` and `room.lead`, less the session's id. */
export type SharedOut =
  | ({ readonly type: "view"; readonly view_seq: number } & Look)
  | { readonly type: "lead"; readonly lead: boolean };

/** From the room: `room.view`, and the leader as `room.seats` or the snapshot names him. */
export type SharedIn =
  | ({ readonly type: "view"; readonly sender: string; readonly view_seq: number } & Look)
  | { readonly type: "leader"; readonly leader: string | null };

export interface SharedState {
  readonly me: string;
  readonly leader: string | null;
  readonly following: boolean; // wished for; void while nobody else leads
  readonly seq: number; // of the newest look, seen or sent
  readonly look: Look | null; // the leader's newest
}

export function sharedStart(me: string): SharedState {
  return { me, leader: null, following: true, seq: -1, look: null };
}

export function modeOf({ me, leader, following }: SharedState): Mode {
  if (leader === me) return "leading";
  return leader !== null && following ? "following" : "alone";
}

/** After a message. Older looks, and those of somebody who does not lead, change nothing. */
export function received(state: SharedState, message: SharedIn): SharedState {
  if (message.type === "leader") return ledBy(state, message.leader);
  if (message.sender === state.me || state.leader === state.me) return state;
  if (state.leader !== null && message.sender !== state.leader) return state;
  if (message.view_seq <= state.seq) return state;
  const { sender, view_seq: seq, view, pointer } = message;
  return { ...state, leader: sender, seq, look: { view, pointer } };
}

/** Somebody new to lead is followed by all; who chose to look alone stays so under the same one. */
export function ledBy(state: SharedState, leader: string | null): SharedState {
  if (leader === state.leader) return state;
  const look = leader === null || state.look === null ? null : { ...state.look, pointer: null };
  return { ...state, leader, following: true, look };
}

/** An own gesture leaves following. */
export function touched(state: SharedState): SharedState {
  return modeOf(state) === "following" ? { ...state, following: false } : state;
}

export interface Shared {
  readonly mode: ReadonlySignal<Mode>;
  readonly leader: ReadonlySignal<string | null>;
  readonly look: ReadonlySignal<Look | null>;
  readonly remotePointer: ReadonlySignal<Point | null>; // the leader's, when it is not me
  receive(message: SharedIn): void;
  /** Look alone; the viewer does so when it is moved by hand. */
  leave(): void;
  /** The viewer: this is what I see; told to the others while I lead. */
  show(look: Look): void;
  lead(): void;
  unlead(): void;
  follow(): void;
  end(): void;
}

const PERIOD_MS = 50; // 20 a second

/** Shares a view over `send`, at most 20 times a second; what is overtaken is never sent. */
export function createShared(send: (message: SharedOut) => void, me: string): Shared {
  const state = signal(sharedStart(me));
  const newest = createThrottle<Look>(PERIOD_MS, (look) => {
    const before = state.peek();
    if (modeOf(before) !== "leading") return;
    const seq = before.seq + 1;
    state.value = { ...before, seq, look };
    send({ type: "view", view_seq: seq, ...look });
  });
  const claim = (lead: boolean): void => {
    state.value = ledBy(state.peek(), lead ? me : null); // the room's answer may correct it
    send({ type: "lead", lead });
  };
  return {
    mode: computed(() => modeOf(state.value)),
    leader: computed(() => state.value.leader),
    look: computed(() => state.value.look),
    remotePointer: computed(() =>
      state.value.leader === me ? null : (state.value.look?.pointer ?? null),
    ),
    receive: (message) => {
      state.value = received(state.peek(), message);
    },
    leave: () => {
      state.value = touched(state.peek());
    },
    show: (look) => {
      if (modeOf(state.peek()) === "leading") newest.push(look);
    },
    lead: () => claim(true),
    unlead: () => claim(false),
    follow: () => {
      state.value = { ...state.peek(), following: true };
    },
    end: newest.end,
  };
}

/** Passes on the newest value: the first at once, the next after a pause. */
export function createThrottle<T>(
  period: number,
  pass: (value: T) => void,
): { push: (value: T) => void; end: () => void } {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let waiting: { readonly value: T } | null = null;
  const due = (): void => {
    timer = null;
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    timer = setTimeout(due, period);
    pass(value);
  };
  return {
    push: (value) => {
      waiting = { value };
      if (timer === null) due();
    },
    end: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      waiting = null;
    },
  };
}
