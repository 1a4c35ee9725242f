import assert from "node:assert/strict";
import { test } from "node:test";

import type { LogLine } from "../contract/wire.gen.ts";
import { folded } from "./log.ts";

function line(seq: number, type: string, by = "doctor", action = ""): LogLine {
  return { seq, type, action, by, by_name: "", at: `2026-11-22T00:00:${seq}Z`, detail: "" };
}

test("an upload of many slices is one entry with its count and last time", () => {
  const log = [
    line(1, "case.moved", "doctor", "create"),
    line(2, "study.changed"),
    line(3, "study.changed"),
    line(4, "study.changed", "nurse"),
  ];
  assert.deepEqual(
    folded(log).map((one) => [one.line.seq, one.count]),
    [
      [4, 1],
      [3, 2],
      [1, 1],
    ],
  );
});

test("moves of the case are never folded", () => {
  const log = [line(1, "case.moved", "d", "return"), line(2, "case.moved", "d", "return")];
  assert.equal(folded(log).length, 2);
});
