import { canKeepDrafts } from "../offline/drafts.ts";
import type { PlainKey } from "../words/t.ts";

/** What this browser cannot do, and how to mend it; the first line where all is well. */
export function browserLines(): readonly PlainKey[] {
  const lines: PlainKey[] = [];
  if (typeof RTCPeerConnection === "undefined") lines.push("signin.noCall");
  else if (navigator.mediaDevices === undefined) lines.push("signin.noCamera");
  if (typeof WebAssembly === "undefined") lines.push("signin.noImages");
  if (!canKeepDrafts) lines.push("signin.noDrafts");
  return lines.length === 0 ? ["signin.browserGood"] : lines;
}
