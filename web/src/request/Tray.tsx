import "./tray.css";

import { Button } from "../ui/Button.tsx";
import { Progress } from "../ui/Progress.tsx";
import { online } from "../wire/link.ts";
import { t } from "../words/t.ts";
import { count, retry, sendings } from "./uploads.ts";

/** What is being sent, visible on every page until it is done. */
export function Tray() {
  const some = sendings.value.filter((one) => one.purpose === "image");
  const { done, all, failed } = count(some);
  if (all === 0 || done === all) return null;
  const images = some.filter((one) => one.study !== "");
  const label =
    images.length > 0
      ? t("upload.images", { done: count(images).done, all: images.length })
      : t("upload.files", { done, all });
  return (
    <section class="tray" aria-label={t("upload.title")}>
      <Progress label={label} value={done} max={all} />
      {!online.value && <p class="secondary">{t("upload.offline")}</p>}
      {failed > 0 && (
        <div class="row">
          <span class="grow">{t("upload.failedCount", { n: failed })}</span>
          <Button icon="refresh" onClick={retry}>
            {t("upload.retry")}
          </Button>
        </div>
      )}
    </section>
  );
}
