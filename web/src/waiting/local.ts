/** One's own camera and microphone: opened, switched, muted and given back. */

import { computed, signal, type ReadonlySignal } from "@preact/signals";
import {
  keepChoice,
  listDevices,
  obtain,
  readChoice,
  type Choice,
  type DeviceKind,
  type Trouble,
} from "./devices.ts";
import type { Medium } from "../contract/wire.gen.ts";
import { quietly } from "../room/quietly.ts";

type ByKind<T> = Readonly<Record<DeviceKind, T>>;

export interface Local {
  readonly choice: ReadonlySignal<Choice>;
  readonly tracks: ReadonlySignal<ByKind<MediaStreamTrack | null>>;
  readonly trouble: ReadonlySignal<ByKind<Trouble | null>>;
  /** What is wished for; a device in trouble stays wished for and is tried again when one is plugged in. */
  readonly wished: ReadonlySignal<ByKind<boolean>>;
  readonly medium: ReadonlySignal<Medium>;
  readonly devices: ReadonlySignal<readonly MediaDeviceInfo[]>;
  readonly start: () => Promise<void>;
  readonly retry: () => Promise<void>;
  readonly choose: (changes: Partial<Choice>) => Promise<void>;
  readonly toggle: (kind: DeviceKind) => Promise<void>;
  /** Gives the devices back; what is wished for stays. */
  readonly release: () => void;
}

const NEITHER = { audio: null, video: null } as const;

/** Opens nothing yet. Whatever is open when `ended` aborts is closed. */
export function createLocal(first: ByKind<boolean>, ended: AbortSignal): Local {
  const choice = signal(readChoice());
  const tracks = signal<ByKind<MediaStreamTrack | null>>(NEITHER);
  const trouble = signal<ByKind<Trouble | null>>(NEITHER);
  const wished = signal<ByKind<boolean>>({
    audio: first.audio,
    video: first.video && !choice.value.audioOnly,
  });
  const devices = signal<readonly MediaDeviceInfo[]>([]);
  const turns = { audio: Promise.resolve(), video: Promise.resolve() };

  const medium = computed((): Medium => {
    if (tracks.value.video !== null) return "video";
    return tracks.value.audio !== null ? "audio" : "text";
  });

  function put(kind: DeviceKind, track: MediaStreamTrack | null): void {
    const former = tracks.peek()[kind];
    tracks.value = { ...tracks.peek(), [kind]: track };
    if (former !== null && former !== track) former.stop();
    if (track === null) return;
    if (kind === "audio") track.contentHint = "speech";
    track.addEventListener("ended", () => lost(kind, track), { signal: ended });
  }

  function lost(kind: DeviceKind, track: MediaStreamTrack): void {
    if (tracks.peek()[kind] !== track) return;
    put(kind, null);
    trouble.value = { ...trouble.peek(), [kind]: "absent" };
  }

  async function openOne(kind: DeviceKind): Promise<void> {
    if (ended.aborted) return;
    if (kind === "video" && choice.peek().audioOnly) return put("video", null);
    // A phone does not open its second camera while the first is in use.
    if (kind === "video") put("video", null);
    const got = await obtain(kind, choice.peek());
    if (ended.aborted && got.ok) return got.track.stop();
    trouble.value = { ...trouble.peek(), [kind]: got.ok ? null : got.trouble };
    if (got.ok && kind === "audio") got.track.enabled = wished.peek().audio;
    put(kind, got.ok ? got.track : null);
    devices.value = await listDevices();
  }

  /** One after another for each kind, so that a quick second press does not leave a camera open. */
  function open(kind: DeviceKind): Promise<void> {
    return (turns[kind] = turns[kind].then(() => openOne(kind)));
  }

  async function start(): Promise<void> {
    await open("audio");
    if (wished.peek().video) await open("video");
  }

  async function retry(): Promise<void> {
    if (tracks.peek().audio === null) await open("audio");
    if (wished.peek().video && tracks.peek().video === null) await open("video");
  }

  async function choose(changes: Partial<Choice>): Promise<void> {
    const before = choice.peek();
    const after = { ...before, ...changes };
    choice.value = after;
    keepChoice(after);
    if (after.audioOnly !== before.audioOnly) {
      wished.value = { ...wished.peek(), video: !after.audioOnly };
    }
    if (after.microphone !== before.microphone) await open("audio");
    const camera = (from: Choice) =>
      [from.camera, from.facing, from.picture, from.audioOnly].join();
    if (camera(after) !== camera(before) && (wished.peek().video || after.audioOnly)) {
      await open("video");
    }
  }

  async function toggle(kind: DeviceKind): Promise<void> {
    const on = !wished.peek()[kind];
    wished.value = { ...wished.peek(), [kind]: on };
    const track = tracks.peek()[kind];
    if (kind === "audio" && track !== null) track.enabled = on;
    else if (on && kind === "video" && choice.peek().audioOnly) await choose({ audioOnly: false });
    else if (on) await open(kind);
    else put(kind, null); // the camera's light goes out
  }

  async function changed(): Promise<void> {
    devices.value = await listDevices();
    await retry();
  }

  if (window.isSecureContext && "mediaDevices" in navigator) {
    navigator.mediaDevices.addEventListener("devicechange", () => quietly(changed()), {
      signal: ended,
    });
  }
  function release(): void {
    put("audio", null);
    put("video", null);
  }

  ended.addEventListener("abort", release);

  return {
    ...{ choice, tracks, trouble, wished, medium, devices },
    start,
    retry,
    choose,
    toggle,
    release,
  };
}
