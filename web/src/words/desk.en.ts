import type { Same } from "./same.ts";
import type { deskZh } from "./desk.zh.ts";

export const deskEn: Same<typeof deskZh> = {};
