/** Beside the images: the opinion under way, the request, the messages. */

import "../case/case.css";

import type { Signal } from "@preact/signals";
import type { CaseModel } from "../case/model.ts";
import { OpinionEditor } from "../case/OpinionEditor.tsx";
import { SignedOpinion } from "../case/OpinionPaper.tsx";
import { RequestSummary } from "../case/RequestSummary.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { t } from "../words/t.ts";
import { Chat } from "./Chat.tsx";

export type Tab = "opinion" | "request" | "chat";

function Opinions({ model }: { model: CaseModel }) {
  const view = model.view.value;
  if (view === null) return null;
  if (model.draft.value !== null) return <OpinionEditor model={model} />;
  const signed = view.opinions.filter((one) => one.signature !== null);
  if (signed.length === 0) return <p class="secondary">{t("room.next.wait")}</p>;
  return (
    <div class="stack">
      {signed.map((opinion) => (
        <SignedOpinion key={opinion.id} view={view} opinion={opinion} />
      ))}
    </div>
  );
}

export function SidePanel({ model, tab }: { model: CaseModel; tab: Signal<Tab> }) {
  const view = model.view.value;
  return (
    <Tabs
      label={t("room.tabs")}
      value={tab.value}
      onChange={(next) => (tab.value = next)}
      tabs={[
        { value: "opinion", label: t("room.tab.opinion") },
        { value: "request", label: t("room.tab.request") },
        { value: "chat", label: t("room.tab.chat") },
      ]}
    >
      {tab.value === "opinion" && <Opinions model={model} />}
      {tab.value === "request" && view !== null && <RequestSummary view={view} />}
      {tab.value === "chat" && <Chat model={model} />}
    </Tabs>
  );
}
