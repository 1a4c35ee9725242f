/** What the room needs of the world; `wire.ts` beside it gives the real one. */

import type { ReadonlySignal } from "@preact/signals";
import type {
  Accepted,
  IceServers,
  JoinRoom,
  LeaveRoom,
  Problem,
  ReportStats,
  RoomSignal,
  RoomSnapshot,
  SetMedia,
  ShareView,
  SignalPeer,
  TakeLead,
} from "../contract/wire.gen.ts";

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export interface RoomPorts {
  readonly connected: ReadonlySignal<boolean>;
  readonly join: (message: JoinRoom) => Promise<Result<RoomSnapshot>>;
  readonly leave: (message: LeaveRoom) => Promise<Result<Accepted>>;
  readonly signalPeer: (message: SignalPeer) => Promise<Result<Accepted>>;
  readonly setMedia: (message: SetMedia) => Promise<Result<Accepted>>;
  readonly share: (message: ShareView) => Promise<Result<Accepted>>;
  readonly lead: (message: TakeLead) => Promise<Result<Accepted>>;
  readonly report: (message: ReportStats) => Promise<Result<Accepted>>;
  readonly ice: (session: string) => Promise<Result<IceServers>>;
  readonly listen: (hear: (message: RoomSignal) => void, ended: AbortSignal) => void;
}
