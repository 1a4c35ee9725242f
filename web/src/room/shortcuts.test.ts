import assert from "node:assert/strict";
import { test } from "node:test";
import { actionOf } from "./shortcuts.ts";

const press = (key: string, changes = {}) => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  ...changes,
});

test("m mutes, also with caps lock", () => {
  assert.equal(actionOf(press("m"), "BODY", false), "microphone");
  assert.equal(actionOf(press("M"), "DIV", false), "microphone");
});

test("a key is no shortcut while somebody writes", () => {
  assert.equal(actionOf(press("m"), "TEXTAREA", false), null);
  assert.equal(actionOf(press("m"), "DIV", true), null);
});

test("a key with a modifier belongs to the browser", () => {
  assert.equal(actionOf(press("v", { ctrlKey: true }), "BODY", false), null);
});

test("an inherited name is no key", () => {
  assert.equal(actionOf(press("toString"), "BODY", false), null);
});
