import { LanguageSwitch, LinkBanner } from "../app/Shell.tsx";
import * as api from "../wire/api.ts";
import { t } from "../words/t.ts";
import { browserLines } from "./browser.ts";
import { PasswordForm } from "./PasswordForm.tsx";

/** Screen 1: one card. */
export function SignInPage() {
  return (
    <>
      <LinkBanner />
      <main class="signin" id="main" tabIndex={-1}>
        <div class="signin-card card">
          <div class="row">
            <img src="/icon.svg" alt="" width="40" height="40" />
            <h1 class="grow">{t("app.name")}</h1>
            <LanguageSwitch />
          </div>
          <p class="secondary">{t("signin.tagline")}</p>
          <PasswordForm
            submitLabel={t("signin.go")}
            send={(username, password) => api.signIn({ username, password })}
            onOpened={() => undefined}
          />
          <ul class="stack-tight secondary" data-part="browser">
            {browserLines().map((key) => (
              <li key={key}>{t(key)}</li>
            ))}
          </ul>
        </div>
      </main>
    </>
  );
}
