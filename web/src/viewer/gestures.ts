/** Mouse, pen and fingers on the image. */

import type { Tool } from "./keys.ts";
import type { Model } from "./model.ts";
import { inverse, pannedBy, through, zoomedAt } from "./place.ts";
import type { Point } from "./view.ts";
import { dragged } from "./window.ts";

const CLICK_PX = 4;
const WHEEL_NOTCH = 50; // a mouse wheel sends at least so much at once
const WHEEL_STEP = 40; // a touchpad's many small moves add up to a slice
const SLICE_PX = 12; // of a finger, for one slice
const ZOOM_PER_PX = 1.01;

/** Listen on the stage until `ended`. */
export function listen(stage: HTMLElement, model: Model, ended: AbortSignal): void {
  const hands = new Hands(stage, model);
  const options = { signal: ended };
  stage.addEventListener("pointerdown", (event) => hands.down(event), options);
  stage.addEventListener("pointermove", (event) => hands.move(event), options);
  stage.addEventListener("pointerup", (event) => hands.up(event), options);
  stage.addEventListener("pointercancel", (event) => hands.cancel(event), options);
  stage.addEventListener("pointerleave", () => hands.leave(), options);
  stage.addEventListener("wheel", (event) => hands.wheel(event), { ...options, passive: false });
  stage.addEventListener("contextmenu", (event) => event.preventDefault(), options);
}

class Hands {
  private readonly stage: HTMLElement;
  private readonly model: Model;
  private readonly fingers = new Map<number, Point>();
  private tool: Tool = "window"; // of the drag going on
  private travelled = 0;
  private rest = 0; // of a scroll, less than a slice
  private begun: Point = [0, 0];

  constructor(stage: HTMLElement, model: Model) {
    this.stage = stage;
    this.model = model;
  }

  down(event: PointerEvent): void {
    const place = this.at(event);
    this.stage.setPointerCapture(event.pointerId);
    this.stage.focus({ preventScroll: true });
    this.fingers.set(event.pointerId, place);
    this.tool = toolOf(event.button, this.model.tool.peek());
    this.travelled = 0;
    this.rest = 0;
    this.begun = place;
    event.preventDefault();
  }

  move(event: PointerEvent): void {
    const place = this.at(event);
    this.model.pointer.value = this.onImage(place);
    const before = this.fingers.get(event.pointerId);
    if (before === undefined) {
      this.model.stretch(this.onImage(place));
      return;
    }
    this.fingers.set(event.pointerId, place);
    const by: Point = [place[0] - before[0], place[1] - before[1]];
    this.travelled += Math.hypot(...by);
    if (this.fingers.size > 1) this.pinch(event.pointerId, before, place);
    else if (this.travelled >= CLICK_PX) this.drag(by, place);
  }

  up(event: PointerEvent): void {
    const place = this.at(event);
    const one = this.fingers.size === 1;
    this.fingers.delete(event.pointerId);
    if (!one || this.tool !== "length") return;
    const point = this.onImage(place);
    if (point === null) return;
    if (this.travelled >= CLICK_PX) this.model.finishLength(point);
    else this.model.clickLength(point);
  }

  cancel(event: PointerEvent): void {
    this.fingers.delete(event.pointerId);
  }

  leave(): void {
    if (this.fingers.size === 0) this.model.pointer.value = null;
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    if (event.ctrlKey) {
      const factor = ZOOM_PER_PX ** -event.deltaY;
      this.zoom(this.at(event), factor);
      return;
    }
    const notch = event.deltaMode !== 0 || Math.abs(event.deltaY) >= WHEEL_NOTCH;
    if (notch) this.model.scroll(Math.sign(event.deltaY));
    else this.scrollBy(event.deltaY, WHEEL_STEP);
  }

  private drag([right, down]: Point, place: Point): void {
    const { model } = this;
    switch (this.tool) {
      case "window":
        return model.setWindow(dragged(model.window.peek(), right, down));
      case "pan":
        return model.change((view, { image }, screen) =>
          pannedBy(view, image, screen, [right, down]),
        );
      case "zoom":
        return this.zoom(this.begun, ZOOM_PER_PX ** -down);
      case "scroll":
        return this.scrollBy(down, SLICE_PX);
      case "length":
        return model.drawLength(this.onImage(this.begun), this.onImage(place));
    }
  }

  private pinch(moved: number, before: Point, now: Point): void {
    const other = [...this.fingers].find(([id]) => id !== moved)?.[1];
    if (other === undefined) return;
    const apart = (point: Point): number => Math.hypot(point[0] - other[0], point[1] - other[1]);
    const factor = apart(now) / Math.max(1, apart(before));
    const half: Point = [(now[0] - before[0]) / 2, (now[1] - before[1]) / 2];
    const middle: Point = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
    this.model.change((view, { image }, screen) =>
      zoomedAt(pannedBy(view, image, screen, half), image, screen, middle, factor),
    );
  }

  private zoom(at: Point, factor: number): void {
    this.model.change((view, { image }, screen) => zoomedAt(view, image, screen, at, factor));
  }

  private scrollBy(pixels: number, each: number): void {
    this.rest += pixels;
    const steps = Math.trunc(this.rest / each);
    if (steps === 0) return;
    this.rest -= steps * each;
    this.model.scroll(steps);
  }

  private at(event: MouseEvent): Point {
    const { left, top } = this.stage.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  private onImage(place: Point): Point | null {
    const matrix = this.model.matrix.peek();
    return matrix === null ? null : through(inverse(matrix), place);
  }
}

/** The middle button pans and the right one zooms, whatever the tool. */
function toolOf(button: number, tool: Tool): Tool {
  if (button === 1) return "pan";
  return button === 2 ? "zoom" : tool;
}
