import type { CaseView, Conclusion, OpinionView } from "../contract/wire.gen.ts";
import { Badge } from "../ui/Badge.tsx";
import { ButtonLink } from "../ui/Button.tsx";
import { Notice } from "../ui/Notice.tsx";
import { documentPath, recordPath } from "../wire/api.ts";
import { when } from "../words/dates.ts";
import { t } from "../words/t.ts";
import { Fact } from "./RequestSummary.tsx";

function RecommendationList({ conclusion }: { conclusion: Conclusion }) {
  if (conclusion.recommendations.length === 0) return null;
  return (
    <section class="stack-tight">
      <h3>{t("opinion.recommendations")}</h3>
      <ol class="recommendations">
        {conclusion.recommendations.map((one) => (
          <li key={one.id}>
            <Badge tone={one.kind === "send_at_once" ? "bad" : "brand"}>
              {t(`recommendation.${one.kind}`)}
            </Badge>{" "}
            {one.text}{" "}
            <span class="secondary">
              {[
                one.dose,
                one.route,
                one.days === null ? "" : t("time.days", { n: one.days }),
                one.place,
                one.due ?? "",
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function PaperImages({ conclusion }: { conclusion: Conclusion }) {
  if (conclusion.key_images.length === 0) return null;
  return (
    <section class="stack-tight">
      <h3>{t("opinion.keyImages")}</h3>
      <div class="row">
        {conclusion.key_images.map((one, place) => (
          <figure key={`${one.sop} ${one.frame}`} class="stack-tight">
            <img
              class="key-image"
              src={`/dicom-web/studies/${one.study}/series/${one.series}/instances/${one.sop}/thumbnail`}
              alt={t("opinion.keyImage", { n: place + 1 })}
            />
            <figcaption class="secondary">{one.note}</figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}

/** An opinion to be read: answers first, then what to do. */
export function OpinionPaper({ conclusion }: { view: CaseView; conclusion: Conclusion }) {
  return (
    <div class="stack opinion-paper">
      <ol class="questions">
        {conclusion.answers.map((one) => (
          <li key={one.question}>
            <p class="secondary">{one.question}</p>
            <p>
              {one.cannot && <strong>{t("opinion.cannotShort")} </strong>}
              {one.text}
            </p>
          </li>
        ))}
      </ol>
      <section class="stack-tight">
        <h3>{t("opinion.diagnoses")}</h3>
        <ol class="recommendations">
          {conclusion.diagnoses
            .filter((one) => one.text !== "")
            .map((one) => (
              <li key={one.text}>
                <strong>{one.text}</strong> {one.code}{" "}
                <span class="secondary">{t(`certainty.${one.certainty}`)}</span>
              </li>
            ))}
        </ol>
      </section>
      <RecommendationList conclusion={conclusion} />
      {conclusion.red_flags !== "" && (
        <Notice tone="warn">
          <strong>{t("opinion.red_flags")}</strong> {conclusion.red_flags}
        </Notice>
      )}
      <PaperImages conclusion={conclusion} />
      <dl class="facts">
        <Fact label={t("opinion.summaryShort")}>{conclusion.summary}</Fact>
        <Fact label={t("opinion.basis")}>{conclusion.basis}</Fact>
        <Fact label={t("opinion.differential")}>{conclusion.differential}</Fact>
        <Fact label={t("opinion.plain_words")}>{conclusion.plain_words}</Fact>
        <Fact label={t("opinion.limits")}>{conclusion.limits}</Fact>
        <Fact label={t("opinion.medium")}>{t(`medium.${conclusion.medium}`)}</Fact>
      </dl>
    </div>
  );
}

/** A signed opinion with its signature, its paper, and what was done with it. */
export function SignedOpinion({ view, opinion }: { view: CaseView; opinion: OpinionView }) {
  return (
    <article class="stack" data-testid="signed-opinion" data-state={opinion.state}>
      <div class="row">
        <h3 class="grow">
          {opinion.author_name} {opinion.author_title} · {opinion.organisation_name}
        </h3>
        <Badge tone={opinion.state === "signed" ? "good" : "warn"}>
          {t(`opinionState.${opinion.state}`, { version: opinion.version })}
        </Badge>
      </div>
      {opinion.state === "superseded" && <Notice tone="warn">{t("opinion.superseded")}</Notice>}
      {opinion.newer_evidence && <Notice tone="warn">{t("opinion.newerEvidence")}</Notice>}
      {opinion.amend_reason !== "" && (
        <Notice>{t("opinion.amends", { reason: opinion.amend_reason })}</Notice>
      )}
      <OpinionPaper view={view} conclusion={opinion.conclusion} />
      {opinion.signature !== null && (
        <dl class="facts">
          <Fact label={t("opinion.signedBy")}>
            {`${opinion.signature.signer_name} · ${when(opinion.signature.signed_at)}`}
          </Fact>
          <Fact label={t("opinion.code_")}>{opinion.signature.verification_code}</Fact>
        </dl>
      )}
      {opinion.acknowledgement !== null && opinion.acknowledged_at !== null && (
        <Notice tone="good">
          {t(`adoption.${opinion.acknowledgement.adoption}`)} · {when(opinion.acknowledged_at)}
          {opinion.acknowledgement.reason !== "" && ` · ${opinion.acknowledgement.reason}`}
        </Notice>
      )}
      <div class="row">
        <ButtonLink icon="print" href={documentPath(view.id, opinion.id)}>
          {t("opinion.print")}
        </ButtonLink>
        <ButtonLink kind="quiet" icon="shield" href={recordPath(view.id, opinion.id)}>
          {t("opinion.record")}
        </ButtonLink>
      </div>
      <p class="secondary">{t("opinion.statement")}</p>
    </article>
  );
}
