/** The room is not open to this tab: why, and what to do next. */

import { useEffect } from "preact/hooks";
import type { CaseView, RoomClosed, SessionView } from "../contract/wire.gen.ts";
import { Button, ButtonLink } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { OVER } from "../waiting/presence.ts";
import { problemText, t, type PlainKey } from "../words/t.ts";
import type { Local } from "../waiting/local.ts";
import type { Room } from "./model.ts";
import { quietly } from "./quietly.ts";

type Why =
  "finished" | "cancelled" | "abandoned" | "no_show" | "access_ended" | "elsewhere" | "refused";

const ENDS = ["finished", "cancelled", "abandoned", "no_show"] as const;

/** The session's end goes before what the room said of it. */
export function whyClosed(
  session: SessionView["state"] | undefined,
  reason: RoomClosed["reason"] | null,
): Why {
  const end = ENDS.find((one) => one === session);
  if (end !== undefined) return end;
  return reason === null || reason === "shutdown" ? "refused" : reason;
}

function nextKey(why: Why, writes: boolean, signed: boolean): PlainKey | null {
  switch (why) {
    case "finished":
    case "abandoned":
      if (signed && !writes) return "room.next.signed";
      return writes ? "room.next.write" : "room.next.wait";
    case "cancelled":
    case "no_show":
      return "room.next.cancelled";
    case "access_ended":
      return "room.next.access_ended";
    case "elsewhere":
      return "room.next.elsewhere";
    case "refused":
      return null;
  }
}

interface Props {
  readonly caseId: string;
  readonly view: CaseView | null;
  readonly session: SessionView | undefined;
  readonly room: Room;
  readonly local: Local;
}

export function ClosedPage({ caseId, view, session, room, local }: Props) {
  useEffect(() => {
    room.close();
    local.release(); // the camera's light goes out
  }, []);
  const enter = () => {
    quietly(local.start());
    room.enter();
  };
  const why = whyClosed(session?.state, room.closed.value);
  const writes = view?.may.includes("write_opinion") === true;
  const signed = view?.opinions.some((one) => one.state === "signed") === true;
  const next = nextKey(why, writes, signed);
  const problem = room.problem.value;
  const again = (why === "elsewhere" || why === "refused") && !OVER.has(session?.state ?? "booked");
  return (
    <main class="closed" id="main" tabIndex={-1} data-testid="room-closed" data-reason={why}>
      <Card title={t(`room.closed.${why}`)}>
        {why === "refused" && problem !== null && <p>{problemText(problem)}</p>}
        {next !== null && <p>{t(next)}</p>}
        <div class="actions">
          {again && (
            <Button icon="video" onClick={enter}>
              {t("room.here")}
            </Button>
          )}
          <ButtonLink kind="main" icon={writes ? "pen" : "back"} href={`#/cases/${caseId}`}>
            {writes ? t("room.to_opinion") : t("room.to_case")}
          </ButtonLink>
        </div>
      </Card>
    </main>
  );
}
