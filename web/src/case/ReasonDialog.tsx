import { useState } from "preact/hooks";

import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea } from "../ui/TextArea.tsx";
import { t } from "../words/t.ts";

interface Props {
  title: string;
  why: string;
  label: string;
  go: string;
  danger?: boolean;
  /** Left empty it is accepted too. */
  optional?: boolean;
  onClose: () => void;
  /** True when done: the dialog then closes. */
  act: (reason: string) => Promise<boolean>;
}

/** Ask for a reason, say what follows, act. */
export function ReasonDialog(props: Props) {
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const empty = reason.trim() === "" && props.optional !== true;
  const go = () => {
    setBusy(true);
    props.act(reason.trim()).then(
      (done) => {
        setBusy(false);
        if (done) props.onClose();
      },
      () => setBusy(false),
    );
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <div class="stack">
        <p>{props.why}</p>
        <TextArea
          label={props.label}
          name="reason"
          optional={props.optional === true}
          value={reason}
          onInput={setReason}
        />
        <div class="actions">
          <Button onClick={props.onClose}>{t("ui.cancel")}</Button>
          <Button
            kind={props.danger === true ? "danger" : "main"}
            busy={busy}
            disabled={empty}
            onClick={go}
          >
            {props.go}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
