import { me } from "../app/me.ts";
import { Dialog } from "../ui/Dialog.tsx";
import * as api from "../wire/api.ts";
import { asked } from "../wire/doors.ts";
import { t } from "../words/t.ts";
import { PasswordForm } from "./PasswordForm.tsx";

/** The sign-in over the page: what was typed below stays, and the request then goes on. */
export function DoorDialog() {
  const wanted = asked.value;
  const person = me.value;
  if (wanted === null || person === null || person === undefined) return null;
  const again = wanted.door === "signin";
  return (
    <Dialog
      title={t(again ? "signin.again" : "signin.stepUp")}
      onClose={() => wanted.answer(false)}
    >
      <div class="stack">
        <p>{t(again ? "signin.againWhy" : "signin.stepUpWhy")}</p>
        <PasswordForm
          username={person.username}
          submitLabel={t(again ? "signin.go" : "signin.confirm")}
          send={(username, password) =>
            again ? api.signIn({ username, password }) : api.stepUp({ password })
          }
          onOpened={() => wanted.answer(true)}
        />
      </div>
    </Dialog>
  );
}
