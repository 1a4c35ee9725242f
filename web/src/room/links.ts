/** The connections to the other seats: made, replaced and closed as the seats change. */

import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { RoomPeer, SeatView } from "../contract/wire.gen.ts";
import type { Outgoing } from "./negotiation.ts";
import { openPeer, type Kind, type Peer, type PeerState, type Tracks } from "./peer.ts";
import { givesWay, mine, others, wanted, type RoomState } from "./seats.ts";
import { judged, NO_LINE, type Line, type Sample } from "./stats.ts";

/** What a tile shows of one other seat. */
export interface Link {
  readonly person: string;
  readonly epoch: string;
  readonly connection: number; // of the other seat
  readonly stream: ReadonlySignal<MediaStream>;
  readonly state: ReadonlySignal<PeerState>;
  readonly line: ReadonlySignal<Line>;
  readonly frames: ReadonlySignal<number>; // decoded, over all connections to this person
  readonly level: ReadonlySignal<number>; // 0 to 1
  readonly energy: ReadonlySignal<number>;
  readonly frameAt: ReadonlySignal<number | null>; // when the last frame came, ms since 1970
}

interface Held extends Link {
  readonly peer: Peer;
  readonly showPeer: () => void; // from now on the new connection's media
  readonly watch: () => Promise<Sample | null>;
  readonly end: () => void;
}

export interface LinkOptions {
  readonly tracks: () => Tracks;
  readonly bitrate: () => number;
  readonly configuration: () => RTCConfiguration;
  readonly send: (seat: SeatView, me: SeatView, message: Outgoing) => void;
}

export interface Links {
  readonly all: ReadonlySignal<ReadonlyMap<string, Link>>;
  readonly settle: (room: RoomState) => void;
  readonly receive: (message: RoomPeer) => void;
  readonly use: (kind: Kind, track: MediaStreamTrack | null) => void;
  readonly limit: (bitrate: number) => void;
  readonly restart: () => void;
  /** Takes a sample of every connection; once a second. */
  readonly watch: () => Promise<ReadonlyMap<string, Sample>>;
  readonly end: () => void;
}

const PATIENCE = 2_000; // ms that a connected line may take to its first frame

/** A link around a peer; until its first frame the former connection's last picture stays. */
function hold(
  person: string,
  epoch: string,
  connection: number,
  peer: Peer,
  former: Held | null,
): Held {
  const stream = signal(former?.stream.peek() ?? peer.stream);
  const line = signal(NO_LINE);
  const frames = signal(former?.frames.peek() ?? 0);
  const frameAt = signal(former?.frameAt.peek() ?? null);
  const level = signal(0);
  const energy = signal(former?.energy.peek() ?? 0);
  let before: Sample | null = null;
  let connectedAt = 0;

  function showPeer(): void {
    if (stream.peek() === peer.stream) return;
    stream.value = peer.stream;
    former?.end();
  }

  function note(now: Sample): void {
    const fresh = now.frames - (before?.frames ?? 0);
    if (fresh > 0) {
      frames.value += fresh;
      frameAt.value = Date.now();
    }
    level.value = now.audioLevel;
    energy.value += Math.max(0, now.audioEnergy - (before?.audioEnergy ?? 0));
    if (before !== null) line.value = judged(before, now);
    before = now;
    if (peer.state.peek() !== "connected") return;
    connectedAt = connectedAt === 0 ? now.at : connectedAt;
    if (now.frames > 0 || now.at - connectedAt > PATIENCE) showPeer();
  }

  return {
    ...{ person, epoch, connection, peer, stream, line, frames, frameAt, level, energy, showPeer },
    state: computed((): PeerState => {
      const now = peer.state.value;
      return now === "connecting" && former !== null ? "reconnecting" : now;
    }),
    watch: async () => {
      const now = await peer.sample();
      if (now !== null) note(now);
      return now;
    },
    end: () => {
      peer.close();
      former?.end();
    },
  };
}

export function createLinks(options: LinkOptions): Links {
  const held = signal<ReadonlyMap<string, Held>>(new Map());
  let early: RoomPeer[] = []; // of connections that the list of seats has not told of yet

  function make(me: SeatView, seat: SeatView, epoch: string, former: Held | null): Held {
    const peer = openPeer({
      polite: givesWay(me, seat),
      tracks: options.tracks,
      bitrate: options.bitrate,
      configuration: options.configuration,
      send: (message) => options.send(seat, me, message),
    });
    return hold(seat.person, epoch, seat.connection, peer, former);
  }

  function settle(room: RoomState): void {
    const me = mine(room);
    if (me === undefined) return;
    const wish = wanted(room);
    const before = held.peek();
    const after = new Map<string, Held>();
    for (const seat of others(room)) {
      const epoch = wish.get(seat.person);
      const now = before.get(seat.person) ?? null;
      if (epoch === undefined) continue;
      after.set(seat.person, now?.epoch === epoch ? now : make(me, seat, epoch, now));
    }
    for (const [person, link] of before) if (!after.has(person)) link.end();
    held.value = after;
    const waiting = early;
    early = [];
    waiting.forEach(receive);
  }

  function receive(message: RoomPeer): void {
    const link = held.peek().get(message.sender);
    if (link?.connection === message.connection) link.peer.receive(message);
    else if (link === undefined || message.connection > link.connection) {
      early = [...early.slice(-63), message];
    }
  }

  const each = (act: (peer: Peer) => void) => {
    for (const { peer } of held.peek().values()) act(peer);
  };

  return {
    all: held,
    settle,
    receive,
    use: (kind, track) => each((peer) => peer.use(kind, track)),
    limit: (bitrate) => each((peer) => peer.limit(bitrate)),
    restart: () => each((peer) => peer.restart()),
    watch: async () => {
      const samples = new Map<string, Sample>();
      for (const link of held.peek().values()) {
        const sample = await link.watch();
        if (sample !== null) samples.set(link.person, sample);
      }
      return samples;
    },
    end: () => {
      for (const link of held.peek().values()) link.end();
      held.value = new Map();
    },
  };
}
