/** The messages of the case, written during the call. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { me } from "../app/me.ts";
import type { CaseModel } from "../case/model.ts";
import type { MessageView } from "../contract/wire.gen.ts";
import { Button } from "../ui/Button.tsx";
import { TextArea } from "../ui/TextArea.tsx";
import { clockTime } from "../words/dates.ts";
import { t } from "../words/t.ts";
import { quietly } from "./quietly.ts";

function Said({ message }: { message: MessageView }) {
  return (
    <li class="chat-line" data-own={message.author === me.value?.id}>
      <p class="secondary">
        {message.author_name} {clockTime(message.at)}
      </p>
      <p class="chat-text">{message.text}</p>
    </li>
  );
}

export function Chat({ model }: { model: CaseModel }) {
  const text = useSignal("");
  const last = useRef<HTMLLIElement>(null);
  const messages = model.view.value?.messages ?? [];
  useEffect(() => last.current?.scrollIntoView({ block: "nearest" }), [messages.length]);
  const send = async () => {
    const wanted = text.peek().trim();
    if (wanted !== "" && (await model.say(wanted)) && text.peek().trim() === wanted)
      text.value = "";
  };
  return (
    <div class="chat" data-testid="chat">
      <ol class="chat-lines" aria-live="polite">
        {messages.length === 0 && <li class="secondary">{t("room.chat_empty")}</li>}
        {messages.map((message) => (
          <Said key={message.id} message={message} />
        ))}
        <li ref={last} aria-hidden="true" />
      </ol>
      <form
        class="chat-form"
        onSubmit={(event) => {
          event.preventDefault();
          quietly(send());
        }}
      >
        <TextArea
          label={t("room.chat_write")}
          name="message"
          rows={2}
          value={text.value}
          onInput={(value) => (text.value = value)}
        />
        <Button kind="main" type="submit" icon="chat" busy={model.busy.value === "say"}>
          {t("room.chat_send")}
        </Button>
      </form>
    </div>
  );
}
