import assert from "node:assert/strict";
import { test } from "node:test";
import type { Description } from "../contract/wire.gen.ts";
import { negotiate, type Negotiable, type Outgoing } from "./negotiation.ts";

/** A connection that keeps the rules of the signalling state and nothing else. */
class Line implements Negotiable {
  signalingState: RTCSignalingState = "stable";
  localDescription: RTCSessionDescription | null = null;
  candidates: string[] = [];
  name: string;

  constructor(name: string) {
    this.name = name;
  }

  #local(type: "offer" | "answer"): void {
    const init = { type, sdp: `${type} of ${this.name}` };
    this.localDescription = { ...init, toJSON: () => init };
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    const answers = this.signalingState === "have-remote-offer";
    this.#local(answers ? "answer" : "offer");
    this.signalingState = answers ? "stable" : "have-local-offer";
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await Promise.resolve();
    if (description.type === "answer" && this.signalingState !== "have-local-offer") {
      throw new Error("InvalidStateError");
    }
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
  }

  async addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
    await Promise.resolve();
    if (this.signalingState === "have-local-offer") throw new Error("no remote description");
    this.candidates.push(candidate?.candidate ?? "");
  }
}

function side(name: string, polite: boolean) {
  const line = new Line(name);
  const sent: Outgoing[] = [];
  const options = {
    polite,
    send: (message: Outgoing) => sent.push(message),
    offered: () => undefined,
  };
  return { line, sent, talk: negotiate(line, options) };
}

const said = (type: Description["type"]): Outgoing => ({
  description: { type, sdp: type },
  candidate: null,
});

const types = (sent: readonly Outgoing[]) => sent.map(({ description }) => description?.type);

test("an offer is answered", async () => {
  const { line, sent, talk } = side("b", true);
  await talk.receive(said("offer"));
  assert.deepEqual(types(sent), ["answer"]);
  assert.equal(line.signalingState, "stable");
});

test("where offers meet, the polite one takes its own back and answers", async () => {
  const { line, sent, talk } = side("b", true);
  await talk.offer();
  await talk.receive(said("offer"));
  assert.deepEqual(types(sent), ["offer", "answer"]);
  assert.equal(line.signalingState, "stable");
});

test("where offers meet, the other keeps its own and waits for the answer", async () => {
  const { line, sent, talk } = side("a", false);
  await talk.offer();
  await talk.receive(said("offer"));
  assert.equal(line.signalingState, "have-local-offer");
  await talk.receive(said("answer"));
  assert.deepEqual([line.signalingState, ...types(sent)], ["stable", "offer"]);
});

test("an answer that comes twice does no harm", async () => {
  const { line, talk } = side("a", false);
  await talk.offer();
  await talk.receive(said("answer"));
  await talk.receive(said("answer"));
  assert.equal(line.signalingState, "stable");
});

test("messages are handled in the order in which they came", async () => {
  const { line, talk } = side("b", true);
  const candidate = {
    candidate: "c1",
    sdp_mid: "0",
    sdp_m_line_index: 0,
    username_fragment: null,
  };
  void talk.receive(said("offer"));
  await talk.receive({ description: null, candidate });
  assert.deepEqual(line.candidates, ["c1"]);
});

test("an unanswered offer can be sent again, an answered one not", async () => {
  const { sent, talk } = side("a", false);
  await talk.offer();
  assert.equal(talk.repeat(), true);
  await talk.receive(said("answer"));
  assert.equal(talk.repeat(), false);
  assert.deepEqual(types(sent), ["offer", "offer"]);
});
