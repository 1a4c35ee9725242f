import type { Same } from "./same.ts";
import type { queueZh } from "./queue.zh.ts";

export const queueEn: Same<typeof queueZh> = {};
