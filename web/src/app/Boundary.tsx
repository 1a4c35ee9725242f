import { Component, type ComponentChildren } from "preact";

import { Button } from "../ui/Button.tsx";
import { Empty } from "../ui/Empty.tsx";
import { t } from "../words/t.ts";

interface Props {
  children: ComponentChildren;
}

interface State {
  failed: boolean;
}

/** A screen that fails takes nothing else with it. */
export class Boundary extends Component<Props, State> {
  override state: State = { failed: false };

  static override getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Empty icon="alert" text={t("app.broken")}>
        <Button kind="main" icon="refresh" onClick={() => location.reload()}>
          {t("app.reload")}
        </Button>
      </Empty>
    );
  }
}
