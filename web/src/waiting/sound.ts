/** Sound in and out at the device check: level of a track, a tone, a short recording. */

import { signal, type ReadonlySignal } from "@preact/signals";
import { quietly } from "../room/quietly.ts";

const TONE_SECONDS = 1.2;
const TICK = 80; // ms

/** Root mean square of samples around 128, scaled so that speech fills most of the bar. */
export function loudness(samples: Uint8Array): number {
  const sum = samples.reduce((total, sample) => total + ((sample - 128) / 128) ** 2, 0);
  return Math.min(1, Math.sqrt(sum / Math.max(1, samples.length)) * 4);
}

/** The level of a track, 0 to 1, until `ended`. */
export function levelOf(track: MediaStreamTrack, ended: AbortSignal): ReadonlySignal<number> {
  const level = signal(0);
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  const timer = setInterval(() => {
    // Browsers start it suspended until the page was touched.
    if (context.state === "suspended") quietly(context.resume());
    analyser.getByteTimeDomainData(samples);
    level.value = loudness(samples);
  }, TICK);
  ended.addEventListener("abort", () => {
    clearInterval(timer);
    quietly(context.close());
    level.value = 0;
  });
  return level;
}

interface Sink {
  setSinkId?: (id: string) => Promise<void>;
}

/** Sends the sound of an element to a chosen speaker, where the browser can. */
export async function speakThrough(
  element: HTMLMediaElement & Sink,
  speaker: string,
): Promise<void> {
  try {
    await element.setSinkId?.(speaker);
  } catch {
    // The speaker is gone: the browser's own choice stays.
  }
}

/** Plays a two-step tone through the chosen speaker. */
export async function playTone(speaker: string): Promise<void> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const gain = context.createGain();
  gain.gain.value = 0.2;
  const tone = context.createOscillator();
  tone.frequency.setValueAtTime(523, context.currentTime);
  tone.frequency.setValueAtTime(659, context.currentTime + TONE_SECONDS / 2);
  tone.connect(gain).connect(out);
  const element = new Audio();
  element.srcObject = out.stream;
  await speakThrough(element, speaker);
  tone.start();
  tone.stop(context.currentTime + TONE_SECONDS);
  try {
    await element.play();
    await new Promise((done) => (tone.onended = done));
  } catch {
    // Blocked until the page is touched; the button that was pressed touched it.
  }
  await context.close();
}

/** Records a track for a while; null where the browser cannot. */
export async function record(track: MediaStreamTrack, ms: number): Promise<Blob | null> {
  if (!("MediaRecorder" in window)) return null;
  const recorder = new MediaRecorder(new MediaStream([track.clone()]));
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((done) => (recorder.onstop = done));
  recorder.start();
  await new Promise((done) => setTimeout(done, ms));
  recorder.stop();
  await stopped;
  recorder.stream.getTracks().forEach((one) => one.stop());
  return new Blob(parts, { type: recorder.mimeType });
}
