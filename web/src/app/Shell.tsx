import type { ComponentChildren } from "preact";

import type { Role } from "../contract/wire.gen.ts";
import { Tray } from "../request/Tray.tsx";
import { Button } from "../ui/Button.tsx";
import { Icon, type IconName } from "../ui/Icon.tsx";
import { online, socketState } from "../wire/link.ts";
import { language, type PlainKey, speak, t } from "../words/t.ts";
import { hasRole, leave, me } from "./me.ts";
import { section } from "./router.ts";

interface Entry {
  href: string;
  section: string;
  icon: IconName;
  key: PlainKey;
  roles?: readonly Role[];
}

const MENU: readonly Entry[] = [
  { href: "#/", section: "", icon: "home", key: "nav.home" },
  {
    href: "#/request",
    section: "request",
    icon: "plus",
    key: "nav.request",
    roles: ["village_doctor"],
  },
  { href: "#/desk", section: "desk", icon: "board", key: "nav.desk", roles: ["dispatcher"] },
  {
    href: "#/queue",
    section: "queue",
    icon: "inbox",
    key: "nav.queue",
    roles: ["expert", "radiologist"],
  },
  {
    href: "#/admin",
    section: "admin",
    icon: "settings",
    key: "nav.admin",
    roles: ["administrator", "auditor"],
  },
];

export function LanguageSwitch() {
  const other = language.value === "zh" ? "en" : "zh";
  const change = () => {
    speak(other).catch(() => undefined); // English not fetched: the page stays Chinese
  };
  return (
    <Button kind="quiet" icon="globe" label={t("app.language")} onClick={change}>
      <span lang={other}>{other === "en" ? "English" : "中文"}</span>
    </Button>
  );
}

function Menu() {
  const entries = MENU.filter((one) => one.roles === undefined || hasRole(...one.roles));
  return (
    <nav class="menu" aria-label={t("app.menu")}>
      {entries.map((one) => (
        <a
          key={one.href}
          class="menu-entry"
          href={one.href}
          aria-current={section.value === one.section ? "page" : undefined}
        >
          <Icon name={one.icon} />
          <span>{t(one.key)}</span>
        </a>
      ))}
    </nav>
  );
}

/** Said whenever the connection is not what it should be; empty otherwise. */
export function LinkBanner() {
  const offline = !online.value;
  const lost = !offline && socketState.value === "connecting" && me.value?.draft_key !== "";
  return (
    <div role="status" class="banner-region">
      {offline && (
        <p class="banner">
          <Icon name="wifiOff" />
          <span>{t("app.offline")}</span>
        </p>
      )}
      {lost && <p class="sr-only">{t("app.reconnecting")}</p>}
    </div>
  );
}

export function Shell({ children }: { children: ComponentChildren }) {
  const person = me.value;
  const out = () => {
    leave().catch(() => undefined);
  };
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={skip}>
        {t("app.skip")}
      </a>
      <header class="header">
        <a class="brand" href="#/" aria-label={t("app.name")}>
          <img src="/icon.svg" alt="" width="28" height="28" />
          <span>{t("app.name")}</span>
        </a>
        <Menu />
        <div class="who">
          <span class="who-name">{person?.name}</span>
          <span class="who-site secondary">{person?.organisation.name}</span>
        </div>
        <LanguageSwitch />
        <Button kind="quiet" icon="leave" label={t("app.signOut")} onClick={out}>
          <span class="wide-only">{t("app.signOut")}</span>
        </Button>
      </header>
      <LinkBanner />
      <Tray />
      <main class="main" id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

/** The hash belongs to the router, so the link moves the focus itself. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
