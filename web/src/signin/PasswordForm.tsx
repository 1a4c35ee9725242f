import { useEffect, useMemo, useState } from "preact/hooks";

import { welcome } from "../app/me.ts";
import type { Me } from "../contract/wire.gen.ts";
import { Button } from "../ui/Button.tsx";
import { Field } from "../ui/Field.tsx";
import { Notice } from "../ui/Notice.tsx";
import type { Result } from "../wire/result.ts";
import { problemText, t } from "../words/t.ts";
import { countdown, pauseOf } from "./pause.ts";

interface Props {
  /** Known already: asked again over the page. */
  username?: string;
  submitLabel: string;
  send: (username: string, password: string) => Promise<Result<Me>>;
  onOpened: () => void;
}

/** Name and password, and what to do when they are refused: correct, or wait a little. */
export function PasswordForm({ username: known, submitLabel, send, onOpened }: Props) {
  const [username, setUsername] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const pause = useMemo(countdown, []);
  useEffect(() => pause.stop, [pause]);

  const submit = async () => {
    if (busy || pause.left.value > 0) return;
    if (username.trim() === "" || password === "") {
      setError(t("signin.empty"));
      return;
    }
    setBusy(true);
    const answer = await send(username.trim(), password);
    setBusy(false);
    if (answer.ok) {
      await welcome(answer.value);
      onOpened();
      return;
    }
    setPassword("");
    setError(problemText(answer.problem));
    pause.start(pauseOf(answer.problem));
  };

  const waiting = pause.left.value > 0;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(() => setBusy(false));
      }}
    >
      <Field
        label={t("signin.username")}
        name="username"
        autoComplete="username"
        value={username}
        disabled={known !== undefined}
        onInput={setUsername}
      />
      <Field
        label={t("signin.password")}
        name="password"
        type="password"
        autoComplete="current-password"
        value={password}
        onInput={setPassword}
      />
      <div role="alert">
        {error !== "" && (
          <Notice tone="bad">
            <p>{error}</p>
          </Notice>
        )}
      </div>
      {waiting && <p class="secondary">{t("signin.pause", { seconds: pause.left.value })}</p>}
      <Button type="submit" kind="main" wide busy={busy} disabled={waiting}>
        {submitLabel}
      </Button>
    </form>
  );
}
