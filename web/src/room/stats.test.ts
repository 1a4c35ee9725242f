import assert from "node:assert/strict";
import { test } from "node:test";
import { judged, NO_LINE, reported, sampled, worst } from "./stats.ts";

const REPORT = [
  { type: "transport", id: "T", selectedCandidatePairId: "P2" },
  {
    type: "candidate-pair",
    id: "P1",
    nominated: true,
    state: "succeeded",
    currentRoundTripTime: 9,
  },
  { type: "candidate-pair", id: "P2", localCandidateId: "L", currentRoundTripTime: 0.042 },
  { type: "local-candidate", id: "L", candidateType: "relay" },
  {
    type: "inbound-rtp",
    kind: "audio",
    packetsLost: 3,
    packetsReceived: 97,
    concealedSamples: 10,
    totalSamplesReceived: 1000,
    audioLevel: 0.25,
    bytesReceived: 500,
  },
  {
    type: "inbound-rtp",
    kind: "video",
    framesDecoded: 30,
    packetsReceived: 100,
    bytesReceived: 9500,
  },
  { type: "outbound-rtp", kind: "video", bytesSent: 700 },
];

test("a report is summed up over the chosen pair and both kinds", () => {
  const now = sampled(REPORT, 1000);
  assert.equal(now.path, "relay");
  assert.equal(now.roundTripMs, 42);
  assert.deepEqual(
    [now.lost, now.received, now.frames, now.bytesIn, now.bytesOut],
    [3, 197, 30, 10000, 700],
  );
  assert.equal(now.audioLevel, 0.25);
});

test("an empty report has no path and no round trip", () => {
  const now = sampled([], 0);
  assert.deepEqual([now.path, now.roundTripMs, now.frames], ["unknown", null, 0]);
});

test("what is reported is the difference, never below nothing", () => {
  const now = sampled(REPORT, 11000);
  const before = { ...sampled([], 1000), frames: 40 };
  const said = reported("s", "p", before, now, 300);
  assert.deepEqual(
    [said.seconds, said.frames_decoded, said.packets_lost, said.join_ms],
    [10, 0, 3, 300],
  );
});

test("a short clean line has four bars, a lossy one few", () => {
  const before = sampled([], 0);
  const clean = { ...before, at: 1000, received: 100, bytesIn: 125000, roundTripMs: 20 };
  assert.deepEqual([judged(before, clean).bars, judged(before, clean).kbits], [4, 1000]);
  assert.equal(judged(before, { ...clean, lost: 30 }).grade, "bad");
  assert.equal(judged(before, { ...clean, roundTripMs: 500 }).grade, "weak");
});

test("the worst line is shown, and none where nobody is", () => {
  assert.equal(worst([]), NO_LINE);
  assert.equal(
    worst([
      { ...NO_LINE, bars: 4 },
      { ...NO_LINE, bars: 2 },
    ]).bars,
    2,
  );
});
