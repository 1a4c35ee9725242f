import type { Same } from "./same.ts";
import type { roomZh } from "./room.zh.ts";

export const roomEn: Same<typeof roomZh> = {};
