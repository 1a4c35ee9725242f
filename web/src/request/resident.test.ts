import assert from "node:assert/strict";
import { test } from "node:test";

import { isDay, residentId } from "./resident.ts";

test("a valid number says birth date and sex", () => {
  assert.deepEqual(residentId("11010519491231002x"), {
    ok: true,
    number: "11010519491231002X",
    birthDate: "1949-12-31",
    sex: "female",
  });
});

test("the first thing that is wrong is named", () => {
  const wrong = (text: string) => {
    const read = residentId(text);
    return read.ok ? "" : read.wrong;
  };
  assert.equal(wrong("1101051949123100"), "length");
  assert.equal(wrong("11010519491231002A"), "characters");
  assert.equal(wrong("99010519491231002X"), "region");
  assert.equal(wrong("110105194902300021"), "date");
  assert.equal(wrong("110105194912310021"), "check_digit");
});

test("a day that the calendar does not have is none", () => {
  assert.equal(isDay("2024-02-29"), true);
  assert.equal(isDay("2023-02-29"), false);
  assert.equal(isDay("2023-2-9"), false);
});
