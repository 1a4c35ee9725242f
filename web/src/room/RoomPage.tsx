/** The room itself: images in the middle, people and papers beside them, the call's tools below. */

import { useSignal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { CaseModel } from "../case/model.ts";
import type { CaseView } from "../contract/wire.gen.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Empty } from "../ui/Empty.tsx";
import { Notice } from "../ui/Notice.tsx";
import { keyImageMarker } from "../viewer/keyImages.ts";
import { Viewer } from "../viewer/Viewer.tsx";
import type { Local } from "../waiting/local.ts";
import { socketState } from "../wire/link.ts";
import { t } from "../words/t.ts";
import {
  CallBar,
  DevicesDialog,
  FinishDialog,
  KeysDialog,
  MoreDialog,
  type Opened,
} from "./CallBar.tsx";
import type { Room } from "./model.ts";
import { quietly } from "./quietly.ts";
import { comings, type RoomState } from "./seats.ts";
import { actionOf, type RoomAction } from "./shortcuts.ts";
import { SidePanel, type Tab } from "./SidePanel.tsx";
import { Tiles } from "./Tiles.tsx";
import { TopBar } from "./TopBar.tsx";
import "./room.css";

export interface RoomProps {
  readonly view: CaseView;
  readonly session: string;
  readonly model: CaseModel;
  readonly room: Room;
  readonly local: Local;
  readonly now: ReadonlySignal<number>; // ms
}

function nameIn(room: Room): (person: string) => string {
  return (person) => room.state.value?.seats.find((seat) => seat.person === person)?.name ?? "";
}

type ImagesProps = Pick<RoomProps, "view" | "room" | "model"> & { readonly keys: boolean };

function Images({ view, room, model, keys }: ImagesProps) {
  const studies = view.studies.map(({ study }) => study);
  if (studies.length === 0) return <Empty icon="image" text={t("room.no_studies")} />;
  const onKeyImage = keyImageMarker(model);
  return (
    <Viewer
      key={studies.join()}
      studies={studies}
      shared={room.shared}
      nameOf={nameIn(room)}
      shortcuts={keys}
      {...(onKeyImage === undefined ? {} : { onKeyImage })}
    />
  );
}

/** Says who comes and goes, to those who do not see it. */
function Announcer({ room }: { room: Room }) {
  const said = useSignal("");
  useEffect(() => {
    let before: RoomState | null = null;
    return room.state.subscribe((after) => {
      if (before !== null && after !== null) {
        const { came, went } = comings(before, after);
        const words = [
          ...came.map((name) => t("room.joined", { name })),
          ...went.map((name) => t("room.went", { name })),
        ];
        if (words.length > 0) said.value = words.join(" ");
      }
      before = after;
    });
  }, []);
  return (
    <p class="sr-only" role="status">
      {said.value}
    </p>
  );
}

/** What hinders now, and what to do about it. */
function Hindrances({ view, room }: Pick<RoomProps, "view" | "room">) {
  const interrupted = room.state.value?.state === "interrupted";
  const phone = view.form.wanted.contact_phone;
  return (
    <div class="room-notices" role="status">
      {socketState.value !== "on" && <Notice tone="warn">{t("room.socket_lost")}</Notice>}
      {interrupted && (
        <Notice tone="warn">
          <p>{t("room.interrupted")}</p>
          {phone !== "" && <p>{t("room.interrupted_phone", { phone })}</p>}
        </Notice>
      )}
    </div>
  );
}

/** The remote picture over everything else; null where the browser cannot. */
function picture(): (() => void) | null {
  if (!("pictureInPictureEnabled" in document) || !document.pictureInPictureEnabled) return null;
  return () => {
    if (document.pictureInPictureElement !== null) return quietly(document.exitPictureInPicture());
    const video = document.querySelector<HTMLVideoElement>(".tile-video[data-shown=true]");
    if (video !== null) quietly(video.requestPictureInPicture());
  };
}

type Acts = Readonly<Record<RoomAction, () => void>>;

function useKeys(on: Signal<boolean>, acts: Acts): void {
  useEffect(() => {
    const controller = new AbortController();
    const press = (event: KeyboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : document.body;
      const action = actionOf(event, at.tagName, at.isContentEditable);
      if (action === null || (!on.peek() && action !== "list")) return;
      event.preventDefault();
      acts[action]();
    };
    window.addEventListener("keydown", press, { signal: controller.signal });
    return () => controller.abort();
  }, []);
}

function actsOf({ local, room: { shared } }: RoomProps, opened: Signal<Opened>): Acts {
  return {
    microphone: () => quietly(local.toggle("audio")),
    camera: () => quietly(local.toggle("video")),
    follow: () => (shared.mode.peek() === "following" ? shared.leave() : shared.follow()),
    lead: () => (shared.mode.peek() === "leading" ? shared.unlead() : shared.lead()),
    picture: () => picture()?.(),
    list: () => (opened.value = opened.peek() === "keys" ? "none" : "keys"),
  };
}

interface DialogsProps extends RoomProps {
  readonly opened: Signal<Opened>;
  readonly keys: Signal<boolean>;
  readonly tab: Signal<Tab>;
  readonly mayFinish: boolean;
}

function Dialogs({ session, model, local, opened, keys, tab, mayFinish }: DialogsProps) {
  const close = () => (opened.value = "none");
  const chat = useSignal<Tab>("chat");
  const finish = async () => {
    await model.refresh(); // a message that came meanwhile is no reason to refuse
    return model.moveSession(session, { action: "finish" });
  };
  switch (opened.value) {
    case "none":
      return null;
    case "devices":
      return <DevicesDialog local={local} close={close} />;
    case "finish":
      return <FinishDialog close={close} finish={finish} />;
    case "keys":
      return <KeysDialog on={keys} close={close} />;
    case "more":
      return (
        <MoreDialog local={local} mayFinish={mayFinish} open={(what) => (opened.value = what)} />
      );
    case "panel":
    case "chat":
      return (
        <Dialog title={t("room.tabs")} size="wide" onClose={close}>
          <SidePanel model={model} tab={opened.value === "chat" ? chat : tab} />
        </Dialog>
      );
  }
}

export function RoomPage(props: RoomProps) {
  const { view, model, room, local, now } = props;
  const opened = useSignal<Opened>("none");
  const keys = useSignal(true);
  const tab = useSignal<Tab>(model.may("write_opinion") ? "opinion" : "request");
  useKeys(keys, actsOf(props, opened));
  const mine = room.state.value?.seats.find((seat) => seat.person === room.state.value?.me);
  const mayFinish = mine?.side === "expert" && room.state.value?.state === "live";
  return (
    <div
      class="room"
      data-theme="dark"
      data-testid="room"
      data-phase={room.phase.value}
      data-session-state={room.state.value?.state ?? ""}
      data-join-ms={room.joinMs.value ?? ""}
    >
      <Announcer room={room} />
      <TopBar view={view} room={room} now={now} />
      <main class="room-images" id="main" tabIndex={-1}>
        <Hindrances view={view} room={room} />
        <Images view={view} room={room} model={model} keys={keys.value} />
      </main>
      <aside class="room-side">
        <Tiles room={room} local={local} now={now} />
        <div class="room-papers">
          <SidePanel model={model} tab={tab} />
        </div>
      </aside>
      <CallBar
        local={local}
        opened={opened}
        mayFinish={mayFinish}
        picture={picture()}
        leave={() => quietly(room.leave())}
      />
      <Dialogs {...props} opened={opened} keys={keys} tab={tab} mayFinish={mayFinish} />
    </div>
  );
}
