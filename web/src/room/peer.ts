/** One peer connection to one other seat: media both ways, watched and mended. */

import { signal, type ReadonlySignal } from "@preact/signals";
import type { Outgoing } from "./negotiation.ts";
import { negotiate } from "./negotiation.ts";
import { sampled, type Sample } from "./stats.ts";
import { quietly } from "./quietly.ts";

export type PeerState = "connecting" | "connected" | "reconnecting" | "closed";
export type Kind = "audio" | "video";
export type Tracks = Readonly<Record<Kind, MediaStreamTrack | null>>;

export interface Peer {
  readonly state: ReadonlySignal<PeerState>;
  readonly stream: MediaStream;
  readonly receive: (message: Outgoing) => void;
  readonly use: (kind: Kind, track: MediaStreamTrack | null) => void;
  readonly limit: (bitrate: number) => void; // of the video sent, bit/s
  readonly restart: () => void;
  readonly sample: () => Promise<Sample | null>;
  readonly close: () => void;
}

export interface PeerOptions {
  readonly polite: boolean;
  readonly tracks: () => Tracks;
  readonly bitrate: () => number; // bit/s
  readonly configuration: () => RTCConfiguration;
  readonly send: (message: Outgoing) => void;
}

const KINDS = ["audio", "video"] as const;
const PATIENCE = 1_000; // ms that a disconnected line may take to come back by itself
const REPEAT = 3_000; // ms between two attempts
const SILENT_TICKS = 2; // attempts without a packet before the line counts as dead

function kindOf(transceiver: RTCRtpTransceiver): Kind {
  return transceiver.receiver.track.kind === "audio" ? "audio" : "video";
}

async function limitSender(sender: RTCRtpSender, bitrate: number): Promise<void> {
  const parameters = sender.getParameters();
  const [first] = parameters.encodings;
  if (first === undefined || first.maxBitrate === bitrate) return;
  first.maxBitrate = bitrate;
  try {
    await sender.setParameters(parameters);
  } catch {
    // Not negotiated yet, or closed: the next call sets it.
  }
}

function wireCandidate(candidate: RTCIceCandidate | null): Outgoing {
  return {
    description: null,
    candidate: {
      candidate: candidate?.candidate ?? "",
      sdp_mid: candidate?.sdpMid ?? null,
      sdp_m_line_index: candidate?.sdpMLineIndex ?? null,
      username_fragment: candidate?.usernameFragment ?? null,
    },
  };
}

/** Opens a connection. Only the impolite side makes the lines, so that the first offers never meet. */
export function openPeer(options: PeerOptions): Peer {
  const pc = new RTCPeerConnection(options.configuration());
  const state = signal<PeerState>("connecting");
  const stream = new MediaStream();
  const outgoing = new MediaStream(); // names the pair, so that both stay in step
  let wasConnected = false;
  let patience = 0;
  let bytes = -1;
  let silent = 0;

  const talk = negotiate(pc, { polite: options.polite, send: options.send, offered: adopt });

  function adopt(): void {
    const tracks = options.tracks();
    for (const transceiver of pc.getTransceivers()) {
      if (transceiver.direction === "sendrecv" || transceiver.direction === "stopped") continue;
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams?.(outgoing);
      quietly(put(transceiver, tracks[kindOf(transceiver)]));
    }
  }

  async function put(
    transceiver: RTCRtpTransceiver,
    track: MediaStreamTrack | null,
  ): Promise<void> {
    try {
      await transceiver.sender.replaceTrack(track);
    } catch {
      return; // closed meanwhile
    }
    if (track?.kind === "video") await limitSender(transceiver.sender, options.bitrate());
  }

  function restart(): void {
    if (pc.connectionState === "closed" || talk.repeat()) return;
    pc.setConfiguration(options.configuration());
    pc.restartIce();
  }

  function connectionChanged(): void {
    clearTimeout(patience);
    const now = pc.connectionState;
    if (now === "connected") {
      wasConnected = true;
      silent = 0;
      state.value = "connected";
      for (const sender of pc.getSenders()) {
        if (sender.track?.kind === "video") quietly(limitSender(sender, options.bitrate()));
      }
    } else if (now === "closed") state.value = "closed";
    else state.value = wasConnected ? "reconnecting" : "connecting";
    if (now === "failed") restart();
    if (now === "disconnected") patience = window.setTimeout(restart, PATIENCE);
  }

  /** Every few seconds: an offer unanswered or a line that gave up or fell silent is tried again. */
  function tend(): void {
    if (pc.connectionState === "connected") quietly(listen());
    else if (wasConnected || pc.connectionState === "failed") restart();
    else talk.repeat();
  }

  async function listen(): Promise<void> {
    const now = await sample();
    if (now === null) return;
    silent = now.bytesIn === bytes ? silent + 1 : 0;
    bytes = now.bytesIn;
    const awaited = stream.getTracks().some((track) => !track.muted);
    if (silent !== SILENT_TICKS || !awaited || bytes === 0) return;
    restart();
  }

  async function sample(): Promise<Sample | null> {
    if (pc.connectionState === "closed") return null;
    const values: Record<string, unknown>[] = [];
    (await pc.getStats()).forEach((stat: Record<string, unknown>) => values.push(stat));
    return sampled(values, performance.now());
  }

  pc.onnegotiationneeded = () => quietly(talk.offer());
  pc.onicecandidate = ({ candidate }) => options.send(wireCandidate(candidate));
  pc.onconnectionstatechange = connectionChanged;
  pc.ontrack = ({ track }) => stream.addTrack(track);
  const tending = window.setInterval(tend, REPEAT);

  if (!options.polite) {
    const tracks = options.tracks();
    for (const kind of KINDS) {
      const sendEncodings = kind === "video" ? [{ maxBitrate: options.bitrate() }] : [];
      const line = pc.addTransceiver(kind, {
        direction: "sendrecv",
        streams: [outgoing],
        sendEncodings,
      });
      quietly(put(line, tracks[kind]));
    }
  }

  return {
    state,
    stream,
    receive: (message) => quietly(talk.receive(message)),
    use: (kind, track) => {
      for (const line of pc.getTransceivers()) {
        if (kindOf(line) === kind && line.direction === "sendrecv") quietly(put(line, track));
      }
    },
    limit: (bitrate) => {
      for (const sender of pc.getSenders()) {
        if (sender.track?.kind === "video") quietly(limitSender(sender, bitrate));
      }
    },
    restart,
    sample,
    close: () => {
      clearTimeout(patience);
      clearInterval(tending);
      pc.close();
      state.value = "closed";
    },
  };
}
