import type { deskZh } from "./desk.zh.ts";
import type { Same } from "./same.ts";

export const deskEn: Same<typeof deskZh> = {
  "desk.title": "Dispatch",
  "desk.check": "To check and dispatch",
  "desk.waiting": "Waiting for others",
  "desk.booked": "Accepted",
  "desk.answered": "Answered",
  "desk.ended": "Ended",
  "desk.empty": "None.",
  "desk.missing": (p) => `${p.n} missing`,
  "desk.waited": (p) => `waiting ${p.span}`,
};
