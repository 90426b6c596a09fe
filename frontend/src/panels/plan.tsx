/** Is the plan met? A plan is chosen; its promises stand with their traffic lights; one of them is looked at closely. */
import { useEffect } from "preact/hooks";
import { hasEnded } from "../api/jobs";
import { view } from "../state/address";
import { ownPlan } from "../state/ownplan";
import { assess, assessment, cancelAssessment, current, described, isOld, plan, standards } from "../state/plan";
import { chosen, chosenShown } from "../state/promise";
import { isQuick } from "../state/sites";
import { workspace } from "../state/town";
import { OWN_PLAN } from "../state/view";
import { t } from "../words/language";
import { said } from "../words/plans";
import { PlanChoice, PlanHead, PlanTerms } from "./planchoice";
import { HeadlineFigure, PlanList } from "./planlist";
import { PlanActions, PlanOutputs } from "./planoutputs";
import { PromiseView } from "./promise";
import { ProblemNote } from "./states";
import { valueText, VerdictSign } from "./verdict";
import { renew } from "../api/resource";

export function PlanTab() {
  const { plan: id, promise } = view.value;
  return (
    <div class="plan" id="plan" tabIndex={-1}>
      <PlanBody id={id} promise={promise} />
      <PlanAnnouncer />
    </div>
  );
}

function PlanBody({ id, promise }: { id: string | null; promise: string | null }) {
  const list = standards.value;
  if (list.state === "failed" && list.problem) return <ProblemNote problem={list.problem} onRetry={renew} />;
  if (!list.value) return <p class="quiet" role="status">{t("s.loading")}</p>;
  if (id === null) return <PlanChoice plans={list.value.items} />;
  if (id === OWN_PLAN && !ownPlan.value) return <Gone text={t("pl.gone")} />;
  if (id !== OWN_PLAN && !list.value.items.some((p) => p.id === id)) return <Gone text={t("pl.unknown", { id })} />;
  if (described.value.state === "failed" && described.value.problem) return <ProblemNote problem={described.value.problem} onRetry={renew} />;
  const result = current.value;
  if (promise !== null && result) return <PromiseView result={result} />;
  return (
    <>
      <PlanHead plans={list.value.items} />
      {result && (
        <>
          <HeadlineFigure headline={result.card.headline} />
          <PlanActions />
        </>
      )}
      <PlanTerms />
      <Run />
      {result && (
        <>
          {(workspace.value.value?.counts.areas ?? 0) === 0 && <p class="remark">{t("pl.noAreas")}</p>}
          <PlanList result={result} />
          <PlanOutputs result={result} />
        </>
      )}
    </>
  );
}

/** What an address or a reload asks for and there is not: said, with the choice of others below. */
function Gone({ text }: { text: string }) {
  return (
    <>
      <p class="remark" role="alert">{text}</p>
      <PlanChoice plans={standards.value.value?.items ?? []} />
    </>
  );
}

/** The run under way, or why there is no result. */
function Run() {
  const { state, job, problem, card } = assessment.value;
  const result = current.value;
  const old = isOld.value;
  if (state === "running" && !old && !result) return <Progress done={job?.done ?? 0} total={job?.total ?? 0} queued={!job || job.state === "queued"} ended={job !== null && hasEnded(job)} />;
  if (state === "failed" && !old && problem && !result) return <ProblemNote problem={problem} title={t("pl.failed")} onRetry={() => void assess()} />;
  if (result || !plan.value) return null;
  // A small town follows by itself in a moment; a large one, and a run that was cancelled, wait to be asked.
  if (isQuick.value && (old || state === "idle")) return <p class="quiet plan-wait" role="status">{t("pl.running")}…</p>;
  return (
    <div class="plan-go">
      {state === "cancelled" && !old && <p class="quiet" role="status">{t("pl.cancelled")}</p>}
      {old && card && <p class="remark">{t("pl.changed")}</p>}
      <button type="button" class="button primary" onClick={() => void assess()}>
        {t(card ? "pl.again" : "pl.go")}
      </button>
    </div>
  );
}

function Progress({ done, total, queued, ended }: { done: number; total: number; queued: boolean; ended: boolean }) {
  const text = queued ? t("pl.waiting") : t("pl.running");
  return (
    <div class="sites-progress plan-progress">
      <p role="status">{text}…</p>
      <progress value={total > 0 && !queued ? done / total : undefined} max={1} aria-label={text} />
      {total > 0 && !queued && <p class="quiet">{t("pl.progress", { done, total })}</p>}
      {!ended && (
        <button type="button" class="link" onClick={cancelAssessment}>
          {t("a.cancel")}
        </button>
      )}
    </div>
  );
}

/** Tells a screen reader what came of it. */
function PlanAnnouncer() {
  const result = current.value;
  const text = result
    ? t("pl.announce", { title: said(result.card.title), met: result.card.headline.met, failed: result.card.headline.not_met, lacking: result.card.headline.not_assessable })
    : "";
  useEffect(() => {
    const timer = setTimeout(() => {
      const region = document.getElementById("plan-announcer");
      if (region && region.textContent !== text) region.textContent = text;
    }, 500);
    return () => clearTimeout(timer);
  }, [text]);
  return <div id="plan-announcer" class="off-screen" role="status" aria-live="polite" />;
}

/** The result in one line, for the closed sheet of a phone. */
export function PlanHeadline() {
  const result = current.value;
  const h = result?.card.headline;
  const o = chosen.value;
  if (o) {
    return (
      <span class="headline">
        <VerdictSign verdict={o.verdict} size={30} />
        <span>
          {said(o.title)}
          <small>{[t(`v.${o.verdict}`), valueText(o, chosenShown.value)].filter((text) => text !== "–").join(" · ")}</small>
        </span>
      </span>
    );
  }
  return (
    <span class="headline">
      <strong>{h ? `${h.met}/${h.total}` : "–"}</strong>
      <span>
        {said(plan.value?.title) || t("pl.which")}
        <small>{h ? `${t("v.met")} ${h.met} · ${t("v.not_met")} ${h.not_met} · ${t("v.not_assessable")} ${h.not_assessable}` : ""}</small>
      </span>
    </span>
  );
}

