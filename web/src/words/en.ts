import { adminEn } from "./admin.en.ts";
import { casepageEn } from "./casepage.en.ts";
import { commonEn } from "./common.en.ts";
import { deskEn } from "./desk.en.ts";
import { homeEn } from "./home.en.ts";
import { problemsEn } from "./problems.en.ts";
import { queueEn } from "./queue.en.ts";
import { requestEn } from "./request.en.ts";
import { roomEn } from "./room.en.ts";
import type { Same } from "./same.ts";
import { verifyEn } from "./verify.en.ts";
import { viewerEn } from "./viewer.en.ts";
import { waitingEn } from "./waiting.en.ts";
import type { zh } from "./zh.ts";

export const en: Same<typeof zh> = {
  ...commonEn,
  ...problemsEn,
  ...homeEn,
  ...requestEn,
  ...casepageEn,
  ...deskEn,
  ...queueEn,
  ...waitingEn,
  ...roomEn,
  ...verifyEn,
  ...viewerEn,
  ...adminEn,
};
