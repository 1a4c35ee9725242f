/** The room's ports on the real socket and server. */

import type { Accepted, IceServers, RoomSignal, RoomSnapshot } from "../contract/wire.gen.ts";
import { get } from "../wire/http.ts";
import { command, listen, onEachConnection } from "../wire/socket.ts";
import type { RoomPorts } from "./ports.ts";

export const roomPorts: RoomPorts = {
  join: (message) => command<RoomSnapshot>("room.join", message),
  leave: (message) => command<Accepted>("room.leave", message),
  signalPeer: (message) => command<Accepted>("room.signal", message),
  setMedia: (message) => command<Accepted>("room.media", message),
  share: (message) => command<Accepted>("room.view", message),
  lead: (message) => command<Accepted>("room.lead", message),
  report: (message) => command<Accepted>("room.stats", message),
  ice: (session) => get<IceServers>(`/api/sessions/${session}/ice`),
  listen: (hear, ended) => listen<RoomSignal>("room", hear, ended),
  onEachConnection,
};
