/** Measures the line to the server over a throw-away connection; about six seconds. */

import type { IceServer, LinkTestAnswer } from "../contract/wire.gen.ts";
import type { Result } from "../wire/result.ts";
import { lossOf, median, UNMEASURED, type Measured } from "./verdict.ts";

export interface LinkTestPorts {
  readonly ask: (sdp: string) => Promise<Result<LinkTestAnswer>>;
  readonly servers: () => Promise<readonly IceServer[]>; // for the relay; may be empty
}

export type LinkResult =
  | { readonly ok: true; readonly measured: Measured }
  | { readonly ok: false; readonly code: string };

const GATHERING = 1_500; // ms
const CONNECTING = 5_000; // ms
const RELAY_WAIT = 4_000; // ms
const LOAD = 250_000; // bytes each way
const LOAD_WAIT = 6_000; // ms each way: then the rate is what came so far
const CHUNK = new Uint8Array(16_000);

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

function happened(
  target: EventTarget,
  event: string,
  done: () => boolean,
  ms: number,
): Promise<boolean> {
  return new Promise((settle) => {
    const stop = new AbortController();
    const finish = (is: boolean) => {
      stop.abort();
      clearTimeout(timer);
      settle(is);
    };
    const timer = setTimeout(() => finish(done()), ms);
    const look = () => {
      if (done()) finish(true);
    };
    target.addEventListener(event, look, { signal: stop.signal });
    look();
  });
}

/** One frame of the test as plain fields; binary frames are load and have none. */
function fields(data: unknown): ReadonlyMap<string, unknown> {
  if (typeof data !== "string") return new Map();
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : new Map();
  } catch {
    return new Map();
  }
}

const num = (value: unknown) => (typeof value === "number" ? value : 0);

interface Pings {
  readonly trips: readonly number[];
  readonly seen: number;
}

/** Sends pings and collects what comes back. */
async function ping(
  channel: RTCDataChannel,
  count: number,
  gap: number,
  wait: number,
): Promise<Pings> {
  const trips: number[] = [];
  let seen = 0;
  const stop = new AbortController();
  channel.addEventListener(
    "message",
    ({ data }) => {
      const frame = fields(data);
      if (frame.get("t") !== "pong") return;
      trips.push(performance.now() - num(frame.get("at")));
      seen = Math.max(seen, num(frame.get("seen")));
    },
    { signal: stop.signal },
  );
  for (let n = 0; n < count && channel.readyState === "open"; n += 1) {
    channel.send(JSON.stringify({ t: "ping", n, at: performance.now() }));
    await pause(gap);
  }
  await pause(wait);
  stop.abort();
  return { trips, seen };
}

const kbits = (bytes: number, ms: number) => Math.round((bytes * 8) / Math.max(1, ms));

/** The rate from the server, from the first chunk on. */
async function down(channel: RTCDataChannel): Promise<number | null> {
  let bytes = 0;
  let first = 0;
  let last = 0;
  let done = false;
  const stop = new AbortController();
  const hear = ({ data }: MessageEvent<unknown>) => {
    last = performance.now();
    if (data instanceof ArrayBuffer) {
      first = first === 0 ? last : first;
      bytes += data.byteLength;
    } else if (fields(data).get("t") === "done") done = true;
  };
  channel.addEventListener("message", hear, { signal: stop.signal });
  channel.send(JSON.stringify({ t: "down", bytes: LOAD }));
  await happened(channel, "message", () => done, LOAD_WAIT);
  stop.abort();
  return bytes === 0 ? null : kbits(bytes, last - first);
}

/** The rate to the server, as the server counts it. */
async function up(channel: RTCDataChannel): Promise<number | null> {
  let result: number | null = null;
  const stop = new AbortController();
  const hear = ({ data }: MessageEvent<unknown>) => {
    const frame = fields(data);
    if (frame.get("t") === "up-result") {
      result = kbits(num(frame.get("bytes")), num(frame.get("ms")));
    }
  };
  channel.addEventListener("message", hear, { signal: stop.signal });
  const until = performance.now() + LOAD_WAIT;
  for (let sent = 0; sent < LOAD && performance.now() < until; sent += CHUNK.byteLength) {
    if (channel.readyState !== "open") break;
    channel.send(CHUNK);
    while (channel.bufferedAmount > 64_000 && performance.now() < until) await pause(10);
  }
  if (channel.readyState === "open") channel.send(JSON.stringify({ t: "up-done" }));
  await happened(channel, "message", () => result !== null, LOAD_WAIT);
  stop.abort();
  return result;
}

/** Whether a TURN server hands out an address; null where there is none to ask. */
async function relayAnswers(servers: readonly IceServer[]): Promise<boolean | null> {
  const relays = servers.filter(({ urls }) => urls.some((url) => url.startsWith("turn")));
  if (relays.length === 0) return null;
  const pc = new RTCPeerConnection({
    iceServers: relays.map((one) => ({ ...one, urls: [...one.urls] })),
    iceTransportPolicy: "relay",
  });
  let found = false;
  pc.onicecandidate = ({ candidate }) =>
    (found ||= candidate?.candidate.includes("relay") === true);
  pc.createDataChannel("relay");
  await pc.setLocalDescription();
  await happened(pc, "icecandidate", () => found, RELAY_WAIT);
  pc.close();
  return found;
}

async function measure(link: RTCDataChannel, loss: RTCDataChannel): Promise<Measured> {
  const [pings, lossy] = await Promise.all([ping(link, 20, 50, 300), ping(loss, 60, 20, 700)]);
  const downKbits = await down(link);
  const upKbits = await up(link);
  const trip = median(pings.trips);
  return {
    connected: true,
    relay: null,
    roundTripMs: trip === null ? null : Math.round(trip),
    lossUp: lossOf(60, lossy.seen),
    lossDown: lossOf(lossy.seen, lossy.trips.length),
    upKbits,
    downKbits,
  };
}

async function tested(pc: RTCPeerConnection, ports: LinkTestPorts): Promise<LinkResult> {
  const link = pc.createDataChannel("link");
  const loss = pc.createDataChannel("loss", { ordered: false, maxRetransmits: 0 });
  link.binaryType = "arraybuffer";
  await pc.setLocalDescription();
  const gathered = () => pc.iceGatheringState === "complete";
  await happened(pc, "icegatheringstatechange", gathered, GATHERING);
  const answer = await ports.ask(pc.localDescription?.sdp ?? "");
  if (!answer.ok) return { ok: false, code: answer.problem.code };
  await pc.setRemoteDescription({ type: "answer", sdp: answer.value.sdp });
  const opened = await Promise.all(
    [link, loss].map((one) => happened(one, "open", () => one.readyState === "open", CONNECTING)),
  );
  if (opened.every((is) => is)) return { ok: true, measured: await measure(link, loss) };
  const relay = await relayAnswers(await ports.servers());
  return { ok: true, measured: { ...UNMEASURED, relay } };
}

/** Runs the test; a refusal or a browser that cannot is an answer, never an exception. */
export async function testLink(ports: LinkTestPorts, ended: AbortSignal): Promise<LinkResult> {
  if (!("RTCPeerConnection" in window)) return { ok: false, code: "no_webrtc" };
  const pc = new RTCPeerConnection();
  const close = () => pc.close();
  ended.addEventListener("abort", close);
  try {
    return await tested(pc, ports);
  } catch {
    return { ok: false, code: "interrupted" };
  } finally {
    ended.removeEventListener("abort", close);
    pc.close();
  }
}
