import "./request.css";

import { type Signal, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";

import { go, path as address, readdress, replacePath } from "../app/router.ts";
import type { ScreenProps } from "../app/screens.ts";
import { useScreen } from "../app/useScreen.ts";
import type { Directory } from "../contract/wire.gen.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Empty } from "../ui/Empty.tsx";
import { Notice } from "../ui/Notice.tsx";
import { notify } from "../ui/Notices.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import * as api from "../wire/api.ts";
import { newKey } from "../wire/http.ts";
import { problemText, t } from "../words/t.ts";
import { AskSection } from "./AskSection.tsx";
import { Asked } from "./Asked.tsx";
import { ConsentSection } from "./ConsentSection.tsx";
import { FilesSection } from "./FilesSection.tsx";
import { type Step, stepOf, STEPS } from "./form.ts";
import { IllnessSection } from "./IllnessSection.tsx";
import { isOpen } from "./kept.ts";
import { MissingList } from "./MissingList.tsx";
import { openRequest, type RequestModel } from "./model.ts";
import { PatientSection } from "./PatientSection.tsx";
import { SavedLine } from "./SavedLine.tsx";

interface State {
  readonly model: RequestModel;
  readonly step: Signal<Step>;
  readonly directory: Signal<Directory | null>;
  readonly answers: Signal<Readonly<Record<string, string>>>;
  readonly discarding: Signal<boolean>;
}

function makeState(id: string, emergency: boolean, until: AbortSignal): State {
  const directory = signal<Directory | null>(null);
  api.directory({ signal: until }).then(
    (answer) => {
      if (answer.ok) directory.value = answer.value;
    },
    () => undefined,
  );
  return {
    model: openRequest(id, emergency, until),
    step: signal<Step>("patient"),
    directory,
    answers: signal<Readonly<Record<string, string>>>({}),
    discarding: signal(false),
  };
}

/** Bring a field into view and put the caret into it. */
function show(place: string): void {
  const parts = place.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const found = document.querySelector(`[data-path="${parts.slice(0, length).join(".")}"]`);
    if (found === null) continue;
    const control = found.querySelector<HTMLElement>("input, textarea, select, button, canvas");
    found.scrollIntoView({ block: "center" });
    control?.focus({ preventScroll: true });
    return;
  }
}

function Steps({ step }: { step: Signal<Step> }) {
  return (
    <nav class="steps" aria-label={t("request.steps")}>
      {STEPS.map((one, place) => (
        <button
          key={one}
          type="button"
          class="step"
          aria-current={step.value === one ? "step" : undefined}
          onClick={() => turn(step, one)}
        >
          <span class="step-number">{place + 1}</span>
          <span>{t(`request.step.${one}`)}</span>
        </button>
      ))}
    </nav>
  );
}

function turn(step: Signal<Step>, to: Step): void {
  step.value = to;
  window.scrollTo(0, 0);
}

function StepBar({ step }: { step: Signal<Step> }) {
  const here = STEPS.indexOf(step.value);
  const before = STEPS[here - 1];
  const after = STEPS[here + 1];
  return (
    <div class="step-bar">
      {before !== undefined && (
        <Button icon="back" onClick={() => turn(step, before)}>
          {t("ui.back")}
        </Button>
      )}
      {after !== undefined && (
        <Button kind="main" icon="next" onClick={() => turn(step, after)}>
          {t("ui.next")}
        </Button>
      )}
    </div>
  );
}

interface PartProps {
  name: Step;
  state: State;
  emergency: boolean;
  children: ComponentChildren;
}

/** One of the phone's four steps; on a PC, and in an emergency, all stand on one page. */
function Part({ name, state, emergency, children }: PartProps) {
  const here = emergency || state.step.value === name;
  return (
    <div class="request-part stack" data-here={here}>
      {children}
    </div>
  );
}

async function submit(state: State, goTo: (path: string) => void): Promise<void> {
  const { model, answers } = state;
  const ended = await model.submit(answers.value);
  if (ended === "sent") {
    notify(t("request.submitted"), "good");
    go(`/cases/${model.view.value?.id ?? ""}`);
  } else if (ended === "later") {
    notify(t("request.submitLater"), "good");
    go("/");
  } else if (ended === "incomplete") {
    const first = model.view.value?.missing.find((one) => one.blocking);
    if (first !== undefined) goTo(first.path);
  }
}

interface SideProps {
  state: State;
  emergency: boolean;
  onGo: (path: string) => void;
}

function Side({ state, emergency, onGo }: SideProps) {
  const { model, step } = state;
  const view = model.view.value;
  const returned = view?.state === "returned";
  const blocking = (view?.missing ?? []).filter((one) => one.blocking).length;
  const key = returned
    ? "request.resubmit"
    : emergency
      ? "request.submitEmergency"
      : "request.submit";
  return (
    <aside
      class="request-side"
      aria-label={t("request.missing")}
      data-here={emergency || step.value === "ask"}
    >
      <div class="submit-box stack-tight">
        {model.tried.value && blocking > 0 && (
          <Notice tone="bad">
            <p>{t("request.cannotSubmit", { n: blocking })}</p>
          </Notice>
        )}
        <Button
          kind={emergency ? "danger" : "main"}
          icon={emergency ? "siren" : "check"}
          wide
          busy={model.submitting.value}
          onClick={() => {
            submit(state, onGo).catch(() => undefined);
          }}
        >
          {t(key)}
        </Button>
      </div>
      <MissingList model={model} onGo={onGo} />
      {!returned && (
        <Button
          kind="quiet"
          icon="trash"
          onClick={() => {
            state.discarding.value = true;
          }}
        >
          {t("request.discard")}
        </Button>
      )}
    </aside>
  );
}

function Discard({ state }: { state: State }) {
  const close = () => {
    state.discarding.value = false;
  };
  const discard = async () => {
    close();
    if (!(await state.model.discard())) return;
    notify(t("request.discarded"));
    go("/");
  };
  return (
    <Dialog title={t("request.discard")} onClose={close}>
      <div class="stack">
        <p>{t("request.discardSure")}</p>
        <div class="actions">
          <Button onClick={close}>{t("ui.cancel")}</Button>
          <Button
            kind="danger"
            icon="trash"
            onClick={() => {
              discard().catch(() => undefined);
            }}
          >
            {t("request.discard")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Form({ state, emergency }: { state: State; emergency: boolean }) {
  const { model, step, directory, answers } = state;
  const view = model.view.value;
  const goTo = (place: string) => {
    step.value = stepOf(place);
    requestAnimationFrame(() => show(place));
  };
  const returned = view !== null && view.state === "returned";
  const title = returned
    ? "request.titleReturned"
    : emergency
      ? "request.titleEmergency"
      : "request.title";
  return (
    <div class="stack">
      <div class="row">
        <h1 class="grow">{t(title)}</h1>
        <SavedLine model={model} />
      </div>
      {emergency && (
        <Notice tone="bad">
          <p>{t("request.emergencyLead")}</p>
        </Notice>
      )}
      {!emergency && <Steps step={step} />}
      <div class="request">
        <div class="stack">
          {returned && <Asked view={view} answers={answers} />}
          <Part name="patient" state={state} emergency={emergency}>
            <PatientSection model={model} emergency={emergency} />
          </Part>
          <Part name="illness" state={state} emergency={emergency}>
            <IllnessSection model={model} emergency={emergency} />
          </Part>
          <Part name="files" state={state} emergency={emergency}>
            <FilesSection model={model} />
          </Part>
          <Part name="ask" state={state} emergency={emergency}>
            <AskSection model={model} directory={directory} emergency={emergency} />
            {emergency ? (
              <p class="secondary">{t("consent.emergency")}</p>
            ) : (
              <ConsentSection model={model} />
            )}
          </Part>
          {!emergency && <StepBar step={step} />}
        </div>
        <Side state={state} emergency={emergency} onGo={goTo} />
      </div>
      {state.discarding.value && <Discard state={state} />}
    </div>
  );
}

function Request({ id, emergency: asked }: { id: string; emergency: boolean }) {
  const state = useScreen((until) => makeState(id, asked, until));
  const { model } = state;
  const view = model.view.value;
  const made = view?.id;
  // Together with the word "saved": whoever reads it may reload at once.
  useLayoutEffect(() => {
    if (made !== undefined && id.startsWith("new-")) readdress(`/request/${made}`);
  }, [made]);
  if (model.loading.value) return <Spinner label={t("app.loading")} />;
  if (view === null && model.problem.value !== null && !id.startsWith("new-")) {
    return <Empty icon="search" text={problemText(model.problem.value)} heading />;
  }
  if (view !== null && !isOpen(view)) {
    return (
      <Empty icon="check" text={t("request.notEditable")} heading>
        <ButtonLink kind="main" href={`#/cases/${view.id}`}>
          {t("request.seeCase")}
        </ButtonLink>
      </Empty>
    );
  }
  return <Form state={state} emergency={model.form.value.wanted.urgency === "emergency"} />;
}

/** Screen 3. A new one gets an address of its own first, so that a reload finds it again. */
export function Screen({ params }: ScreenProps) {
  const id = params["id"];
  const emergency = address.value.includes("?emergency");
  useEffect(() => {
    if (id === undefined) {
      replacePath(`/request/new-${newKey()}${emergency ? "?emergency" : ""}`);
    }
  }, [id]);
  if (id === undefined) return <Spinner label={t("app.loading")} />;
  return <Request id={id} emergency={emergency} />;
}
