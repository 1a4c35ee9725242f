/** Which camera, microphone and speaker; remembered on this machine. */

import { Check } from "../ui/Check.tsx";
import { Select, type Option } from "../ui/Select.tsx";
import { Button } from "../ui/Button.tsx";
import { t } from "../words/t.ts";
import { quietly } from "../room/quietly.ts";
import type { Choice } from "./devices.ts";
import type { Local } from "./local.ts";

function options(local: Local, kind: MediaDeviceKind): readonly Option<string>[] {
  const found = local.devices.value
    .filter((device) => device.kind === kind && device.deviceId !== "default")
    .map((device, place) => ({
      value: device.deviceId,
      label: device.label === "" ? `${place + 1}` : device.label,
    }));
  return [{ value: "", label: t("waiting.default_device") }, ...found];
}

/** Phones have two cameras and no list worth reading. */
function canFlip(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

export function FlipButton({ local }: { local: Local }) {
  const facing = local.choice.value.facing === "user" ? "environment" : "user";
  return (
    <Button icon="refresh" onClick={() => quietly(local.choose({ facing, camera: "" }))}>
      {t("waiting.flip")}
    </Button>
  );
}

export function Pickers({ local }: { local: Local }) {
  const choice = local.choice.value;
  const choose = (changes: Partial<Choice>) => quietly(local.choose(changes));
  const known = (kind: MediaDeviceKind, id: string) =>
    local.devices.value.some((one) => one.kind === kind && one.deviceId === id) ? id : "";
  return (
    <div class="stack-tight">
      <Select
        label={t("waiting.microphone")}
        name="microphone"
        value={known("audioinput", choice.microphone)}
        options={options(local, "audioinput")}
        onChange={(microphone) => choose({ microphone })}
      />
      <Select
        label={t("waiting.camera")}
        name="camera"
        value={known("videoinput", choice.camera)}
        options={options(local, "videoinput")}
        disabled={choice.audioOnly}
        onChange={(camera) => choose({ camera })}
      />
      {canFlip() && !choice.audioOnly && <FlipButton local={local} />}
      {"setSinkId" in HTMLMediaElement.prototype && (
        <Select
          label={t("waiting.speaker")}
          name="speaker"
          value={known("audiooutput", choice.speaker)}
          options={options(local, "audiooutput")}
          onChange={(speaker) => choose({ speaker })}
        />
      )}
      <Check
        label={t("waiting.audio_only")}
        checked={choice.audioOnly}
        onChange={(audioOnly) => choose({ audioOnly })}
      />
    </div>
  );
}
