import type { Same } from "./same.ts";
import type { casepageZh } from "./casepage.zh.ts";

export const casepageEn: Same<typeof casepageZh> = {};
