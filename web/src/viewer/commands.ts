/** What a key does to the model. */

import type { KeyAction } from "./keys.ts";
import type { Model } from "./model.ts";
import { zoomedAt } from "./place.ts";

/** `keyImage` marks the slice in sight, where the screen has a use for it. */
export function perform(action: KeyAction, model: Model, keyImage: (() => void) | null): void {
  switch (action.do) {
    case "tool":
      model.tool.value = action.tool;
      return;
    case "preset": {
      const preset = model.choices.peek()[action.number - 1];
      if (preset !== undefined) model.setWindow(preset.window);
      return;
    }
    case "slice":
      return model.scroll(action.steps);
    case "series":
      return model.nextSeries(action.steps);
    case "zoom":
      return zoom(model, action.factor);
    case "reset":
      return model.reset();
    case "invert":
      return model.invert();
    case "undo":
      return model.undoLength();
    case "follow":
      return follow(model);
    case "key":
      return keyImage?.();
  }
}

/** In and out of following. */
function follow({ shared }: Model): void {
  if (shared?.mode.peek() === "following") shared.leave();
  else shared?.follow();
}

/** About the middle of the screen. */
export function zoom(model: Model, factor: number): void {
  model.change((view, { image }, screen) =>
    zoomedAt(view, image, screen, [screen.width / 2, screen.height / 2], factor),
  );
}
