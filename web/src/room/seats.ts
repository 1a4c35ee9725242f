/** Who is in the room, as the server tells it; pure. */

import type { RoomSeats, RoomSnapshot, SeatView, SessionState } from "../contract/wire.gen.ts";

export interface RoomState {
  readonly session: string;
  readonly rev: number;
  readonly me: string;
  readonly seats: readonly SeatView[];
  readonly leader: string | null;
  readonly state: SessionState;
  readonly startedAt: string | null;
}

/** The room as one finds it on entering. */
export function entered(snapshot: RoomSnapshot): RoomState {
  return {
    session: snapshot.session,
    rev: snapshot.rev,
    me: snapshot.me,
    seats: snapshot.seats,
    leader: snapshot.leader,
    state: snapshot.state,
    startedAt: snapshot.started_at,
  };
}

/** Who had a seat and has given it back: still shown, as away. */
function departed(before: readonly SeatView[], now: readonly SeatView[]): readonly SeatView[] {
  return before
    .filter((seat) => !now.some((one) => one.person === seat.person))
    .map((seat) => ({ ...seat, state: "away" }));
}

/** The room after a change; one that is not newer changes nothing. */
export function reseated(room: RoomState, change: RoomSeats): RoomState {
  if (change.session !== room.session || change.rev <= room.rev) return room;
  return {
    ...room,
    rev: change.rev,
    seats: [...change.seats, ...departed(room.seats, change.seats)],
    leader: change.leader,
    state: change.state,
    startedAt: change.started_at,
  };
}

/** One's own seat. */
export function mine(room: RoomState): SeatView | undefined {
  return room.seats.find((seat) => seat.person === room.me);
}

/** The others, those who hung up as well; the expert side first. */
export function others(room: RoomState): readonly SeatView[] {
  const rank = (seat: SeatView) => (seat.side === "expert" ? 0 : 1);
  return room.seats.filter((seat) => seat.person !== room.me).sort((a, b) => rank(a) - rank(b));
}

/** Whether `me` gives way when both offer at once; two of one politeness settle it by their ids. */
export function givesWay(me: SeatView, peer: SeatView): boolean {
  return me.polite === peer.polite ? me.person < peer.person : me.polite;
}

/** Names a pair of connections: a peer connection lives and dies with it. */
export function epochOf(me: SeatView, peer: SeatView): string {
  return `${me.connection}:${peer.connection}`;
}

/** Those to whom a connection is wanted, with the epoch that it belongs to. */
export function wanted(room: RoomState): ReadonlyMap<string, string> {
  const me = mine(room);
  if (me === undefined) return new Map();
  return new Map(
    others(room)
      .filter((seat) => seat.state !== "away")
      .map((seat) => [seat.person, epochOf(me, seat)]),
  );
}

/** Names of those who came and of those who went between two states; a lost socket is neither. */
export function comings(
  before: RoomState,
  after: RoomState,
): { readonly came: readonly string[]; readonly went: readonly string[] } {
  const names = (room: RoomState) =>
    new Map(
      others(room).flatMap((seat) => (seat.state === "away" ? [] : [[seat.person, seat.name]])),
    );
  const [then, now] = [names(before), names(after)];
  return {
    came: [...now].flatMap(([person, name]) => (then.has(person) ? [] : [name])),
    went: [...then].flatMap(([person, name]) => (now.has(person) ? [] : [name])),
  };
}
