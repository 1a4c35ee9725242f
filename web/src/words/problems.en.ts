import type { problemsZh } from "./problems.zh.ts";
import type { Same } from "./same.ts";

export const problemsEn: Same<typeof problemsZh> = {
  "problem.unknown": "This did not work ({code}); nothing has changed. Please try again.",
  "problem.offline": "The server cannot be reached. What you entered is kept; check the network.",
  "problem.timeout": "The server has not answered for long. Please try again.",
  "problem.internal": "The server has failed; nothing has changed. Please try again later.",
  "problem.unavailable": "The server is not available now. Please try again later.",
  "problem.not_found": "It is not there, or you may not see it.",
  "problem.forbidden": "You may not do this.",
  "problem.unauthenticated": "Please sign in first.",
  "problem.wrong_credentials": "The staff number (phone) or the password is wrong.",
  "problem.paused": "Too many attempts; please wait a little.",
  "problem.step_up_needed": "Please enter your password again.",
  "problem.illegal_move": "This cannot be done as things stand; nothing has changed.",
  "problem.conflict": "Somebody else has just changed it; the newest state is shown now.",
  "problem.invalid": "Something has to be corrected.",
  "problem.too_large": "The file is too large; the server did not take it.",
  "problem.disk_full":
    "The server's storage is full; nothing received is lost. Tell the administrator.",
};
