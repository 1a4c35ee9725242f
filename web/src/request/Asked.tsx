import type { Signal } from "@preact/signals";

import type { CaseView } from "../contract/wire.gen.ts";
import { Card } from "../ui/Card.tsx";
import { TextArea } from "../ui/TextArea.tsx";
import { t } from "../words/t.ts";

interface Props {
  view: CaseView;
  answers: Signal<Readonly<Record<string, string>>>;
}

/** What a return asks for; each item is answered in the form or explained here. */
export function Asked({ view, answers }: Props) {
  return (
    <Card title={t("request.asked")}>
      {view.reason !== "" && <p>{view.reason}</p>}
      <ul class="stack">
        {view.asked.map((one) => (
          <li key={one.id}>
            <TextArea
              label={one.text}
              hint={t("request.askedHint")}
              rows={2}
              value={answers.value[one.id] ?? one.answer}
              onInput={(text) => {
                answers.value = { ...answers.value, [one.id]: text };
              }}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
