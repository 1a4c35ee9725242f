import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { image } from "./samples.ts";
import {
  createShared,
  ledBy,
  modeOf,
  received,
  sharedStart,
  touched,
  type SharedIn,
  type SharedOut,
} from "./shared.ts";
import { firstView } from "./view.ts";

const view = firstView("1", "2", image());

function looks(sender: string, view_seq: number, scale = 1): SharedIn {
  return { type: "view", sender, view_seq, view: { ...view, scale }, pointer: [1, 2] };
}

test("somebody leads: everybody else follows, the leader leads", () => {
  assert.equal(modeOf(ledBy(sharedStart("me"), "you")), "following");
  assert.equal(modeOf(ledBy(sharedStart("me"), "me")), "leading");
  assert.equal(modeOf(sharedStart("me")), "alone");
});

test("an older look: ignored; the newest wins", () => {
  const state = received(
    received(ledBy(sharedStart("me"), "you"), looks("you", 5, 2)),
    looks("you", 4),
  );
  assert.equal(state.look?.view.scale, 2);
  assert.equal(received(state, looks("you", 6, 3)).look?.view.scale, 3);
});

test("a look of somebody who does not lead: ignored", () => {
  const state = ledBy(sharedStart("me"), "you");
  assert.equal(received(state, looks("other", 9)), state);
});

test("a look that comes before the seats: its sender leads", () => {
  assert.equal(received(sharedStart("me"), looks("you", 0)).leader, "you");
});

test("an own gesture: following ends, and does not begin again under the same leader", () => {
  const alone = touched(ledBy(sharedStart("me"), "you"));
  assert.equal(modeOf(alone), "alone");
  assert.equal(modeOf(received(alone, looks("you", 1))), "alone");
  assert.equal(modeOf(received(alone, { type: "leader", leader: "you" })), "alone");
  assert.equal(modeOf(received(alone, { type: "leader", leader: "other" })), "following");
});

test("an own gesture of the leader: the lead stays", () => {
  assert.equal(modeOf(touched(ledBy(sharedStart("me"), "me"))), "leading");
});

test("a new leader: the pointer of the last one is gone", () => {
  const state = received(ledBy(sharedStart("me"), "you"), looks("you", 1));
  assert.equal(ledBy(state, "other").look?.pointer, null);
});

test("a hundred looks in half a second: at most eleven are sent, the last one among them", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const sent: SharedOut[] = [];
  const shared = createShared((message) => sent.push(message), "me");
  shared.lead();
  for (let i = 0; i < 100; i++) {
    shared.show({ view: { ...view, scale: 1 + i }, pointer: null });
    mock.timers.tick(5);
  }
  mock.timers.tick(100);
  mock.timers.reset();
  const views = sent.flatMap((message) => (message.type === "view" ? [message] : []));
  assert.ok(views.length <= 11, `${views.length}`);
  assert.equal(views[views.length - 1]?.view.scale, 100);
  assert.deepEqual(
    views.map(({ view_seq }) => view_seq),
    views.map((_, i) => i),
  );
});

test("taking over the lead: numbers go on from the last one seen", () => {
  const sent: SharedOut[] = [];
  const shared = createShared((message) => sent.push(message), "me");
  shared.receive({ type: "leader", leader: "you" });
  shared.receive(looks("you", 41));
  shared.lead();
  shared.show({ view, pointer: null });
  shared.end();
  assert.deepEqual(
    sent.map((message) => (message.type === "view" ? message.view_seq : "lead")),
    ["lead", 42],
  );
});

test("following or alone: nothing is sent", () => {
  const sent: SharedOut[] = [];
  const shared = createShared((message) => sent.push(message), "me");
  shared.receive({ type: "leader", leader: "you" });
  shared.show({ view, pointer: null });
  shared.leave();
  shared.show({ view, pointer: null });
  assert.deepEqual(sent, []);
});
