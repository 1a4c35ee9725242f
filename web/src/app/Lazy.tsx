import { useEffect, useState } from "preact/hooks";

import { Button } from "../ui/Button.tsx";
import { Empty } from "../ui/Empty.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { online } from "../wire/link.ts";
import { t } from "../words/t.ts";
import type { Screen, ScreenProps } from "./screens.ts";

type Load = () => Promise<{ Screen: Screen }>;

interface Props extends ScreenProps {
  load: Load;
}

const loaded = new Map<Load, Screen>();

/** A screen whose code is fetched when it is first wanted. */
export function Lazy({ load, params }: Props) {
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState(false);
  const fetchIt = () => {
    setFailed(false);
    load().then(
      (module) => {
        loaded.set(load, module.Screen);
        redraw((count) => count + 1);
      },
      () => setFailed(true),
    );
  };
  useEffect(() => {
    if (!loaded.has(load)) fetchIt();
  }, [load]);
  const Found = loaded.get(load);
  if (Found !== undefined) return <Found params={params} />;
  if (!failed) return <Spinner label={t("app.loading")} />;
  // The server answers and yet has no such file: it was renewed while this page was open.
  const renewed = online.value;
  return (
    <Empty
      icon={renewed ? "refresh" : "wifiOff"}
      text={t(renewed ? "app.newVersion" : "problem.offline")}
    >
      <Button icon="refresh" onClick={renewed ? () => location.reload() : fetchIt}>
        {t(renewed ? "app.reload" : "ui.retry")}
      </Button>
    </Empty>
  );
}
