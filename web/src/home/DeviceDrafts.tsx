import { useEffect } from "preact/hooks";

import { deliverAll, look, onDevice } from "../request/courier.ts";
import { Badge } from "../ui/Badge.tsx";
import { online } from "../wire/link.ts";
import { t } from "../words/t.ts";

/** What lies on this device and has not reached the server yet. */
export function DeviceDrafts() {
  const isOnline = online.value;
  useEffect(() => {
    (isOnline ? deliverAll() : look()).catch(() => undefined);
  }, [isOnline]);
  useEffect(() => {
    // Fetched ahead, so that a request can be begun where the network has gone.
    import("../request/Screen.tsx").catch(() => undefined);
  }, []);
  if (onDevice.value.length === 0) return null;
  return (
    <section class="stack" aria-label={t("home.drafts")}>
      <h2>{t("home.drafts")}</h2>
      <ul class="cards">
        {onDevice.value.map((one) => (
          <li key={one.token} class="case-card" data-state="draft">
            <a class="case-card-name" href={`#/request/${one.caseId ?? `new-${one.token}`}`}>
              {one.form.patient.name === "" ? t("home.noName") : one.form.patient.name}
            </a>
            <p>
              {one.form.clinical.complaint === ""
                ? t("home.noComplaint")
                : one.form.clinical.complaint}
            </p>
            <div class="row">
              <Badge tone={one.submit ? "brand" : "warn"}>
                {t(one.submit ? "home.waitingToSend" : "home.deviceDraft")}
              </Badge>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
