/** One session from the device check to its end; the same page, so that the devices stay open. */

import { computed, signal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { clockAhead, me } from "../app/me.ts";
import type { ScreenProps } from "../app/screens.ts";
import { createCaseModel, type CaseModel } from "../case/model.ts";
import type { LinkTestAnswer, SessionView } from "../contract/wire.gen.ts";
import { ButtonLink } from "../ui/Button.tsx";
import { Empty } from "../ui/Empty.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import type { LinkTestPorts } from "../waiting/linktest.ts";
import { createLocal, type Local } from "../waiting/local.ts";
import { opening, OVER } from "../waiting/presence.ts";
import { WaitingPage } from "../waiting/WaitingPage.tsx";
import * as api from "../wire/api.ts";
import { post } from "../wire/http.ts";
import { problemText, t } from "../words/t.ts";
import { ClosedPage } from "./ClosedPage.tsx";
import { createIce, type Ice } from "./ice.ts";
import { readKept } from "./kept.ts";
import { createRoom, type Room } from "./model.ts";
import { quietly } from "./quietly.ts";
import { RoomPage } from "./RoomPage.tsx";
import { roomPorts } from "./wire.ts";

interface Meeting {
  readonly model: CaseModel;
  readonly session: ReadonlySignal<SessionView | undefined>;
  readonly room: Room;
  readonly local: Local;
  readonly link: LinkTestPorts;
  readonly now: ReadonlySignal<number>; // ms, this machine's
  readonly serverNow: ReadonlySignal<number>;
  readonly end: () => void;
}

function linkPorts(ice: Ice): LinkTestPorts {
  return { ask: (sdp) => post<LinkTestAnswer>("/api/link-test", { sdp }), servers: ice.servers };
}

function ticking(ended: AbortSignal): ReadonlySignal<number> {
  const now = signal(Date.now());
  const timer = setInterval(() => (now.value = Date.now()), 1_000);
  ended.addEventListener("abort", () => clearInterval(timer));
  return now;
}

/** Tells the others that one has come, once the session is open; a refusal is no matter. */
function checkIn(model: CaseModel, id: string, now: () => number, ended: AbortSignal): void {
  let asking = false;
  const tell = async (seq: number) => {
    asking = true;
    const answer = await api.moveSession(model.id, id, seq, { action: "check_in" });
    asking = !answer.ok && answer.problem.status !== 409; // refused: no use in asking again
    if (!ended.aborted && !asking) await model.refresh();
  };
  const look = () => {
    const view = model.view.peek();
    const session = view?.sessions.find((one) => one.id === id);
    if (asking || view === null || session === undefined || OVER.has(session.state)) return;
    if (session.checked_in.includes(me.peek()?.id ?? "")) return;
    if (opening(session, now()).is !== "early") quietly(tell(view.seq));
  };
  const timer = setInterval(look, 1_000);
  ended.addEventListener("abort", () => clearInterval(timer));
}

function meet(caseId: string, sessionId: string): Meeting {
  const controller = new AbortController();
  const ended = controller.signal;
  const model = createCaseModel(caseId, ended);
  const kept = readKept(sessionId);
  const local = createLocal({ audio: kept.audio, video: kept.video }, ended);
  const ice = createIce(roomPorts, sessionId);
  const mine = me.peek()?.id ?? "";
  const room = createRoom({ ports: roomPorts, session: sessionId, me: mine, local, ice, ended });
  const now = ticking(ended);
  quietly(ice.renew());
  // A reload returns to the seat; the devices are opened first, so that they are there at once.
  const opened = local.start();
  if (kept.inside) quietly(opened.then(room.enter));
  else checkIn(model, sessionId, () => Date.now() + clockAhead.peek(), ended);
  return {
    ...{ model, room, local, now, link: linkPorts(ice) },
    session: computed(() => model.view.value?.sessions.find((one) => one.id === sessionId)),
    serverNow: computed(() => now.value + clockAhead.value),
    end: () => controller.abort(),
  };
}

function NotThere({ text }: { text: string }) {
  return (
    <main id="main" tabIndex={-1}>
      <Empty icon="search" text={text}>
        <ButtonLink href="#/" icon="home">
          {t("app.toHome")}
        </ButtonLink>
      </Empty>
    </main>
  );
}

function Stage({ meeting, caseId }: { meeting: Meeting; caseId: string }) {
  const { model, room, local, link, now, serverNow } = meeting;
  const view = model.view.value;
  const session = meeting.session.value;
  const phase = room.phase.value;
  if (phase === "closed" || OVER.has(session?.state ?? "booked")) {
    return <ClosedPage caseId={caseId} view={view} {...{ session, room, local }} />;
  }
  if (view === null) {
    const problem = model.problem.value;
    return problem === null ? (
      <Spinner label={t("app.loading")} />
    ) : (
      <NotThere text={problemText(problem)} />
    );
  }
  if (session === undefined) return <NotThere text={t("app.notThere")} />;
  if (phase === "inside" || (phase === "joining" && room.state.value !== null)) {
    return <RoomPage view={view} session={session.id} {...{ model, room, local, now }} />;
  }
  if (phase === "joining") {
    return (
      <div class="room-entering" data-theme="dark">
        <Spinner label={t("room.entering")} />
      </div>
    );
  }
  return (
    <WaitingPage
      {...{ view, session, local, link }}
      left={phase === "left"}
      now={serverNow}
      enter={room.enter}
    />
  );
}

export function Screen({ params }: ScreenProps) {
  const caseId = params["id"] ?? "";
  const session = params["session"] ?? "";
  const meeting = useMemo(() => meet(caseId, session), [caseId, session]);
  useEffect(() => meeting.end, [meeting]);
  return <Stage meeting={meeting} caseId={caseId} />;
}
