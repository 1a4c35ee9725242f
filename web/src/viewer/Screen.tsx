import { Empty } from "../ui/Empty.tsx";
import { t } from "../words/t.ts";

export function Screen() {
  return <Empty text={t("app.loading")} />;
}
