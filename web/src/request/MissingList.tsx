import type { MissingItem } from "../contract/wire.gen.ts";
import { Icon } from "../ui/Icon.tsx";
import { t } from "../words/t.ts";
import { missingText } from "./errors.ts";
import type { RequestModel } from "./model.ts";

interface Props {
  model: RequestModel;
  /** Lead to the field: another step first, on a phone. */
  onGo: (path: string) => void;
}

interface PartProps {
  title: string;
  items: readonly MissingItem[];
  blocking: boolean;
  onGo: (path: string) => void;
}

function Part({ title, items, blocking, onGo }: PartProps) {
  if (items.length === 0) return null;
  return (
    <div class="stack-tight">
      <h3>{title}</h3>
      <ul class="missing" data-blocking={blocking}>
        {items.map((one) => (
          <li key={`${one.code} ${one.path}`}>
            <button type="button" class="missing-entry" onClick={() => onGo(one.path)}>
              <Icon name={blocking ? "alert" : "info"} />
              <span>{missingText(one)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** 专家还缺什么: the same list that the dispatcher will see, live. */
export function MissingList({ model, onGo }: Props) {
  const view = model.view.value;
  const missing = view?.missing ?? [];
  const blocking = missing.filter((one) => one.blocking);
  const wanted = missing.filter((one) => !one.blocking);
  return (
    <section class="card missing-card" aria-labelledby="missing-title">
      <h2 id="missing-title">{t("request.missing")}</h2>
      {view === null ? (
        <p class="secondary">{t("request.missingLater")}</p>
      ) : (
        missing.length === 0 && (
          <p class="row good-text">
            <Icon name="check" />
            {t("request.missingNone")}
          </p>
        )
      )}
      <Part
        title={t("request.missingBlocking", { n: blocking.length })}
        items={blocking}
        blocking
        onGo={onGo}
      />
      <Part
        title={t("request.missingWanted", { n: wanted.length })}
        items={wanted}
        blocking={false}
        onGo={onGo}
      />
    </section>
  );
}
