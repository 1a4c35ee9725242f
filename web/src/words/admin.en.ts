import type { Same } from "./same.ts";
import type { adminZh } from "./admin.zh.ts";

export const adminEn: Same<typeof adminZh> = {};
