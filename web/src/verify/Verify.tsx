import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { LanguageSwitch } from "../app/Shell.tsx";
import type { Verification } from "../contract/wire.gen.ts";
import { Card } from "../ui/Card.tsx";
import { Notice } from "../ui/Notice.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import * as api from "../wire/api.ts";
import { clockTime, dayOf } from "../words/dates.ts";
import { problemText, t } from "../words/t.ts";

/** The code in the page's own address, where the paper's QR code leads; null elsewhere. */
export function codeToVerify(): string | null {
  const found = /^\/verify\/([0-9A-Za-z-]{1,40})$/.exec(location.pathname);
  return found?.[1] ?? null;
}

function Found({ found }: { found: Verification }) {
  if (!found.found) return <Notice tone="bad">{t("verify.notFound")}</Notice>;
  return (
    <>
      <Notice tone={found.valid ? "good" : "bad"}>
        {t(found.valid ? "verify.valid" : "verify.invalid")}
      </Notice>
      {found.superseded && <Notice tone="warn">{t("verify.superseded")}</Notice>}
      <dl class="facts">
        <dt>{t("verify.number")}</dt>
        <dd>{found.case_number}</dd>
        <dt>{t("verify.signer")}</dt>
        <dd>{`${found.signer_name} · ${found.organisation_name}`}</dd>
        {found.signed_at !== null && (
          <>
            <dt>{t("verify.signedAt")}</dt>
            <dd>{`${dayOf(found.signed_at)} ${clockTime(found.signed_at)}`}</dd>
          </>
        )}
        <dt>SHA-256</dt>
        <dd>{found.sha256}</dd>
      </dl>
    </>
  );
}

/** What anybody who holds the paper may learn: that it is genuine, by whom, when; no more. */
export function VerifyPage({ code }: { code: string }) {
  const found = useSignal<Verification | null>(null);
  const failed = useSignal("");
  useEffect(() => {
    api.verification(code).then(
      (answer) => {
        if (answer.ok) found.value = answer.value;
        else failed.value = problemText(answer.problem);
      },
      () => undefined,
    );
  }, [code]);
  return (
    <main class="main stack" id="main" tabIndex={-1}>
      <div class="row">
        <img src="/icon.svg" alt="" width="32" height="32" />
        <h1 class="grow">{t("verify.title")}</h1>
        <LanguageSwitch />
      </div>
      <Card>
        <p>
          {t("verify.code")} <strong>{code}</strong>
        </p>
        {failed.value !== "" && <Notice tone="warn">{failed.value}</Notice>}
        {found.value === null && failed.value === "" && <Spinner label={t("app.loading")} />}
        {found.value !== null && <Found found={found.value} />}
        <p class="secondary">{t("verify.more")}</p>
      </Card>
    </main>
  );
}
