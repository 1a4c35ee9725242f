import { useEffect, useRef, useState } from "preact/hooks";

import { me } from "../app/me.ts";
import type { CaseView } from "../contract/wire.gen.ts";
import { Button } from "../ui/Button.tsx";
import { TextArea } from "../ui/TextArea.tsx";
import { when } from "../words/dates.ts";
import { t } from "../words/t.ts";
import type { CaseModel } from "./model.ts";

/** The messages of a case; they stay with it, whoever is connected. */
export function Messages({ model, view }: { model: CaseModel; view: CaseView }) {
  const [text, setText] = useState("");
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The list alone: scrollIntoView would take the whole page along.
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [view.messages.length]);
  const send = () => {
    model.say(text.trim()).then(
      (done) => {
        if (done) setText("");
      },
      () => undefined,
    );
  };
  return (
    <div class="stack messages">
      <div ref={list} class="stack-tight" role="log" aria-label={t("messages.title")} tabIndex={0}>
        {view.messages.length === 0 && <p class="secondary">{t("messages.none")}</p>}
        {view.messages.map((one) => (
          <div class="message" data-mine={one.author === me.value?.id} key={one.id}>
            <p class="secondary">
              {one.author_name} · {when(one.at)}
            </p>
            <p>{one.text}</p>
          </div>
        ))}
      </div>
      {model.may("say") && (
        <div class="stack-tight">
          <TextArea
            label={t("messages.write")}
            name="message"
            rows={2}
            value={text}
            onInput={setText}
          />
          <Button
            icon="chat"
            disabled={text.trim() === ""}
            busy={model.busy.value === "say"}
            onClick={send}
          >
            {t("messages.send")}
          </Button>
        </div>
      )}
    </div>
  );
}
