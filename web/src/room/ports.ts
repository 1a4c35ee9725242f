/** What the room needs of the world; `wire.ts` beside it gives the real one. */

import type {
  Accepted,
  IceServers,
  JoinRoom,
  LeaveRoom,
  ReportStats,
  RoomSignal,
  RoomSnapshot,
  SetMedia,
  ShareView,
  SignalPeer,
  TakeLead,
} from "../contract/wire.gen.ts";
import type { Result } from "../wire/result.ts";

/** `connection` says which connections this page still holds; 0 after a reload. */
export type Join = JoinRoom & { readonly connection: number };

export interface RoomPorts {
  readonly join: (message: Join) => Promise<Result<RoomSnapshot>>;
  readonly leave: (message: LeaveRoom) => Promise<Result<Accepted>>;
  readonly signalPeer: (message: SignalPeer) => Promise<Result<Accepted>>;
  readonly setMedia: (message: SetMedia) => Promise<Result<Accepted>>;
  readonly share: (message: ShareView) => Promise<Result<Accepted>>;
  readonly lead: (message: TakeLead) => Promise<Result<Accepted>>;
  readonly report: (message: ReportStats) => Promise<Result<Accepted>>;
  readonly ice: (session: string) => Promise<Result<IceServers>>;
  readonly listen: (hear: (message: RoomSignal) => void, ended: AbortSignal) => void;
  /** Calls now, if there is a connection, and after each reconnection. */
  readonly onEachConnection: (renew: () => void, ended: AbortSignal) => void;
}
