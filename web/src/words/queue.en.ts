import type { queueZh } from "./queue.zh.ts";
import type { Same } from "./same.ts";

export const queueEn: Same<typeof queueZh> = {
  "queue.title": "My desk",
  "queue.today": "Today's meetings",
  "queue.nothingToday": "Nothing is booked today.",
  "queue.enter": "Enter",
  "queue.invited": "Invitations to answer",
  "queue.noInvitations": "No invitation is waiting.",
  "queue.open": "Opinions to give",
  "queue.answered": "Answered: what became of the patient",
  "queue.none": "No invitations yet. They appear here when they come.",
  "queue.keys": "j / k to walk, Enter to open, r to refresh",
};
