/** Cameras and microphones: what is remembered, how they are asked for, why they may refuse. */

export type Trouble = "busy" | "refused" | "absent" | "insecure" | "other";
export type DeviceKind = "audio" | "video";

/** What a person chose on this machine; kept across visits. */
export interface Choice {
  readonly microphone: string; // device id, "" for the browser's choice
  readonly camera: string;
  readonly speaker: string;
  readonly audioOnly: boolean; // sticks until taken back
  readonly facing: "user" | "environment";
  readonly picture: Picture;
}

export type Picture = "full" | "small" | "none";

export const FIRST_CHOICE: Choice = {
  microphone: "",
  camera: "",
  speaker: "",
  audioOnly: false,
  facing: "user",
  picture: "full",
};

const KEPT_AT = "huizhen.devices";

const TROUBLES: Readonly<Record<string, Trouble>> = {
  NotAllowedError: "refused",
  PermissionDeniedError: "refused",
  SecurityError: "refused",
  NotFoundError: "absent",
  DevicesNotFoundError: "absent",
  OverconstrainedError: "absent",
  NotReadableError: "busy",
  TrackStartError: "busy",
  AbortError: "busy",
};

/** Why a device could not be had, from the name of the error. */
export function troubleOf(name: string, secure: boolean): Trouble {
  if (!secure) return "insecure";
  return Object.hasOwn(TROUBLES, name) ? (TROUBLES[name] ?? "other") : "other";
}

const text = (value: unknown) => (typeof value === "string" ? value.slice(0, 200) : "");

/** Reads what was kept; anything odd falls back to the first choice. */
export function parsedChoice(kept: string | null): Choice {
  let value: unknown;
  try {
    value = JSON.parse(kept ?? "");
  } catch {
    return FIRST_CHOICE;
  }
  if (typeof value !== "object" || value === null) return FIRST_CHOICE;
  const from = new Map<string, unknown>(Object.entries(value));
  const picture = from.get("picture");
  return {
    microphone: text(from.get("microphone")),
    camera: text(from.get("camera")),
    speaker: text(from.get("speaker")),
    audioOnly: from.get("audioOnly") === true,
    facing: from.get("facing") === "environment" ? "environment" : "user",
    picture: picture === "small" || picture === "none" ? picture : "full",
  };
}

export function readChoice(): Choice {
  try {
    return parsedChoice(localStorage.getItem(KEPT_AT));
  } catch {
    return FIRST_CHOICE; // storage is switched off
  }
}

export function keepChoice(choice: Choice): void {
  try {
    localStorage.setItem(KEPT_AT, JSON.stringify(choice));
  } catch {
    // Storage is full or switched off: the choice holds for this visit.
  }
}

/** How a microphone is asked for. */
export function audioWish(choice: Choice): MediaTrackConstraints {
  const wish = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return choice.microphone === "" ? wish : { ...wish, deviceId: { ideal: choice.microphone } };
}

/** How a camera is asked for; the size follows the line. */
export function videoWish(choice: Choice): MediaTrackConstraints {
  const full = choice.picture === "full";
  const size = {
    width: { ideal: full ? 640 : 320 },
    height: { ideal: full ? 480 : 240 },
    frameRate: { ideal: full ? 24 : 15, max: 30 },
  };
  if (choice.camera !== "") return { ...size, deviceId: { ideal: choice.camera } };
  return { ...size, facingMode: choice.facing };
}

/** The most that the picture may take, in bit/s. */
export function pictureBitrate(picture: Picture): number {
  return picture === "full" ? 1_000_000 : 150_000;
}

export type Got =
  | { readonly ok: true; readonly track: MediaStreamTrack }
  | { readonly ok: false; readonly trouble: Trouble };

async function firstTrack(wish: MediaStreamConstraints): Promise<Got> {
  const stream = await navigator.mediaDevices.getUserMedia(wish);
  const [track] = stream.getTracks();
  return track === undefined ? { ok: false, trouble: "absent" } : { ok: true, track };
}

/** Asks for one device; a refusal is an answer, never an exception. */
export async function obtain(kind: DeviceKind, choice: Choice): Promise<Got> {
  if (!window.isSecureContext || !("mediaDevices" in navigator)) {
    return { ok: false, trouble: "insecure" };
  }
  try {
    return await firstTrack(
      kind === "audio" ? { audio: audioWish(choice) } : { video: videoWish(choice) },
    );
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    return { ok: false, trouble: troubleOf(name, true) };
  }
}

/** The devices of one kind that can be told apart; before consent their labels are empty. */
export async function listDevices(): Promise<readonly MediaDeviceInfo[]> {
  if (!window.isSecureContext || !("mediaDevices" in navigator)) return [];
  try {
    return (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.deviceId !== "");
  } catch {
    return [];
  }
}
