import { useState } from "preact/hooks";

import { me } from "../app/me.ts";
import {
  type CaseView,
  type DeclineReason,
  DeclineReasonValues,
  type InvitationView,
} from "../contract/wire.gen.ts";
import { Badge } from "../ui/Badge.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { RadioGroup } from "../ui/RadioGroup.tsx";
import { TextArea } from "../ui/TextArea.tsx";
import { deadline, when } from "../words/dates.ts";
import { t } from "../words/t.ts";
import type { CaseModel } from "./model.ts";

interface Props {
  model: CaseModel;
  view: CaseView;
}

function DeclineDialog({
  model,
  invitation,
  onClose,
}: {
  model: CaseModel;
  invitation: InvitationView;
  onClose: () => void;
}) {
  const [code, setCode] = useState<DeclineReason | null>(null);
  const [reason, setReason] = useState("");
  const decline = () => {
    if (code === null) return;
    model
      .moveInvitation(invitation.id, {
        action: "decline",
        reason_code: code,
        reason: reason.trim(),
      })
      .then(
        (done) => {
          if (done) onClose();
        },
        () => undefined,
      );
  };
  return (
    <Dialog title={t("invitation.declineTitle")} onClose={onClose}>
      <div class="stack">
        <RadioGroup
          legend={t("invitation.declineWhy")}
          value={code}
          column
          options={DeclineReasonValues.map((value) => ({ value, label: t(`decline.${value}`) }))}
          onChange={setCode}
        />
        <TextArea label={t("invitation.declineMore")} optional value={reason} onInput={setReason} />
        <div class="actions">
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button
            kind="danger"
            disabled={code === null}
            busy={model.busy.value === "decline"}
            onClick={decline}
          >
            {t("invitation.decline")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** The invited expert's own card: accept at one of the times, or decline with a reason. */
export function OwnInvitation({ model, view }: Props) {
  const [declining, setDeclining] = useState(false);
  const own = view.invitations.find(
    (one) => one.expert === me.value?.id && one.state === "invited",
  );
  if (own === undefined || !model.may("accept_invitation")) return null;
  const accept = (slot = own.slot) => {
    model.moveInvitation(own.id, { action: "accept", slot }).catch(() => undefined);
  };
  const others = view.form.wanted.proposed.filter((one) => one.start !== own.slot?.start);
  const live = view.form.wanted.mode !== "written";
  return (
    <Card title={t("invitation.yours")} aside={<Badge tone="warn">{deadline(own.due_at)}</Badge>}>
      {own.slot !== null && live && <p>{t("invitation.at", { when: when(own.slot.start) })}</p>}
      <div class="row">
        <Button
          kind="main"
          icon="check"
          busy={model.busy.value === "accept"}
          onClick={() => accept()}
        >
          {t("invitation.accept")}
        </Button>
        <Button icon="close" onClick={() => setDeclining(true)}>
          {t("invitation.decline")}
        </Button>
      </div>
      {live && others.length > 0 && (
        <div class="stack-tight">
          <p class="secondary">{t("invitation.otherTimes")}</p>
          <div class="row">
            {others.map((one) => (
              <Button key={one.start} icon="calendar" onClick={() => accept(one)}>
                {when(one.start)}
              </Button>
            ))}
          </div>
        </div>
      )}
      {declining && (
        <DeclineDialog model={model} invitation={own} onClose={() => setDeclining(false)} />
      )}
    </Card>
  );
}

const TONES = {
  invited: "brand",
  accepted: "good",
  declined: "warn",
  expired: "warn",
  removed: "plain",
} as const;

/** Who was asked, and what they said. */
export function InvitationList({ model, view }: Props) {
  if (view.invitations.length === 0) return null;
  return (
    <Card title={t("invitation.all")}>
      <ul class="stack-tight">
        {view.invitations.map((one) => (
          <li class="row" key={one.id}>
            <span class="grow">
              {one.expert_name} {one.expert_title}
              <span class="secondary"> {one.organisation_name}</span>
              {one.reason_code !== null && (
                <span class="secondary">
                  {" "}
                  {t(`decline.${one.reason_code}`)} {one.reason}
                </span>
              )}
            </span>
            <Badge tone={TONES[one.state]}>{t(`invitationState.${one.state}`)}</Badge>
            {model.may("remove_invitation") &&
              (one.state === "invited" || one.state === "accepted") && (
                <Button
                  kind="quiet"
                  icon="close"
                  label={t("invitation.removeOf", { name: one.expert_name })}
                  onClick={() => {
                    model
                      .moveInvitation(one.id, { action: "remove", reason: "" })
                      .catch(() => undefined);
                  }}
                >
                  {t("invitation.remove")}
                </Button>
              )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
