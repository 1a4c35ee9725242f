/** One's own picture, and why there is none. */

import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { Notice } from "../ui/Notice.tsx";
import { t } from "../words/t.ts";
import { quietly } from "../room/quietly.ts";
import { brightnessOf, DARK } from "./darkness.ts";
import type { DeviceKind } from "./devices.ts";
import type { Local } from "./local.ts";

const GLANCE = 1_500; // ms between two looks at the light

/** A video of one track; mirrored, as people know themselves. */
export function OwnVideo({ local }: { local: Local }) {
  const video = useRef<HTMLVideoElement>(null);
  const track = local.tracks.value.video;
  const mirrored = local.choice.value.facing === "user";
  useEffect(() => {
    const element = video.current;
    if (element === null || track === null) return;
    element.srcObject = new MediaStream([track]);
    element.muted = true;
    quietly(element.play());
  }, [track]);
  if (track === null) return null;
  return (
    <video
      ref={video}
      class="own-video"
      data-mirrored={mirrored}
      autoplay
      muted
      playsInline
      aria-label={t("waiting.self")}
    />
  );
}

/** Why a device cannot be used, with the way out. */
export function TroubleNotice({ local, kind }: { local: Local; kind: DeviceKind }) {
  const trouble = local.trouble.value[kind];
  if (trouble === null || (kind === "video" && local.choice.value.audioOnly)) return null;
  return (
    <div data-testid={`trouble-${kind}`} data-trouble={trouble}>
      <Notice tone="warn">
        <p>{t(`waiting.trouble.${kind}.${trouble}`)}</p>
        {trouble !== "insecure" && (
          <div>
            <Button icon="refresh" onClick={() => quietly(local.retry())}>
              {t("waiting.retry")}
            </Button>
          </div>
        )}
      </Notice>
    </div>
  );
}

/** The picture with a warning when it is too dark to see a face. */
export function CameraCheck({ local }: { local: Local }) {
  const box = useRef<HTMLDivElement>(null);
  const dark = useSignal(false);
  const on = useComputed(() => local.tracks.value.video !== null);
  useEffect(() => {
    const look = () => {
      const video = box.current?.querySelector("video") ?? null;
      const light = video === null ? null : brightnessOf(video);
      dark.value = light !== null && light < DARK;
    };
    const timer = setInterval(look, GLANCE);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class="stack-tight" ref={box}>
      <div class="self-view" data-testid="self-view" data-on={on.value}>
        <OwnVideo local={local} />
        {!on.value && (
          <p class="self-off">
            <Icon name="videoOff" />
            {t("waiting.self_off")}
          </p>
        )}
      </div>
      <div role="status">
        {dark.value && on.value && <Notice tone="warn">{t("waiting.dark")}</Notice>}
      </div>
      <TroubleNotice local={local} kind="video" />
      <TroubleNotice local={local} kind="audio" />
    </div>
  );
}
