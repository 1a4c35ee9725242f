/** The call's own tools; leaving stands apart from muting. */

import { useSignal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import { Icon, type IconName } from "../ui/Icon.tsx";
import { Button } from "../ui/Button.tsx";
import { Check } from "../ui/Check.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TroubleNotice } from "../waiting/Camera.tsx";
import type { Local } from "../waiting/local.ts";
import { FlipButton, Pickers } from "../waiting/Pickers.tsx";
import { t } from "../words/t.ts";
import { quietly } from "./quietly.ts";
import { ROOM_KEYS } from "./shortcuts.ts";

export type Opened = "none" | "more" | "devices" | "finish" | "keys" | "panel" | "chat";

interface ToolProps {
  readonly icon: IconName;
  readonly word: string;
  readonly testid: string;
  readonly act: () => void;
  readonly off?: boolean;
  readonly danger?: boolean;
  readonly place?: "wide" | "narrow";
  readonly alarm?: boolean;
}

function Tool({ icon, word, testid, act, off, danger, place, alarm }: ToolProps) {
  return (
    <button
      type="button"
      class="call-tool"
      data-testid={testid}
      data-off={off === true}
      data-danger={danger === true}
      data-place={place}
      data-alarm={alarm === true}
      onClick={act}
    >
      <Icon name={icon} />
      <span>{word}</span>
    </button>
  );
}

function DeviceTools({ local }: { local: Local }) {
  const { audio, video } = local.tracks.value;
  const trouble = local.trouble.value;
  const muted = audio === null || !local.wished.value.audio;
  return (
    <>
      <Tool
        icon={muted ? "microphoneOff" : "microphone"}
        word={muted ? t("room.unmute") : t("room.mute")}
        testid="tool-microphone"
        off={muted}
        alarm={trouble.audio !== null}
        act={() => quietly(local.toggle("audio"))}
      />
      <Tool
        icon={video === null ? "videoOff" : "video"}
        word={video === null ? t("room.camera_on") : t("room.camera_off")}
        testid="tool-camera"
        off={video === null}
        alarm={trouble.video !== null}
        act={() => quietly(local.toggle("video"))}
      />
    </>
  );
}

interface BarProps {
  readonly local: Local;
  readonly opened: Signal<Opened>;
  readonly mayFinish: boolean;
  readonly picture: (() => void) | null;
  readonly leave: () => void;
}

export function CallBar({ local, opened, mayFinish, picture, leave }: BarProps) {
  const open = (what: Opened) => () => (opened.value = what);
  return (
    <footer class="room-tools" aria-label={t("room.tools")}>
      <DeviceTools local={local} />
      <Tool
        icon="settings"
        word={t("room.devices")}
        testid="tool-devices"
        place="wide"
        act={open("devices")}
      />
      {picture !== null && (
        <Tool
          icon="screen"
          word={t("room.picture")}
          testid="tool-picture"
          place="wide"
          act={picture}
        />
      )}
      <Tool icon="list" word={t("room.keys")} testid="tool-keys" place="wide" act={open("keys")} />
      <Tool
        icon="file"
        word={t("room.panel")}
        testid="tool-panel"
        place="narrow"
        act={open("panel")}
      />
      <Tool
        icon="chat"
        word={t("room.tab.chat")}
        testid="tool-chat"
        place="narrow"
        act={open("chat")}
      />
      <Tool
        icon="more"
        word={t("room.more")}
        testid="tool-more"
        place="narrow"
        act={open("more")}
      />
      <span class="grow" />
      {mayFinish && (
        <Tool
          icon="check"
          word={t("room.finish")}
          testid="tool-finish"
          place="wide"
          act={open("finish")}
        />
      )}
      <Tool icon="leave" word={t("room.leave")} testid="tool-leave" danger act={leave} />
    </footer>
  );
}

export function DevicesDialog({ local, close }: { local: Local; close: () => void }) {
  return (
    <Dialog title={t("room.devices")} onClose={close}>
      <div class="stack">
        <TroubleNotice local={local} kind="audio" />
        <TroubleNotice local={local} kind="video" />
        <Pickers local={local} />
      </div>
    </Dialog>
  );
}

interface MoreProps {
  readonly local: Local;
  readonly mayFinish: boolean;
  readonly open: (what: Opened) => void;
}

/** What does not fit on a phone's bar. */
export function MoreDialog({ local, mayFinish, open }: MoreProps) {
  return (
    <Dialog title={t("room.more")} onClose={() => open("none")}>
      <div class="stack-tight">
        <Button icon="settings" wide onClick={() => open("devices")}>
          {t("room.devices")}
        </Button>
        <FlipButton local={local} />
        {mayFinish && (
          <Button kind="danger" icon="check" wide onClick={() => open("finish")}>
            {t("room.finish")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

interface FinishProps {
  readonly close: () => void;
  readonly finish: () => Promise<boolean>;
}

export function FinishDialog({ close, finish }: FinishProps) {
  const busy = useSignal(false);
  const end = async () => {
    busy.value = true;
    const done = await finish();
    busy.value = false;
    if (done) close();
  };
  return (
    <Dialog title={t("room.finish_title")} onClose={close}>
      <div class="stack">
        <p>{t("room.finish_why")}</p>
        <div class="actions">
          <Button onClick={close}>{t("room.finish_no")}</Button>
          <span data-testid="finish-yes">
            <Button kind="danger" busy={busy.value} onClick={() => quietly(end())}>
              {t("room.finish_yes")}
            </Button>
          </span>
        </div>
      </div>
    </Dialog>
  );
}

interface KeysProps {
  readonly on: Signal<boolean>;
  readonly close: () => void;
}

export function KeysDialog({ on, close }: KeysProps) {
  return (
    <Dialog title={t("room.keys")} onClose={close}>
      <div class="stack">
        <Check label={t("room.keys_on")} checked={on.value} onChange={(is) => (on.value = is)} />
        <dl class="facts">
          {Object.entries(ROOM_KEYS).map(([key, action]) => (
            <>
              <dt key={key}>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(`room.key.${action}`)}</dd>
            </>
          ))}
        </dl>
        <p class="secondary">{t("room.keys_viewer")}</p>
      </div>
    </Dialog>
  );
}
