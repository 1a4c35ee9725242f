import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import type { CaseView, ServerEvent } from "../contract/wire.gen.ts";
import { apply } from "./apply.ts";

/** Written by the server's tests: what a viewer saw, what was sent, what the viewer sees then. */
interface Story {
  readonly name: string;
  readonly view: CaseView;
  readonly events: readonly ServerEvent[];
  readonly after: Partial<CaseView>;
}

const STORIES = new URL("../../../tests/contract/stories/", import.meta.url);

function read(file: string): Story {
  const story: Story = JSON.parse(readFileSync(new URL(file, STORIES), "utf8"));
  return story;
}

function play(story: Story): CaseView {
  return story.events.reduce<CaseView>((view, event) => {
    const next = apply(view, event);
    if (next === "gap") assert.fail(`a gap before ${event.type} ${event.seq}`);
    return next;
  }, story.view);
}

/** The part of a view that the story speaks of; what no event carries is fetched, not told. */
function told(view: CaseView, spoken: Partial<CaseView>): Record<string, unknown> {
  const entries = Object.entries(view).filter(([key]) => key in spoken);
  return Object.fromEntries(entries);
}

for (const file of readdirSync(STORIES)) {
  const story = read(file);
  test(`story: ${story.name}`, () => {
    assert.deepEqual(told(play(story), story.after), story.after);
  });
  test(`story delivered twice: ${story.name}`, () => {
    const doubled = story.events.flatMap((one) => [one, one]);
    assert.deepEqual(play({ ...story, events: doubled }), play(story));
  });
  test(`story with a hole: ${story.name}`, () => {
    const last = story.events.at(-1);
    if (last !== undefined && last.seq > story.view.seq + 1) {
      assert.equal(apply(story.view, last), "gap");
    }
  });
}
