/** Tools, each an icon with its word, and a click for whatever a drag can do. */

import { useMemo, useState } from "preact/hooks";

import { zoom } from "./commands.ts";
import { Icon, type IconName } from "./icons.tsx";
import type { Tool } from "./keys.ts";
import type { Model } from "./model.ts";
import { pannedBy } from "./place.ts";
import { mirrored, turned, type Point } from "./view.ts";
import { dragged, type Preset } from "./window.ts";
import { t } from "./words.ts";

interface Props {
  readonly model: Model;
  readonly keyImage: (() => void) | null;
}

const TOOLS: readonly Tool[] = ["window", "scroll", "zoom", "pan", "length"];
const NOTCH = 24; // as a drag of so many pixels
const SHIFT = 64;

export function ToolBar({ model, keyImage }: Props) {
  const [open, setOpen] = useState(false); // of the rest, on a phone
  return (
    <div class="viewer-bar">
      <div class="viewer-tools" role="toolbar" aria-label={t("viewer.tools")}>
        {TOOLS.map((tool) => (
          <ToolButton key={tool} model={model} tool={tool} />
        ))}
        <button
          type="button"
          class="viewer-tool viewer-more"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name="more" />
          <span>{t("viewer.more")}</span>
        </button>
        <div class="viewer-rest" data-open={open}>
          <Rest model={model} keyImage={keyImage} />
        </div>
      </div>
      <div class="viewer-steps" role="group" aria-label={t("viewer.steps")}>
        <Presets model={model} />
        <Steps model={model} />
      </div>
    </div>
  );
}

function Rest({ model, keyImage }: Props) {
  return (
    <>
      <Once icon="reset" word={t("viewer.reset")} act={model.reset} />
      <Once icon="invert" word={t("viewer.invert")} act={model.invert} />
      <Once
        icon="rotate"
        word={t("viewer.rotate")}
        act={() => model.change((view) => turned(view, 90))}
      />
      <Once icon="flip" word={t("viewer.flip")} act={() => model.change(mirrored)} />
      {keyImage !== null && <Once icon="key" word={t("viewer.key_image")} act={keyImage} />}
    </>
  );
}

function ToolButton({ model, tool }: { model: Model; tool: Tool }) {
  return (
    <button
      type="button"
      class="viewer-tool"
      aria-pressed={model.tool.value === tool}
      onClick={() => (model.tool.value = tool)}
    >
      <Icon name={tool} />
      <span>{t(`viewer.tool.${tool}`)}</span>
    </button>
  );
}

function Once({ icon, word, act }: { icon: IconName; word: string; act: () => void }) {
  return (
    <button type="button" class="viewer-tool" onClick={act}>
      <Icon name={icon} />
      <span>{word}</span>
    </button>
  );
}

function Presets({ model }: { model: Model }) {
  const choices = model.choices.value;
  const now = model.window.value;
  const chosen = choices.findIndex(
    ({ window }) => window.centre === now.centre && window.width === now.width,
  );
  const choose = (value: string): void => {
    const preset = choices[Number(value)];
    if (preset !== undefined) model.setWindow(preset.window);
  };
  return (
    <select
      class="viewer-presets"
      aria-label={t("viewer.presets")}
      value={String(chosen)}
      disabled={choices.length === 0}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="-1" hidden>
        {t("viewer.preset.choose")}
      </option>
      {choices.map((preset, i) => (
        <option key={i} value={String(i)} selected={i === chosen}>
          {`${i + 1} ${presetWord(preset)}`}
        </option>
      ))}
    </select>
  );
}

function presetWord({ name, index }: Preset): string {
  return name === "file" ? t("viewer.preset.file", index) : t(`viewer.preset.${name}`);
}

type StepName =
  | "brighter"
  | "darker"
  | "wider"
  | "narrower"
  | "in"
  | "out"
  | "left"
  | "right"
  | "up"
  | "down"
  | "previous"
  | "next"
  | "undo";

/** Every drag has a click twin: these belong to the tool of now. */
function Steps({ model }: { model: Model }) {
  const steps = useMemo(() => stepsOf(model), [model]);
  const tool = model.tool.value;
  const none = tool === "window" && model.choices.value.length === 0;
  return (
    <>
      {tool === "length" && <span class="viewer-hint">{t("viewer.length_hint")}</span>}
      {steps[tool].map(([name, act]) => (
        <button key={name} type="button" class="viewer-step" disabled={none} onClick={act}>
          {t(`viewer.step.${name}`)}
        </button>
      ))}
    </>
  );
}

type Step = readonly [name: StepName, act: () => void];

function stepsOf(model: Model): Readonly<Record<Tool, readonly Step[]>> {
  const window = (right: number, down: number) => () =>
    model.setWindow(dragged(model.window.peek(), right, down));
  const pan = (by: Point) => () =>
    model.change((view, { image }, screen) => pannedBy(view, image, screen, by));
  return {
    window: [
      ["brighter", window(0, -NOTCH)],
      ["darker", window(0, NOTCH)],
      ["wider", window(NOTCH, 0)],
      ["narrower", window(-NOTCH, 0)],
    ],
    scroll: [
      ["previous", () => model.scroll(-1)],
      ["next", () => model.scroll(1)],
    ],
    zoom: [
      ["in", () => zoom(model, 1.25)],
      ["out", () => zoom(model, 0.8)],
    ],
    pan: [
      ["left", pan([-SHIFT, 0])],
      ["right", pan([SHIFT, 0])],
      ["up", pan([0, -SHIFT])],
      ["down", pan([0, SHIFT])],
    ],
    length: [["undo", model.undoLength]],
  };
}
