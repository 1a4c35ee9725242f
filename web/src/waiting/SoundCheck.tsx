/** Is one heard, and does one hear: level, a recording to listen to, a tone. */

import { useSignal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../ui/Button.tsx";
import { Meter } from "../ui/Meter.tsx";
import { Notice } from "../ui/Notice.tsx";
import { t } from "../words/t.ts";
import { quietly } from "../room/quietly.ts";
import type { Local } from "./local.ts";
import { levelOf, playTone, record, speakThrough } from "./sound.ts";

const RECORDING = 3_000; // ms

/** The level of a track while it is shown. */
function useLevel(track: MediaStreamTrack | null): ReadonlySignal<number> {
  const level = useSignal(0);
  useEffect(() => {
    if (track === null) return;
    const controller = new AbortController();
    const source = levelOf(track, controller.signal);
    const stop = source.subscribe((value) => (level.value = value));
    return () => {
      stop();
      controller.abort();
      level.value = 0;
    };
  }, [track]);
  return level;
}

export function MicrophoneCheck({ local }: { local: Local }) {
  const track = local.tracks.value.audio;
  const level = useLevel(track);
  const recording = useSignal(false);
  const recorded = useSignal<string | null>(null);
  useEffect(() => () => drop(recorded.peek()), []);
  if (track === null) return null;
  const start = async () => {
    recording.value = true;
    const blob = await record(track, RECORDING);
    recording.value = false;
    drop(recorded.peek());
    recorded.value = blob === null ? null : URL.createObjectURL(blob);
  };
  return (
    <div class="stack-tight" data-testid="microphone-check">
      <Meter label={t("waiting.level")} level={level} />
      <p class="secondary">{t("waiting.level_hint")}</p>
      {"MediaRecorder" in window && (
        <div class="row">
          <Button icon="microphone" busy={recording.value} onClick={() => quietly(start())}>
            {recording.value ? t("waiting.recording") : t("waiting.record")}
          </Button>
          {recorded.value !== null && (
            <Playback url={recorded.value} speaker={local.choice.value.speaker} />
          )}
        </div>
      )}
    </div>
  );
}

function drop(url: string | null): void {
  if (url !== null) URL.revokeObjectURL(url);
}

function Playback({ url, speaker }: { url: string; speaker: string }) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    if (audio.current !== null) quietly(speakThrough(audio.current, speaker));
  }, [url, speaker]);
  return <audio ref={audio} src={url} controls autoplay aria-label={t("waiting.playback")} />;
}

type Heard = "unasked" | "playing" | "asking" | "yes" | "no";

export function SpeakerCheck({ local }: { local: Local }) {
  const heard = useSignal<Heard>("unasked");
  const play = async () => {
    heard.value = "playing";
    await playTone(local.choice.peek().speaker);
    heard.value = "asking";
  };
  return (
    <div class="stack-tight" data-testid="speaker-check" data-heard={heard.value}>
      <div class="row">
        <Button icon="speaker" busy={heard.value === "playing"} onClick={() => quietly(play())}>
          {heard.value === "playing" ? t("waiting.tone_playing") : t("waiting.tone")}
        </Button>
        {heard.value === "asking" && (
          <>
            <span>{t("waiting.heard_question")}</span>
            <Button onClick={() => (heard.value = "yes")}>{t("waiting.heard")}</Button>
            <Button onClick={() => (heard.value = "no")}>{t("waiting.not_heard")}</Button>
          </>
        )}
      </div>
      <div role="status">
        {heard.value === "yes" && <Notice tone="good">{t("waiting.speaker_good")}</Notice>}
        {heard.value === "no" && <Notice tone="warn">{t("waiting.speaker_help")}</Notice>}
      </div>
    </div>
  );
}
