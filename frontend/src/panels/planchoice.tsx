/** Which plan: a list to begin with, then a heading with what it is held against. */
import { useEffect, useRef } from "preact/hooks";
import { signal, useSignal } from "@preact/signals";
import type { PlanSummary } from "../api/plantypes";
import { address } from "../api/client";
import { Problem } from "../api/problem";
import { go, view } from "../state/address";
import { loadPlan, ownPlan, ownTrouble, reading } from "../state/ownplan";
import { choosePlan, plan } from "../state/plan";
import { readSaved, saved } from "../state/saved";
import { isDay, OWN_PLAN } from "../state/view";
import { t } from "../words/language";
import { isDraft, periodOf, said } from "../words/plans";
import { Icon } from "./icons";
import { ProblemNote } from "./states";

export function PlanChoice({ plans }: { plans: readonly PlanSummary[] }) {
  const own = ownPlan.value;
  return (
    <section class="plan-choice" aria-label={t("pl.which")}>
      <h2>{t("pl.which")}</h2>
      <ul>
        {own && <PlanCard id={OWN_PLAN} summary={own.plan} note={t("pl.fileOf", { name: own.file })} own />}
        {plans.map((p) => (
          <PlanCard key={p.id} id={p.id} summary={p} note={p.number ?? ""} />
        ))}
      </ul>
      <LoadButton text={t("pl.load")} />
      <OwnTrouble />
    </section>
  );
}

function PlanCard({ id, summary, note, own = false }: { id: string; summary: PlanSummary; note: string; own?: boolean }) {
  return (
    <li>
      <button type="button" class="plan-card" onClick={() => choosePlan(id)}>
        <strong>{said(summary.title)}</strong>
        <span class="plan-facts">
          <b>{periodOf(summary)}</b>
          <Tags summary={summary} own={own} />
        </span>
        <small>{[t("pl.checks", { n: summary.checks, headline: summary.headline }), note].filter(Boolean).join(" · ")}</small>
      </button>
    </li>
  );
}

function Tags({ summary, own }: { summary: PlanSummary; own: boolean }) {
  return (
    <>
      {summary.history && <em class="plan-tag" title={t("pl.historyWhy")}>{t("pl.history")}</em>}
      {isDraft(summary) && <em class="plan-tag draft" title={t("pl.draftWhy")}>{t("pl.draft")}</em>}
      {own && <em class="plan-tag own">{t("pl.own")}</em>}
    </>
  );
}

/** The file is read in the browser and verified by the server before anything changes. */
function LoadButton({ text }: { text: string }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <p class="plan-load">
      <input
        ref={input}
        type="file"
        class="off-screen"
        tabIndex={-1}
        aria-label={text}
        accept=".yaml,.yml,application/yaml"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = ""; // the same file, changed, can be chosen again
          if (file) void loadPlan(file);
        }}
      />
      <button type="button" class="link" disabled={reading.value} onClick={() => input.current?.click()}>
        <Icon name="export" size={14} />
        {reading.value ? t("pl.loading") : text}
      </button>
    </p>
  );
}

/** Every line of a file that is wrong, with its key, its rule and what to do. */
function OwnTrouble() {
  const trouble = ownTrouble.value;
  if (!trouble) return null;
  const { file, problem } = trouble;
  if (problem === "large" || problem === "text") {
    return (
      <div class="problem" role="alert">
        <Icon name="error" />
        <div>
          <h2>{t("pl.refused", { file })}</h2>
          <p>{t(problem === "large" ? "pl.large" : "pl.notText")}</p>
        </div>
      </div>
    );
  }
  const rows = (problem.body.errors ?? []).filter((e) => e.line !== undefined || e.key !== undefined);
  if (rows.length === 0) return <ProblemNote problem={problem} title={t("pl.refused", { file })} />;
  // Its errors stand in a list of their own, so they are not said twice.
  return (
    <>
      <ProblemNote problem={new Problem({ ...problem.body, errors: null })} title={t("pl.refused", { file })} />
      <ol class="plan-faults">
        {rows.map((e, i) => (
          <li key={i}>
            <b>{e.line ? t("pl.line", { n: e.line }) : ""}</b>
            {e.key && <code>{[e.key, typeof e.value === "string" ? e.value.slice(0, 60) : ""].filter(Boolean).join(": ")}</code>}
            <span>{said({ en: e.message ?? "", zh: e.message_zh ?? "" })}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** The plan that is chosen, the day and the people it is held against, and the way to another. */
export function PlanHead({ plans }: { plans: readonly PlanSummary[] }) {
  const { plan: id } = view.value;
  const own = id === OWN_PLAN;
  const now = own ? (ownPlan.value?.plan ?? null) : (plans.find((p) => p.id === id) ?? null);
  if (!now) return null;
  return (
    <section class="plan-head">
      <label class="plan-select">
        <span class="off-screen">{t("pl.plan")}</span>
        <select value={id ?? ""} onChange={(event) => choosePlan(event.currentTarget.value)}>
          {ownPlan.value && <option value={OWN_PLAN}>{said(ownPlan.value.plan.title)}</option>}
          {plans.map((p) => (
            <option key={p.id} value={p.id}>
              {said(p.title)}
            </option>
          ))}
        </select>
      </label>
      <p class="plan-facts">
        <b>{periodOf(now)}</b>
        <Tags summary={now} own={own} />
        {own && <small>{ownPlan.value?.file}</small>}
        <LoadButton text={t("pl.loadShort")} />
      </p>
      <OwnTrouble />
      {now.history && <p class="remark">{t("pl.historyWhy")}</p>}
      {isDraft(now) && <p class="remark">{t("pl.draftWhy")}</p>}
    </section>
  );
}

/** Under which terms the plan is held against the town: folded, with what is chosen in the fold. */
export function PlanTerms() {
  const { plan: id, asOf, elder, planScenario } = view.value;
  const now = plan.value;
  const note = said(now?.note);
  if (!now) return null;
  const age = elder ?? now.elder_age;
  const terms = [asOf ? t("pl.asOfDay", { day: asOf }) : t("pl.asOfNow"), age ? t("pl.elderAge", { n: age }) : "", planScenario ?? ""].filter(Boolean);
  return (
    <details class="plan-terms" open={termsOpen.value} onToggle={(event) => (termsOpen.value = event.currentTarget.open)}>
      <summary>
        {t("pl.terms")} <small>{terms.join(" · ")}</small>
      </summary>
      <Options />
      {note && <p class="remark">{note}</p>}
      {id !== OWN_PLAN && (
        <a class="link plan-file" href={address(`/standards/${encodeURIComponent(now.id)}/file`)} download>
          {t("pl.copyFile")}
        </a>
      )}
    </details>
  );
}

const termsOpen = signal(false);

/** The day, the age of older people, and a saved scenario where there is one. */
function Options() {
  const { asOf, elder, planScenario } = view.value;
  const typed = useSignal(asOf);
  useEffect(() => {
    typed.value = asOf;
  }, [asOf]);
  useEffect(() => {
    if (saved.peek() === null) readSaved();
  }, []);
  const scenarios = (saved.value ?? []).map((s) => s.name);
  const end = plan.value?.to ?? "";
  const age = plan.value?.elder_age;
  return (
    <div class="plan-options">
      <label title={t("pl.asOfWhy")}>
        {t("pl.asOf")}
        <input
          type="date"
          value={typed.value}
          aria-describedby="as-of-why"
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            if (typed.value === "" || isDay(typed.value)) go({ asOf: typed.value });
          }}
        />
        <span id="as-of-why" class="off-screen">{t("pl.asOfWhy")}</span>
      </label>
      <label>
        {t("pl.elder")}
        <select value={elder ?? ""} onChange={(event) => go({ elder: event.currentTarget.value === "60" ? 60 : event.currentTarget.value === "65" ? 65 : null })}>
          <option value="">{age ? t("pl.elderPlan", { n: age }) : t("pl.elderDefault")}</option>
          <option value="60">{t("pl.elderAge", { n: 60 })}</option>
          <option value="65">{t("pl.elderAge", { n: 65 })}</option>
        </select>
      </label>
      {end && asOf !== end && (
        <button type="button" class="link plan-end" onClick={() => go({ asOf: end })}>
          {t("pl.asOfEnd")} {end}
        </button>
      )}
      {(scenarios.length > 0 || planScenario !== null) && (
        <label class="wide">
          {t("pl.scenario")}
          <select value={planScenario ?? ""} onChange={(event) => go({ planScenario: event.currentTarget.value || null })}>
            <option value="">{t("pl.scenarioNone")}</option>
            {[...new Set([...scenarios, ...(planScenario === null ? [] : [planScenario])])].map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
