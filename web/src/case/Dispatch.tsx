import { useEffect, useState } from "preact/hooks";

import {
  type CaseCard,
  type CaseView,
  type Directory,
  type ExpertCard,
  type RejectReason,
  RejectReasonValues,
  type Slot,
} from "../contract/wire.gen.ts";
import { Badge } from "../ui/Badge.tsx";
import { Button } from "../ui/Button.tsx";
import { Check } from "../ui/Check.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Notice } from "../ui/Notice.tsx";
import { RadioGroup } from "../ui/RadioGroup.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { TextArea } from "../ui/TextArea.tsx";
import * as api from "../wire/api.ts";
import { clockTime, when } from "../words/dates.ts";
import { problemText, t } from "../words/t.ts";
import { clashing, requesterTaken } from "./clashes.ts";
import type { CaseModel } from "./model.ts";
import { SlotPick } from "./SlotDialog.tsx";

interface Props {
  model: CaseModel;
  view: CaseView;
  onClose: () => void;
}

/** Wanted expert first, then the wanted specialty, then who is on duty. */
export function ordered(experts: readonly ExpertCard[], view: CaseView): readonly ExpertCard[] {
  const { wanted } = view.form;
  const rank = (one: ExpertCard) =>
    (one.id === wanted.expert ? 8 : 0) +
    (one.specialty === wanted.specialty ? 4 : 0) +
    (one.organisation === wanted.organisation ? 2 : 0) +
    (one.on_duty ? 1 : 0);
  return [...experts].sort((one, other) => rank(other) - rank(one));
}

function Expert({
  expert,
  wanted,
  taken,
  declined,
  chosen,
  onChange,
}: {
  expert: ExpertCard;
  wanted: boolean;
  /** Meets somebody else at the time that is chosen. */
  taken: boolean;
  /** Has declined this case before. */
  declined: boolean;
  chosen: boolean;
  onChange: (chosen: boolean) => void;
}) {
  return (
    <li class="row expert">
      <div class="grow">
        <Check
          label={`${expert.name} ${expert.title} · ${t(`specialty.${expert.specialty}`)} · ${expert.organisation_name}`}
          checked={chosen}
          disabled={!expert.licence_valid}
          onChange={onChange}
        />
      </div>
      {wanted && <Badge tone="brand">{t("dispatch.wanted")}</Badge>}
      {declined && <Badge tone="warn">{t("invitationState.declined")}</Badge>}
      {taken && <Badge tone="warn">{t("dispatch.taken")}</Badge>}
      {!expert.licence_valid && <Badge tone="warn">{t("dispatch.lapsed")}</Badge>}
      <Badge tone={expert.on_duty ? "good" : "plain"}>
        {t(expert.on_duty ? "dispatch.onDuty" : "dispatch.offDuty")}
      </Badge>
    </li>
  );
}

/** Who of those that would meet is taken at that time: said before it is refused. */
function Clashes({
  experts,
  requester,
  slot,
}: {
  experts: readonly ExpertCard[];
  requester: readonly Slot[];
  slot: Slot | null;
}) {
  const lines = [
    ...experts.map((one) => ({ who: one.name, taken: clashing(one.booked, slot) })),
    { who: t("dispatch.requester"), taken: clashing(requester, slot) },
  ].filter((one) => one.taken.length > 0);
  if (lines.length === 0) return null;
  return (
    <Notice tone="warn">
      {lines.map(({ who, taken }) => (
        <p key={who}>
          {t("dispatch.clash", {
            who,
            times: taken
              .map((one) => `${when(one.start)}–${clockTime(one.end)}`)
              .join(t("ui.comma")),
          })}
        </p>
      ))}
    </Notice>
  );
}

/** Choose experts and, for a live case, the time to meet. */
export function DispatchDialog({ model, view, onClose }: Props) {
  const [directory, setDirectory] = useState<Directory | null>(null);
  const [cards, setCards] = useState<readonly CaseCard[]>([]);
  const [failed, setFailed] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [slot, setSlot] = useState<Slot | null>(view.form.wanted.proposed[0] ?? null);
  const [all, setAll] = useState(false);
  useEffect(() => {
    const ended = new AbortController();
    api.directory({ signal: ended.signal }).then(
      (answer) => {
        if (answer.ok) setDirectory(answer.value);
        else setFailed(problemText(answer.problem));
      },
      () => undefined,
    );
    api.listCases("desk", { signal: ended.signal }).then(
      (answer) => {
        if (answer.ok) setCards(answer.value.cases);
      },
      () => undefined,
    );
    return () => ended.abort();
  }, []);
  const { wanted } = view.form;
  const live = wanted.mode !== "written" && wanted.urgency !== "emergency";
  // Who sent it back, declined or let it lapse may be asked again; who is asked now may not.
  const asked = new Set(
    view.invitations
      .filter((one) => one.state === "invited" || one.state === "accepted")
      .map((one) => one.expert),
  );
  const declined = new Set(
    view.invitations.filter((one) => one.state === "declined").map((one) => one.expert),
  );
  const experts = ordered(directory?.experts ?? [], view).filter((one) => !asked.has(one.id));
  const shown = all ? experts : experts.filter((one) => one.specialty === wanted.specialty);
  const list = shown.length > 0 ? shown : experts;
  const go = () => {
    model.move({ action: "dispatch", experts: chosen, chair: null, slot: live ? slot : null }).then(
      (done) => {
        if (done) onClose();
      },
      () => undefined,
    );
  };
  return (
    <Dialog title={t("dispatch.title")} size="wide" onClose={onClose}>
      <div class="stack">
        {directory === null && failed === "" && <Spinner label={t("app.loading")} />}
        {failed !== "" && <Notice tone="bad">{failed}</Notice>}
        <ul class="stack-tight">
          {list.map((one) => (
            <Expert
              key={one.id}
              expert={one}
              wanted={one.id === wanted.expert}
              taken={live && clashing(one.booked, slot).length > 0}
              declined={declined.has(one.id)}
              chosen={chosen.includes(one.id)}
              onChange={(take) =>
                setChosen(take ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))
              }
            />
          ))}
        </ul>
        {directory !== null && !all && shown.length < experts.length && (
          <Button kind="quiet" icon="more" onClick={() => setAll(true)}>
            {t("dispatch.all", { n: experts.length })}
          </Button>
        )}
        {live && <SlotPick proposed={wanted.proposed} slot={slot} onSlot={setSlot} />}
        {live && (
          <Clashes
            experts={experts.filter((one) => chosen.includes(one.id))}
            requester={requesterTaken(cards, view)}
            slot={slot}
          />
        )}
        {wanted.urgency === "emergency" && <Notice tone="warn">{t("dispatch.emergency")}</Notice>}
        <div class="actions">
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button
            kind="main"
            icon="next"
            busy={model.busy.value === "dispatch"}
            disabled={chosen.length === 0 || (live && slot === null)}
            onClick={go}
          >
            {t("dispatch.go", { n: chosen.length })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** Return it: each missing item is a line of its own, prefilled with what the form lacks. */
export function ReturnDialog({
  model,
  onClose,
  suggested,
}: {
  model: CaseModel;
  onClose: () => void;
  suggested: readonly string[];
}) {
  const [text, setText] = useState(suggested.join("\n"));
  const items = text
    .split("\n")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  return (
    <Dialog title={t("return.title")} onClose={onClose}>
      <div class="stack">
        <p>{t("return.why")}</p>
        <TextArea label={t("return.items")} name="items" rows={5} value={text} onInput={setText} />
        <div class="actions">
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button
            kind="main"
            disabled={items.length === 0}
            busy={model.busy.value === "return"}
            onClick={() => {
              model.move({ action: "return", items, note: "" }).then(
                (done) => {
                  if (done) onClose();
                },
                () => undefined,
              );
            }}
          >
            {t("return.go")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

export function RejectDialog({ model, onClose }: { model: CaseModel; onClose: () => void }) {
  const [code, setCode] = useState<RejectReason | null>(null);
  const [reason, setReason] = useState("");
  return (
    <Dialog title={t("reject.title")} onClose={onClose}>
      <div class="stack">
        <RadioGroup
          legend={t("case.reason")}
          value={code}
          column
          options={RejectReasonValues.map((value) => ({ value, label: t(`reject.${value}`) }))}
          onChange={setCode}
        />
        <TextArea label={t("reject.more")} optional value={reason} onInput={setReason} />
        <div class="actions">
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button
            kind="danger"
            disabled={code === null}
            busy={model.busy.value === "reject"}
            onClick={() => {
              if (code === null) return;
              model.move({ action: "reject", reason_code: code, reason, suggested: "" }).then(
                (done) => {
                  if (done) onClose();
                },
                () => undefined,
              );
            }}
          >
            {t("reject.go")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
