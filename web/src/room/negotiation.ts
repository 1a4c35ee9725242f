/**
 * Perfect negotiation over one peer connection: either side may offer at any time; where two
 * offers meet, the polite one takes its own back. Messages are handled one after another.
 */

import type { Candidate, Description } from "../contract/wire.gen.ts";

/** What goes to the other seat: a description or a candidate. */
export interface Outgoing {
  readonly description: Description | null;
  readonly candidate: Candidate | null;
}

/** As much of RTCPeerConnection as negotiating needs. */
export type Negotiable = Pick<
  RTCPeerConnection,
  | "signalingState"
  | "localDescription"
  | "setLocalDescription"
  | "setRemoteDescription"
  | "addIceCandidate"
>;

export interface Negotiation {
  /** Makes and sends an offer; called when the connection asks for one. */
  readonly offer: () => Promise<void>;
  /** Takes what the other seat has sent; never rejects. */
  readonly receive: (message: Outgoing) => Promise<void>;
  /** Sends the unanswered offer again, in case it was lost; says whether there was one. */
  readonly repeat: () => boolean;
}

interface Options {
  readonly polite: boolean;
  readonly send: (message: Outgoing) => void;
  readonly offered: () => void; // an offer of the other side was applied: add one's own media
}

function described(from: RTCSessionDescription | null): Outgoing | null {
  if (from === null) return null;
  return { description: { type: from.type, sdp: from.sdp }, candidate: null };
}

function candidateInit(candidate: Candidate): RTCIceCandidateInit {
  return {
    candidate: candidate.candidate,
    sdpMid: candidate.sdp_mid,
    sdpMLineIndex: candidate.sdp_m_line_index,
    usernameFragment: candidate.username_fragment,
  };
}

export function negotiate(pc: Negotiable, options: Options): Negotiation {
  let making = false;
  let answering = false;
  let ignoring = false;
  let queue = Promise.resolve();

  function send(): void {
    const message = described(pc.localDescription);
    if (message !== null) options.send(message);
  }

  async function offer(): Promise<void> {
    making = true;
    try {
      await pc.setLocalDescription();
      send();
    } catch {
      // The connection was closed meanwhile, or an offer of the other side came first.
    } finally {
      making = false;
    }
  }

  async function describe(description: Description): Promise<void> {
    const ready = !making && (pc.signalingState === "stable" || answering);
    ignoring = description.type === "offer" && !ready && !options.polite;
    if (ignoring) return;
    answering = description.type === "answer";
    try {
      await pc.setRemoteDescription(description);
    } finally {
      answering = false;
    }
    if (description.type !== "offer") return;
    options.offered();
    await pc.setLocalDescription();
    send();
  }

  async function take(message: Outgoing): Promise<void> {
    try {
      if (message.description !== null) await describe(message.description);
      else if (message.candidate !== null)
        await pc.addIceCandidate(candidateInit(message.candidate));
    } catch {
      // An answer that came twice, a candidate of an offer that was ignored, or a closed connection:
      // none ends the call. What stays unconnected is mended by an ICE restart.
    }
  }

  return {
    offer,
    receive: (message) => (queue = queue.then(() => take(message))),
    repeat: () => {
      const open = pc.signalingState === "have-local-offer" && !making;
      if (open) send();
      return open;
    },
  };
}
