/** Where to build next: the question of site selection, the search under way, and what it found. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { AMOUNTS, isSound, LIMITS, proofOf, gapText, type Goal } from "../analysis/sites";
import type { SiteJob } from "../api/sitetypes";
import { grouped } from "../format/number";
import { go, view } from "../state/address";
import { playing } from "../state/play";
import { conditions, conditionsOpen } from "../state/conditions";
import { cancelSearch, current, finding, isQuick, isStale, lacksCapacity, search, siteQuestion } from "../state/sites";
import { t } from "../words/language";
import { serviceName } from "../words/services";
import { valueText } from "../words/sites";
import { ConditionChips } from "./conditionchips";
import { Conditions } from "./conditions";
import { Icon } from "./icons";
import { SiteResult } from "./siteresult";
import { ProblemNote } from "./states";

export function SitesTab() {
  const { services } = view.value;
  const open = conditionsOpen.value;
  const { state, problem, answer } = finding.value;
  const found = current.value ?? (isQuick.value ? null : answer && finding.value);
  return (
    <div class="sites">
      <p class="sites-intro">
        <span>{services.length > 1 ? t("st.introMany") : t("st.intro", { service: serviceName(services[0] ?? "") })}</span>
        <button type="button" class="link sites-options" aria-expanded={open} aria-controls="conditions" onClick={() => (conditionsOpen.value = !open)}>
          {t("cd.more")}
          <Icon name="chevron" size={12} />
        </button>
      </p>
      <GoalForm />
      {state === "running" && <Progress job={finding.value.job} />}
      {state === "cancelled" && !isStale.value && <p class="quiet" role="status">{t("st.cancelled")}</p>}
      {state === "failed" && problem && !isStale.value && <ProblemNote problem={problem} title={t("st.failed")} onRetry={search} />}
      {found?.answer && (
        <>
          {isStale.value && <p class="remark">{t("st.changed")}</p>}
          <SiteResult finding={found} />
        </>
      )}
      <SitesAnnouncer />
    </div>
  );
}

function GoalForm() {
  const { goal } = view.value;
  const stale = isStale.value;
  return (
    <form
      class="sites-form"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <div class="sites-goal">
        <div class="segments" role="group" aria-label={t("st.limit")}>
          {LIMITS.map((by) => (
            <button key={by} type="button" aria-pressed={by === goal.by} onClick={() => by !== goal.by && setGoal({ by, amount: AMOUNTS[by].usual })}>
              {t(`st.by.${by}`)}
            </button>
          ))}
        </div>
        <Amount goal={goal} />
      </div>
      <ConditionChips />
      {conditionsOpen.value && <Conditions />}
      {lacksCapacity.value && <p class="loss" role="status">{t("cd.capacityMissing")}</p>}
      {playing.value && <p class="remark">{t("st.onScenario")}</p>}
      {(!isQuick.value || finding.value.state === "cancelled") && (
        <button type="submit" class="button primary" disabled={!siteQuestion.value || (finding.value.state === "running" && !stale)}>
          {t(finding.value.answer ? "st.again" : "st.go")}
        </button>
      )}
    </form>
  );
}

function setGoal(change: Partial<Goal>): void {
  go({ goal: { ...view.peek().goal, ...change } });
}

/** The number asked for. What makes no sense is said, and nothing is asked. */
function Amount({ goal }: { goal: Goal }) {
  const { by, amount } = goal;
  const everyone = by === "target" && conditions.value.everyone;
  const typed = useSignal(String(amount));
  useEffect(() => {
    if (Number(typed.value) !== amount) typed.value = String(amount);
  }, [by, amount]);
  const wrong = typed.value.trim() === "" || !isSound({ ...goal, amount: Number(typed.value) });
  const take = (text: string) => {
    typed.value = text;
    const next = { ...goal, amount: Number(text) };
    if (text.trim() !== "" && isSound(next)) setGoal({ amount: next.amount });
  };
  const step = (by: number) => take(String(Math.min(AMOUNTS.sites.most, Math.max(1, amount + by))));
  return (
    <div class="sites-amount">
      {by === "sites" && (
        <button type="button" class="icon-button" aria-label={t("st.fewer")} disabled={amount <= 1} onClick={() => step(-1)}>
          <Icon name="minus" />
        </button>
      )}
      <input
        type="number"
        aria-label={t(`st.amount.${by}`)}
        aria-invalid={wrong}
        aria-describedby={wrong ? "sites-wrong" : undefined}
        min={AMOUNTS[by].least}
        max={AMOUNTS[by].most}
        step={by === "sites" ? 1 : "any"}
        disabled={everyone}
        value={typed.value}
        onInput={(event) => take(event.currentTarget.value)}
      />
      {by === "target" && <span>%</span>}
      {by === "sites" && (
        <button type="button" class="icon-button" aria-label={t("st.more")} disabled={amount >= AMOUNTS.sites.most} onClick={() => step(1)}>
          <Icon name="plus" />
        </button>
      )}
      {wrong && <small id="sites-wrong" class="loss" role="alert">{t(`st.bad.${by}`)}</small>}
    </div>
  );
}

/** What the search is at, what it has found, and how good that is known to be. */
function Progress({ job }: { job: SiteJob | null }) {
  const site = job?.site;
  const phase = !job || job.state === "queued" || !site || site.phase === "done" ? "queued" : site.phase;
  const share = (phase === "candidates" || phase === "curve") && job && job.total > 0 ? job.done / job.total : undefined;
  const text = t(`st.phase.${job ? phase : "candidates"}`) + (share === undefined ? "…" : ` ${Math.floor(share * 100)}%`);
  return (
    <div class="sites-progress">
      <p role="status">{text}</p>
      <progress value={share} max={1} aria-label={text} />
      {site?.found && (
        <p class="quiet">
          {t(site.value > site.bound ? "st.progressLeast" : "st.progress", {
            value: valueText(site.value, site.unit),
            bound: valueText(site.bound, site.unit),
            gap: gapText(proofOf({ ...site, proven: site.gap === 0 }).tenths),
          })}
        </p>
      )}
      <button type="button" class="link" onClick={cancelSearch}>
        {t(site?.found ? "st.stop" : "a.cancel")}
      </button>
    </div>
  );
}

/** Tells a screen reader what was found, once it is all there. */
function SitesAnnouncer() {
  const found = current.value;
  const answer = found?.state === "ready" ? found.answer : null;
  const text = answer
    ? t("st.announce", {
        n: grouped(answer.sites.length),
        people: valueText(answer.sites.reduce((sum, s) => sum + (s.people[view.value.group] ?? 0), 0), "people"),
        proof: answer.proven ? t("st.proven") : t("st.gap", { gap: gapText(proofOf(answer).tenths) }),
      })
    : "";
  return (
    <p class="off-screen" role="status" aria-live="polite">
      {text}
    </p>
  );
}
