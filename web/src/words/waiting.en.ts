import type { Same } from "./same.ts";
import type { waitingZh } from "./waiting.zh.ts";

export const waitingEn: Same<typeof waitingZh> = {};
