import { adminZh } from "./admin.zh.ts";
import { casepageZh } from "./casepage.zh.ts";
import { commonZh } from "./common.zh.ts";
import { deskZh } from "./desk.zh.ts";
import { homeZh } from "./home.zh.ts";
import { problemsZh } from "./problems.zh.ts";
import { queueZh } from "./queue.zh.ts";
import { requestZh } from "./request.zh.ts";
import { roomZh } from "./room.zh.ts";
import { verifyZh } from "./verify.zh.ts";
import { viewerZh } from "./viewer.zh.ts";
import { waitingZh } from "./waiting.zh.ts";

/** Every phrase of the client. This object is also the type that a translation must match. */
export const zh = {
  ...commonZh,
  ...problemsZh,
  ...homeZh,
  ...requestZh,
  ...casepageZh,
  ...deskZh,
  ...queueZh,
  ...waitingZh,
  ...roomZh,
  ...verifyZh,
  ...viewerZh,
  ...adminZh,
};
