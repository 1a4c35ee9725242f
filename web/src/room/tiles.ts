/** What a tile says of another seat; pure. */

import type { SeatView } from "../contract/wire.gen.ts";
import type { PeerState } from "./peer.ts";

export type TileState = "connecting" | "connected" | "reconnecting" | "away";

const STALE = 4_000; // ms without a frame, while the socket is lost too

/** The connection decides; a lost socket alone does not, as long as pictures come. */
export function tileState(
  seat: Pick<SeatView, "state" | "video">,
  link: PeerState | undefined,
  frameAt: number | null,
  now: number,
): TileState {
  if (seat.state === "away" || link === undefined) return "away";
  if (link !== "connected") return link === "connecting" ? "connecting" : "reconnecting";
  const stale = seat.video && frameAt !== null && now - frameAt > STALE;
  return seat.state === "reconnecting" && stale ? "reconnecting" : "connected";
}

/** Whether there is a picture to show: a live one, or the last one while reconnecting. */
export function showsPicture(
  seat: Pick<SeatView, "video">,
  state: TileState,
  frames: number,
): boolean {
  if (frames === 0 || state === "away") return false;
  return state === "reconnecting" || seat.video;
}

const SPEAKING = 0.05; // of full scale

export function isSpeaking(seat: Pick<SeatView, "audio">, level: number): boolean {
  return seat.audio && level > SPEAKING;
}
