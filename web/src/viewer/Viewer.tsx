/** The viewer: series beside the image, the tools below; in a room one leads and others follow. */

import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";

import "./viewer.css";
import { perform } from "./commands.ts";
import type { Drawing } from "./draw.ts";
import { keyAction } from "./keys.ts";
import { LeadPill } from "./LeadPill.tsx";
import { createModel, type Model } from "./model.ts";
import type { Judged } from "./quality.ts";
import { SeriesList } from "./SeriesList.tsx";
import type { Shared } from "./shared.ts";
import { Stage } from "./Stage.tsx";
import { ToolBar } from "./ToolBar.tsx";
import type { View } from "./view.ts";
import { t } from "./words.ts";

export interface ViewerProps {
  /** StudyInstanceUIDs, in the order of the list; read once, when the viewer is made. */
  readonly studies: readonly string[];
  /** In a room; its owner wires it to the socket and ends it. */
  readonly shared?: Shared;
  /** Name of a person in the room. */
  readonly nameOf?: (person: string) => string;
  /** What to do with a marked slice; without it there is no such button. */
  readonly onKeyImage?: (view: View) => void;
  /** Told whenever another picture, or a better one, is seen. */
  readonly onShown?: (view: View, judged: Judged) => void;
  /** Letters and arrows work while the focus is in the viewer, unless turned off. */
  readonly shortcuts?: boolean;
  readonly drawing?: Drawing;
}

export function Viewer(props: ViewerProps) {
  const { model, end } = useMemo(() => start(props), []);
  useEffect(() => end, [end]);
  useShown(model, props.onShown);
  const { onKeyImage, nameOf = noName } = props;
  const keyImage = onKeyImage === undefined ? null : () => mark(model, onKeyImage);
  const press = (event: KeyboardEvent): void => {
    const action = props.shortcuts === false || typing(event) ? null : keyAction(event);
    if (action === null) return;
    event.preventDefault();
    event.stopPropagation();
    perform(action, model, keyImage);
  };
  return (
    <section class="viewer" data-theme="dark" aria-label={t("viewer.label")} onKeyDown={press}>
      <SeriesList model={model} />
      <div class="viewer-main">
        {props.shared !== undefined && <LeadPill shared={props.shared} nameOf={nameOf} />}
        <Stage model={model} drawing={props.drawing ?? "auto"} nameOf={nameOf} />
      </div>
      <ToolBar model={model} keyImage={keyImage} />
    </section>
  );
}

function start({ studies, shared }: ViewerProps): { model: Model; end: () => void } {
  const controller = new AbortController();
  const model = createModel({ studies, shared: shared ?? null, signal: controller.signal });
  return { model, end: () => controller.abort() };
}

function useShown(model: Model, onShown: ViewerProps["onShown"]): void {
  const told = useMemo(() => signal(onShown), []);
  told.value = onShown;
  useEffect(
    () =>
      model.quality.subscribe((judged) => {
        const view = model.view.peek();
        if (view !== null && judged.quality !== "none") told.peek()?.(view, judged);
      }),
    [model, told],
  );
}

/** The slice as it is seen now, its window said in numbers. */
function mark(model: Model, onKeyImage: (view: View) => void): void {
  const view = model.view.peek();
  if (view !== null) onKeyImage({ ...view, window: model.window.peek() });
}

/** Keys belong to a field while one types or chooses in it. */
function typing({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  );
}

function noName(): string {
  return "";
}
