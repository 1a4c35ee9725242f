/** The image itself, and what is written over it. */

import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";

import { Corners } from "./Corners.tsx";
import { createPainter, painterName, type Drawing } from "./draw.ts";
import { listen } from "./gestures.ts";
import { Marks } from "./Marks.tsx";
import type { Model } from "./model.ts";
import type { Matrix } from "./place.ts";
import type { Painter, Scene } from "./scene.ts";
import { t } from "./words.ts";

interface Props {
  readonly model: Model;
  readonly drawing: Drawing;
  readonly nameOf: (person: string) => string;
}

export function Stage({ model, drawing, nameOf }: Props) {
  const stage = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const controller = new AbortController();
    if (stage.current !== null) {
      watchSize(stage.current, model, controller.signal);
      listen(stage.current, model, controller.signal);
    }
    return () => controller.abort();
  }, [model]);
  return (
    <div
      ref={stage}
      class="viewer-stage"
      tabIndex={0}
      role="application"
      aria-label={t("viewer.stage")}
      aria-description={t("viewer.stage_help")}
      data-tool={model.tool.value}
      {...facts(model)}
    >
      <Sheet model={model} drawing={drawing} />
      <Marks model={model} nameOf={nameOf} />
      <Corners model={model} />
    </div>
  );
}

/** What is on the screen, for whoever has to prove it. */
function facts(model: Model) {
  const view = model.view.value;
  const { centre, width } = model.window.value;
  const { quality, sharp } = model.quality.value;
  const pointer = model.shared?.remotePointer.value ?? model.pointer.value;
  return {
    "data-sop": view?.sop,
    "data-frame": view?.frame,
    "data-window-centre": centre,
    "data-window-width": width,
    "data-quality": quality,
    "data-sharp": sharp,
    "data-scale": view?.scale,
    "data-centre": view?.centre.join(","),
    "data-rotation": view?.rotation,
    "data-pointer": pointer?.map((value) => value.toFixed(1)).join(","),
    "data-matrix": matrixText(model.matrix.value),
  };
}

function matrixText(matrix: Matrix | null): string | undefined {
  if (matrix === null) return undefined;
  const { a, b, c, d, e, f } = matrix;
  return [a, b, c, d, e, f].join(",");
}

/** The canvas; made anew when its way of drawing is taken away. */
function Sheet({ model, drawing }: Pick<Props, "model" | "drawing">) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [name, setName] = useState(() => painterName(drawing));
  useEffect(() => {
    const sheet = canvas.current;
    const painter = sheet && createPainter(sheet, name, () => setName("canvas"));
    if (!sheet || !painter) {
      if (name === "webgl") setName("canvas");
      return undefined;
    }
    const stop = effect(() => paint(painter, sheet, model));
    return () => {
      stop();
      painter.end();
    };
  }, [model, name]);
  return <canvas key={name} ref={canvas} class="viewer-canvas" data-painter={name} />;
}

function paint(painter: Painter, sheet: HTMLCanvasElement, model: Model): void {
  const { width, height } = model.screen.value;
  const ratio = model.ratio.value;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (sheet.width !== across) sheet.width = across;
  if (sheet.height !== down) sheet.height = down;
  const scene = sceneOf(model, ratio);
  painter.paint(scene);
  sheet.dataset["painted"] = scene === null ? "" : paintedText(scene);
}

function sceneOf(model: Model, ratio: number): Scene | null {
  const [shown, matrix, view] = [model.shown.value, model.matrix.value, model.view.value];
  if (shown === null || matrix === null || view === null) return null;
  const { a, b, c, d, e, f } = matrix;
  const device = {
    a: a * ratio,
    b: b * ratio,
    c: c * ratio,
    d: d * ratio,
    e: e * ratio,
    f: f * ratio,
  };
  return { ...shown, matrix: device, window: model.window.value, invert: view.invert };
}

/** Which picture, how good, through which window: for whoever reads the canvas. */
function paintedText({ image, picture, window }: Scene): string {
  const reduction = "reduction" in picture ? picture.reduction : "preview";
  return [image.sop, image.frame, reduction, window.centre, window.width].join("/");
}

function watchSize(stage: HTMLElement, model: Model, ended: AbortSignal): void {
  const measure = (): void => {
    model.screen.value = { width: stage.clientWidth, height: stage.clientHeight };
    model.ratio.value = devicePixelRatio;
  };
  const observer = new ResizeObserver(measure);
  observer.observe(stage);
  addEventListener("resize", measure, { signal: ended }); // the ratio alone changes on zoom
  ended.addEventListener("abort", () => observer.disconnect());
  measure();
}
