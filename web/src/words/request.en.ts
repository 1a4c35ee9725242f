import type { requestZh } from "./request.zh.ts";
import type { Same } from "./same.ts";

export const requestEn: Same<typeof requestZh> = {};
