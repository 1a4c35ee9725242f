import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { hasRole } from "../app/me.ts";
import type { AdminOverview, AuditPage } from "../contract/wire.gen.ts";
import { Badge } from "../ui/Badge.tsx";
import { Button } from "../ui/Button.tsx";
import { Notice } from "../ui/Notice.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { Table } from "../ui/Table.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import * as api from "../wire/api.ts";
import { when } from "../words/dates.ts";
import { codeText, problemText, t } from "../words/t.ts";

function People({ overview }: { overview: AdminOverview }) {
  return (
    <Table
      caption={t("admin.people")}
      keyOf={(row) => row.id}
      rows={overview.people}
      columns={[
        { title: t("admin.name"), cell: (row) => `${row.name} ${row.title}` },
        { title: t("admin.username"), cell: (row) => row.username },
        {
          title: t("admin.roles"),
          cell: (row) => row.roles.map((one) => t(`role.${one}`)).join(t("ui.comma")),
        },
        { title: t("admin.organisation"), cell: (row) => row.organisation_name },
        {
          title: t("admin.state"),
          cell: (row) => (
            <Badge tone={row.active ? "good" : "plain"}>
              {t(row.active ? "admin.active" : "admin.inactive")}
            </Badge>
          ),
        },
      ]}
    />
  );
}

function Organisations({ overview }: { overview: AdminOverview }) {
  return (
    <Table
      caption={t("admin.organisations")}
      keyOf={(row) => row.id}
      rows={overview.organisations}
      columns={[
        { title: t("admin.name"), cell: (row) => row.name },
        { title: t("admin.tier"), cell: (row) => `${t(`tier.${row.tier}`)} ${row.grade}` },
        { title: t("admin.zone"), cell: (row) => row.timezone },
        { title: t("admin.review"), cell: (row) => t(row.review_required ? "ui.yes" : "ui.no") },
      ]}
    />
  );
}

function Agreements({ overview }: { overview: AdminOverview }) {
  const names = new Map(overview.organisations.map((one) => [one.id, one.name]));
  return (
    <div class="stack">
      <Table
        caption={t("admin.alliances")}
        keyOf={(row) => row.id}
        rows={overview.alliances}
        columns={[
          { title: t("admin.name"), cell: (row) => row.name },
          { title: t("admin.kind"), cell: (row) => t(`alliance.${row.kind}`) },
          { title: t("admin.lead"), cell: (row) => names.get(row.lead) ?? "" },
          {
            title: t("admin.members"),
            cell: (row) => row.members.map((one) => names.get(one) ?? "").join(t("ui.comma")),
          },
        ]}
      />
      <Table
        caption={t("admin.agreementList")}
        keyOf={(row) => row.id}
        rows={overview.agreements}
        columns={[
          { title: t("admin.requester"), cell: (row) => row.requester_name },
          { title: t("admin.provider"), cell: (row) => row.provider_name },
          { title: t("admin.dates"), cell: (row) => `${row.starts_on} – ${row.ends_on}` },
          {
            title: t("admin.state"),
            cell: (row) => (
              <Badge tone={row.valid ? "good" : "warn"}>
                {t(row.valid ? "admin.valid" : "admin.lapsed")}
              </Badge>
            ),
          },
        ]}
      />
    </div>
  );
}

function Audit() {
  const page = useSignal<AuditPage | null>(null);
  const failed = useSignal("");
  const load = () => {
    api.auditPage().then(
      (answer) => {
        failed.value = answer.ok ? "" : problemText(answer.problem);
        if (answer.ok) page.value = answer.value;
      },
      () => undefined,
    );
  };
  useEffect(load, []);
  if (failed.value !== "") return <Notice tone="warn">{failed.value}</Notice>;
  if (page.value === null) return <Spinner label={t("app.loading")} />;
  return (
    <div class="stack">
      <Notice tone={page.value.intact ? "good" : "bad"}>
        {t(page.value.intact ? "admin.chainIntact" : "admin.chainBroken")}
      </Notice>
      <Button kind="quiet" icon="refresh" onClick={load}>
        {t("home.refresh")}
      </Button>
      <Table
        caption={t("admin.audit")}
        keyOf={(row) => String(row.number)}
        rows={page.value.lines}
        columns={[
          { title: t("admin.number"), cell: (row) => row.number },
          { title: t("admin.at"), cell: (row) => when(row.at) },
          { title: t("admin.who"), cell: (row) => row.actor_name },
          {
            title: t("admin.action"),
            cell: (row) => codeText("audit", row.action, {}, "audit.other"),
          },
          {
            title: t("admin.object"),
            cell: (row) =>
              `${codeText("auditKind", row.object_kind, {}, "auditKind.other")} ${row.object_id}`,
          },
        ]}
      />
    </div>
  );
}

const TABS = ["people", "organisations", "agreements", "audit"] as const;
type Tab = (typeof TABS)[number];

function Overview({ tab }: { tab: Exclude<Tab, "audit"> }) {
  const overview = useSignal<AdminOverview | null>(null);
  const failed = useSignal("");
  useEffect(() => {
    api.adminOverview().then(
      (answer) => {
        failed.value = answer.ok ? "" : problemText(answer.problem);
        if (answer.ok) overview.value = answer.value;
      },
      () => undefined,
    );
  }, []);
  if (failed.value !== "") return <Notice tone="warn">{failed.value}</Notice>;
  if (overview.value === null) return <Spinner label={t("app.loading")} />;
  if (tab === "people") return <People overview={overview.value} />;
  if (tab === "organisations") return <Organisations overview={overview.value} />;
  return <Agreements overview={overview.value} />;
}

/** Screen 11: who and what there is, and the record of who saw what. */
export function Screen() {
  const auditor = hasRole("auditor");
  const administrator = hasRole("administrator");
  const tabs = TABS.filter((one) => (one === "audit" ? auditor : administrator));
  const tab = useSignal<Tab>(administrator ? "people" : "audit");
  return (
    <div class="stack">
      <h1>{t("admin.title")}</h1>
      <Tabs
        label={t("admin.title")}
        tabs={tabs.map((value) => ({ value, label: t(`admin.${value}`) }))}
        value={tab.value}
        onChange={(value) => {
          tab.value = value;
        }}
      >
        {tab.value === "audit" ? <Audit /> : <Overview tab={tab.value} />}
      </Tabs>
    </div>
  );
}
