import { useEffect, useState } from "preact/hooks";

import type { UploadState } from "../contract/wire.gen.ts";
import { Notice } from "../ui/Notice.tsx";
import * as api from "../wire/api.ts";
import { t } from "../words/t.ts";
import type { Sending } from "./uploads.ts";

interface Props {
  caseId: string;
  /** Files of this visit; their state is shown elsewhere. */
  sending: readonly Sending[];
}

const STARTED = new Set(["missing", "partial"]);

/** Files of an earlier visit that did not arrive: a page cannot open them again by itself. */
export function Unfinished({ caseId, sending }: Props) {
  const [files, setFiles] = useState<readonly UploadState[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    api.listUploads(caseId, { signal: controller.signal, noDialog: true }).then(
      (answer) => {
        if (answer.ok) setFiles(answer.value.files.filter((one) => STARTED.has(one.state)));
      },
      () => undefined,
    );
    return () => controller.abort();
  }, [caseId]);
  const again = new Set(sending.map((one) => one.upload));
  if (files.every((one) => again.has(one.id))) return null;
  return (
    <Notice tone="warn">
      <p>{t("files.again")}</p>
    </Notice>
  );
}
