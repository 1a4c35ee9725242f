import assert from "node:assert/strict";
import { test } from "node:test";
import type { RoomSeats, SeatView } from "../contract/wire.gen.ts";
import { comings, epochOf, givesWay, others, reseated, wanted, type RoomState } from "./seats.ts";

function seat(person: string, changes: Partial<SeatView> = {}): SeatView {
  return {
    person,
    name: person,
    title: "",
    side: "requesting",
    polite: true,
    connection: 1,
    state: "present",
    audio: true,
    video: true,
    medium: "video",
    ...changes,
  };
}

const VILLAGE = seat("b");
const EXPERT = seat("a", { side: "expert", polite: false });
const ROOM: RoomState = {
  session: "s",
  rev: 4,
  me: "b",
  seats: [VILLAGE, EXPERT],
  leader: null,
  state: "live",
  startedAt: null,
};

function change(rev: number, seats: readonly SeatView[]): RoomSeats {
  return {
    type: "room.seats",
    session: "s",
    rev,
    seats,
    leader: "a",
    state: "live",
    started_at: null,
  };
}

test("an older list of seats changes nothing", () => {
  assert.equal(reseated(ROOM, change(4, [])), ROOM);
});

test("a newer list of seats replaces the former", () => {
  const after = reseated(ROOM, change(5, [VILLAGE, { ...EXPERT, connection: 2 }]));
  assert.deepEqual([after.rev, after.leader, after.seats[1]?.connection], [5, "a", 2]);
});

test("who gives the seat back is shown as away until they return", () => {
  const after = reseated(ROOM, change(5, [VILLAGE]));
  assert.equal(after.seats.find(({ person }) => person === "a")?.state, "away");
  const later = reseated(after, change(6, [VILLAGE, EXPERT]));
  assert.deepEqual(later.seats, [VILLAGE, EXPERT]);
});

test("exactly one of two seats gives way, whatever their politeness", () => {
  for (const peer of [EXPERT, seat("c"), seat("a", { polite: true })]) {
    assert.notEqual(givesWay(VILLAGE, peer), givesWay(peer, VILLAGE));
  }
});

test("a connection is wanted to those present or reconnecting, not to those who hung up", () => {
  const seats = [
    VILLAGE,
    EXPERT,
    seat("c", { state: "away" }),
    seat("d", { state: "reconnecting" }),
  ];
  assert.deepEqual([...wanted({ ...ROOM, seats }).keys()], ["a", "d"]);
});

test("a rejoin of either side is another epoch", () => {
  const before = epochOf(VILLAGE, EXPERT);
  assert.notEqual(epochOf(VILLAGE, seat("a", { connection: 2 })), before);
  assert.notEqual(epochOf(seat("b", { connection: 2 }), EXPERT), before);
});

test("the expert's side comes first among the others", () => {
  const seats = [VILLAGE, seat("c"), EXPERT];
  assert.deepEqual(
    others({ ...ROOM, seats }).map(({ person }) => person),
    ["a", "c"],
  );
});

test("who came and who went is told; a lost socket is neither", () => {
  const lost = { ...ROOM, seats: [VILLAGE, seat("a", { state: "reconnecting" })] };
  const gone = { ...ROOM, seats: [VILLAGE, seat("a", { state: "away" })] };
  assert.deepEqual(comings(ROOM, lost), { came: [], went: [] });
  assert.deepEqual(comings(lost, gone), { came: [], went: ["a"] });
  assert.deepEqual(comings(gone, ROOM), { came: ["a"], went: [] });
});
