/** The consult room of one session: one's seat in it, the connections, and what is shared. */

import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import type {
  Problem,
  RoomClosed,
  RoomSignal,
  RoomSnapshot,
  SeatView,
} from "../contract/wire.gen.ts";
import { createShared, type Shared, type SharedOut } from "../viewer/shared.ts";
import { pictureBitrate } from "../waiting/devices.ts";
import type { Local } from "../waiting/local.ts";
import type { Ice } from "./ice.ts";
import { keep, readKept } from "./kept.ts";
import { createLinks, type Link } from "./links.ts";
import type { Outgoing } from "./negotiation.ts";
import type { RoomPorts } from "./ports.ts";
import { entered, mine, others, reseated, type RoomState } from "./seats.ts";
import { NO_LINE, reported, worst, type Line, type Sample } from "./stats.ts";
import { quietly } from "./quietly.ts";

/** outside: at the device check; left: hung up; closed: the room is not open to this tab. */
export type Phase = "outside" | "joining" | "inside" | "left" | "closed";

export interface Tile {
  readonly seat: SeatView;
  readonly link: Link | undefined; // none to who hung up
}

export interface Room {
  readonly phase: ReadonlySignal<Phase>;
  readonly closed: ReadonlySignal<RoomClosed["reason"] | null>;
  readonly problem: ReadonlySignal<Problem | null>;
  readonly state: ReadonlySignal<RoomState | null>;
  readonly tiles: ReadonlySignal<readonly Tile[]>;
  readonly line: ReadonlySignal<Line>;
  readonly clockSkew: ReadonlySignal<number>; // ms by which the server is ahead
  readonly joinMs: ReadonlySignal<number | null>; // from the wish to enter to the first remote frame
  readonly shared: Shared;
  readonly enter: () => void;
  readonly leave: () => Promise<void>;
  /** The session is over: whatever is still connected ends. */
  readonly close: () => void;
  /** A tile has shown its first frame. */
  readonly seen: () => void;
}

export interface RoomOptions {
  readonly ports: RoomPorts;
  readonly session: string;
  readonly me: string;
  readonly local: Local;
  readonly ice: Ice;
  readonly ended: AbortSignal;
}

const WATCH = 1_000; // ms
const REPORT = 10_000; // ms
const FIRST_PAUSE = 500; // ms before a failed entry is tried again
const LONGEST_PAUSE = 8_000; // ms

/** Whether trying again may help: no answer, too many at once, or a server in trouble. */
function passing(problem: Problem): boolean {
  return problem.status === 0 || problem.status === 429 || problem.status >= 500;
}

export function createRoom(options: RoomOptions): Room {
  const { ports, session, local, ice, ended } = options;
  const phase = signal<Phase>("outside");
  const closed = signal<RoomClosed["reason"] | null>(null);
  const problem = signal<Problem | null>(null);
  const state = signal<RoomState | null>(null);
  const clockSkew = signal(0);
  const joinMs = signal<number | null>(null);
  const bases = new Map<string, Sample>(); // what was last reported
  let wishedAt = 0;
  let first = true; // the first list of seats since the wish to enter
  let toldJoin = false;
  let connection = 0;
  let joining = false;
  let pause = FIRST_PAUSE;
  let again = 0;

  const shared = createShared(share, options.me);
  const links = createLinks({
    tracks: () => local.tracks.peek(),
    bitrate: () => pictureBitrate(local.choice.peek().picture),
    configuration: ice.configuration,
    send: signalTo,
  });
  const tiles = computed((): readonly Tile[] => {
    const room = state.value;
    if (room === null) return [];
    return others(room).map((seat) => ({ seat, link: links.all.value.get(seat.person) }));
  });

  function share(message: SharedOut): void {
    if (phase.peek() !== "inside") return;
    if (message.type === "lead") quietly(ports.lead({ session, lead: message.lead }));
    else {
      const { view_seq, view, pointer } = message;
      quietly(ports.share({ session, view_seq, view, pointer }));
    }
  }

  function signalTo(seat: SeatView, me: SeatView, message: Outgoing): void {
    const pair = { connection: me.connection, to_connection: seat.connection };
    quietly(ports.signalPeer({ session, to: seat.person, ...pair, ...message }));
  }

  function tellMedia(): void {
    const { audio, video } = local.tracks.value;
    const media = {
      audio: audio !== null && local.wished.value.audio,
      video: video !== null,
      medium: local.medium.value,
    };
    if (phase.peek() === "inside") quietly(ports.setMedia({ session, ...media }));
  }

  function settle(room: RoomState): void {
    state.value = room;
    const alone = links.all.peek().size === 0;
    links.settle(room);
    // Who waits alone has nothing to see: the time counts from when both were there.
    if (alone && joinMs.peek() === null && phase.peek() === "inside") meet();
    for (const person of bases.keys()) if (!links.all.peek().has(person)) bases.delete(person);
    shared.receive({ type: "leader", leader: room.leader });
  }

  function meet(): void {
    if (links.all.peek().size > 0 && !first) wishedAt = performance.now();
    first = false;
  }

  function arrive(snapshot: RoomSnapshot): void {
    const room = entered(snapshot);
    connection = mine(room)?.connection ?? 0;
    clockSkew.value = Date.parse(snapshot.server_time) - Date.now();
    problem.value = null;
    closed.value = null;
    pause = FIRST_PAUSE;
    keep(session, { seat: snapshot.seat, inside: true });
    phase.value = "inside";
    settle(room);
    const { leader, view, view_seq } = snapshot;
    if (leader !== null && view !== null) {
      shared.receive({ type: "view", sender: leader, view_seq, view, pointer: null });
    }
    tellMedia();
  }

  /** Takes the seat, or takes it back; after a passing failure it is tried again. */
  async function join(): Promise<void> {
    if (joining || ended.aborted) return;
    joining = true;
    clearTimeout(again);
    await ice.ready();
    const { seat } = readKept(session);
    const answer = await ports.join({ session, seat, connection, medium: local.medium.peek() });
    joining = false;
    if (ended.aborted || (phase.peek() !== "joining" && phase.peek() !== "inside")) return;
    if (answer.ok) return arrive(answer.value);
    if (passing(answer.problem)) {
      again = window.setTimeout(() => quietly(join()), pause * (0.5 + Math.random()));
      pause = Math.min(LONGEST_PAUSE, pause * 2);
      return;
    }
    problem.value = answer.problem;
    shut(null);
  }

  /** The room is closed to this tab; the connections end with it. */
  function shut(reason: RoomClosed["reason"] | null): void {
    closed.value = reason;
    phase.value = "closed";
    connection = 0;
    links.end();
    keep(session, { inside: false });
  }

  function hear(message: RoomSignal): void {
    if (message.session !== session) return;
    // An offer may overtake the answer to joining: it is kept until the seats are known.
    if (phase.peek() === "joining" && message.type === "room.peer") return links.receive(message);
    if (phase.peek() !== "inside") return;
    const room = state.peek();
    if (message.type === "room.seats" && room !== null) {
      const after = reseated(room, message);
      if (after !== room) settle(after);
    } else if (message.type === "room.peer") links.receive(message);
    else if (message.type === "room.view") shared.receive({ ...message, type: "view" });
    else if (message.type === "room.closed" && message.reason !== "shutdown") shut(message.reason);
    // A server that goes down keeps the seats: the media flow on, and the seat is taken back.
  }

  function enter(): void {
    if (phase.peek() === "inside" || phase.peek() === "joining") return;
    wishedAt = performance.now();
    joinMs.value = null;
    toldJoin = false;
    first = true;
    problem.value = null;
    phase.value = "joining";
    quietly(join());
  }

  async function leave(): Promise<void> {
    clearTimeout(again);
    phase.value = "left";
    connection = 0;
    links.end();
    state.value = null;
    keep(session, { seat: "", inside: false });
    await ports.leave({ session });
  }

  async function watch(): Promise<void> {
    for (const [person, now] of await links.watch()) {
      const base = bases.get(person) ?? now;
      if (base === now) bases.set(person, now);
      if (now.at - base.at < REPORT || phase.peek() !== "inside") continue;
      bases.set(person, now);
      const told = toldJoin ? null : joinMs.peek();
      toldJoin ||= told !== null;
      quietly(ports.report(reported(session, person, base, now, told)));
    }
  }

  const watching = setInterval(() => quietly(watch()), WATCH);
  const renewing = setInterval(() => quietly(ice.renew()), 60_000);
  const stops = [
    effect(() => links.use("audio", local.tracks.value.audio)),
    effect(() => links.use("video", local.tracks.value.video)),
    effect(() => links.limit(pictureBitrate(local.choice.value.picture))),
    effect(tellMedia),
    effect(() => keep(session, local.wished.value)),
  ];
  ports.listen(hear, ended);
  ports.onEachConnection(() => {
    if (phase.peek() === "inside" || phase.peek() === "joining") quietly(join());
  }, ended);
  window.addEventListener("online", links.restart, { signal: ended });
  ended.addEventListener("abort", () => {
    clearInterval(watching);
    clearInterval(renewing);
    clearTimeout(again);
    stops.forEach((stop) => stop());
    shared.end();
    links.end();
  });

  return {
    ...{ phase, closed, problem, state, tiles, clockSkew, joinMs, shared, enter, leave },
    line: computed(() => {
      const lines = tiles.value.flatMap(({ link }) =>
        link === undefined ? [] : [link.line.value],
      );
      return lines.length === 0 ? NO_LINE : worst(lines);
    }),
    close: () => {
      if (phase.peek() === "inside" || phase.peek() === "joining") shut(null);
    },
    seen: () => {
      if (wishedAt > 0) joinMs.value ??= Math.round(performance.now() - wishedAt);
    },
  };
}
