/** The line to the server in a sentence that anybody can act on. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Spinner } from "../ui/Spinner.tsx";
import { t } from "../words/t.ts";
import { quietly } from "../room/quietly.ts";
import { Bars } from "./Bars.tsx";
import type { LinkResult, LinkTestPorts } from "./linktest.ts";
import { testLink } from "./linktest.ts";
import type { Local } from "./local.ts";
import { verdictOf, type Measured, type Verdict } from "./verdict.ts";

const shown = (value: number | null) => (value === null ? "–" : String(value));

function percent(measured: Measured): string {
  const loss = Math.max(measured.lossUp ?? 0, measured.lossDown ?? 0);
  return (loss * 100).toFixed(loss > 0 && loss < 0.1 ? 1 : 0);
}

function Figures({ measured }: { measured: Measured }) {
  if (!measured.connected) return null;
  return (
    <p class="secondary">
      {t("waiting.link_figures", {
        trip: shown(measured.roundTripMs),
        up: shown(measured.upKbits),
        down: shown(measured.downKbits),
        loss: percent(measured),
      })}
    </p>
  );
}

interface SaidProps {
  verdict: Verdict;
  measured: Measured;
  local: Local;
}

function Said({ verdict, measured, local }: SaidProps) {
  const weak = verdict.picture === "none" && !local.choice.value.audioOnly;
  return (
    <div class="stack-tight" data-testid="link-verdict" data-step={verdict.step}>
      <div class="link-said">
        <Bars bars={verdict.bars} label={t("waiting.bars", { bars: verdict.bars })} />
        <p>
          <strong>{t(`waiting.step.${verdict.step}`)}</strong>
        </p>
      </div>
      <Figures measured={measured} />
      {weak && (
        <div>
          <Button icon="microphone" onClick={() => quietly(local.choose({ audioOnly: true }))}>
            {t("waiting.use_audio")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Outcome({ result, local }: { result: LinkResult; local: Local }) {
  if (result.ok) {
    return <Said verdict={verdictOf(result.measured)} measured={result.measured} local={local} />;
  }
  const busy = result.code === "link_test_busy";
  return (
    <p data-testid="link-verdict" data-step="untested">
      {busy ? t("waiting.link_busy") : t("waiting.link_failed")}
    </p>
  );
}

/** Tests once when it is first shown, and again when asked; the picture's size follows the line. */
export function LinkCheck({ ports, local }: { ports: LinkTestPorts; local: Local }) {
  const result = useSignal<LinkResult | null>(null);
  const round = useSignal(0);
  useEffect(() => {
    const controller = new AbortController();
    const run = async () => {
      const answer = await testLink(ports, controller.signal);
      if (controller.signal.aborted) return;
      result.value = answer;
      if (!answer.ok) return;
      const { picture } = verdictOf(answer.measured);
      await local.choose({ picture: picture === "none" ? "small" : picture });
    };
    result.value = null;
    quietly(run());
    return () => controller.abort();
  }, [round.value]);
  return (
    <Card title={t("waiting.link")}>
      <div role="status" class="stack-tight">
        {result.value === null ? (
          <Spinner label={t("waiting.link_testing")} />
        ) : (
          <Outcome result={result.value} local={local} />
        )}
      </div>
      {result.value !== null && (
        <div>
          <Button kind="quiet" icon="refresh" onClick={() => (round.value += 1)}>
            {t("waiting.link_again")}
          </Button>
        </div>
      )}
    </Card>
  );
}
