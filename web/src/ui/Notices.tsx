import { signal } from "@preact/signals";

import { t } from "../words/t.ts";
import { Button } from "./Button.tsx";
import { Notice, type NoticeTone } from "./Notice.tsx";

interface Posted {
  id: number;
  tone: NoticeTone;
  text: string;
}

const MILLISECONDS_SHOWN = 8000;
const posted = signal<readonly Posted[]>([]);
let last = 0;

function remove(id: number): void {
  posted.value = posted.value.filter((one) => one.id !== id);
}

/** Tell the person something that has happened; bad news stays until it is taken away. */
export function notify(text: string, tone: NoticeTone = "info"): void {
  last += 1;
  const id = last;
  posted.value = [...posted.value.filter((one) => one.text !== text), { id, tone, text }].slice(-4);
  if (tone !== "bad") setTimeout(() => remove(id), MILLISECONDS_SHOWN);
}

/** The one region where notices appear and are spoken. */
export function Notices() {
  return (
    <div class="notices" role="status" aria-live="polite">
      {posted.value.map((one) => (
        <Notice key={one.id} tone={one.tone}>
          <p>{one.text}</p>
          <div class="actions">
            <Button kind="quiet" onClick={() => remove(one.id)}>
              {t("ui.close")}
            </Button>
          </div>
        </Notice>
      ))}
    </div>
  );
}
