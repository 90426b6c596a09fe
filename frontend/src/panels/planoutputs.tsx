/** What can be taken away: the report, the list of problems, tables, and a dated snapshot. */
import { computed, signal } from "@preact/signals";
import { hasLacks, unitCounts } from "../analysis/plan";
import { later } from "../api/later";
import { getCheckFile, getProblems } from "../api/plans";
import type { Outcome, PlanProblem } from "../api/plantypes";
import { asProblem, type Problem } from "../api/problem";
import { grouped } from "../format/number";
import { putDown } from "../state/download";
import { notify, openDialog } from "../state/notices";
import { choosePromise, current, isPlanTab, ofResult } from "../state/plan";
import { t } from "../words/language";
import { people } from "../words/people";
import { said } from "../words/plans";
import { Icon } from "./icons";
import type { Result } from "./planlist";
import { ProblemNote } from "./states";
import { Snapshots } from "./snapshots";

const trouble = signal<Problem | null>(null);

/** Fetches a file of the result and puts it down; what goes wrong is said below the buttons. */
async function take(file: string, check?: string): Promise<void> {
  trouble.value = null;
  try {
    const download = await ofResult((id) => getCheckFile(id, file, check));
    putDown(download);
    notify(t("pl.downloaded", { name: download.name }));
  } catch (error) {
    trouble.value = asProblem(error);
  }
}

/** What most people come for, beside the headline; the rest stands below the promises. */
export function PlanActions() {
  return (
    <p class="plan-actions">
      <button type="button" class="button primary" onClick={() => (openDialog.value = "report")}>
        <Icon name="print" size={14} />
        {t("rp.open")}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => {
          opened.value = true;
          goTo("plan-problems");
        }}
      >
        {t("pr.title")}
      </button>
      <button type="button" class="button" onClick={() => goTo("plan-snapshots")}>
        {t("sn.open")}
      </button>
    </p>
  );
}

function goTo(id: string): void {
  requestAnimationFrame(() => {
    const section = document.getElementById(id);
    section?.scrollIntoView({ block: "start" });
    section?.focus({ preventScroll: true });
  });
}

export function PlanOutputs({ result }: { result: Result }) {
  return (
    <>
      <section class="plan-section outputs" id="plan-problems" tabIndex={-1} aria-label={t("pl.take")}>
        <h3>{t("pl.take")}</h3>
        <p class="card-buttons">
          <button type="button" class="button" onClick={() => void take("problems.csv")}>
            <Icon name="export" size={14} />
            {t("pr.csv")}
          </button>
          <button type="button" class="button" onClick={() => void take("scorecard.xlsx")}>
            <Icon name="export" size={14} />
            {t("pl.xlsx")}
          </button>
        </p>
        {trouble.value && <ProblemNote problem={trouble.value} title={t("pl.fileFailed")} />}
        <Problems />
        <small>{t("pl.resultID", { id: result.shown.result_id })}</small>
      </section>
      <Snapshots result={result} />
    </>
  );
}

/** The layers of one promise. */
export function PromiseFiles({ outcome: o }: { outcome: Outcome }) {
  const { met, failing, noData } = unitCounts(o);
  const units = met + failing + noData > 0;
  const lacks = hasLacks(o);
  if (!units && !lacks) return null;
  return (
    <section class="promise-files">
      <p class="sites-files">
        {units && (
          <button type="button" class="link" onClick={() => void take("map.geojson", o.id)}>
            {t("pm.fileMap")}
          </button>
        )}
        {units && (
          <button type="button" class="link" onClick={() => void take("map.csv", o.id)}>
            {t("pm.fileMapTable")}
          </button>
        )}
        {lacks && (
          <button type="button" class="link" onClick={() => void take("uncovered.csv", o.id)}>
            {t("pm.fileLacks")}
          </button>
        )}
      </p>
      {trouble.value && <ProblemNote problem={trouble.value} title={t("pl.fileFailed")} />}
    </section>
  );
}

const opened = signal(false);
const pages = signal(1);
const PAGE = 10;
const listed = later<{ items: PlanProblem[] }>(computed(() => (opened.value && isPlanTab.value ? (current.value?.id ?? "") : "")), () => ({ answer: ofResult(getProblems) }));

/** 问题清单: what binds first, then what concerns most people. */
function Problems() {
  const { state, value, problem } = listed.value;
  const items = value?.items ?? [];
  return (
    <details class="marks-key problems" open={opened.value} onToggle={(event) => (opened.value = event.currentTarget.open)}>
      <summary>
        {t("pr.show")}
        {value && <small> {t("pr.count", { n: grouped(items.length) })}</small>}
      </summary>
      {state === "loading" && <p class="quiet" role="status">{t("s.loading")}</p>}
      {state === "failed" && problem && <ProblemNote problem={problem} />}
      {value && items.length === 0 && <p class="quiet">{t("pr.none")}</p>}
      <ol class="problem-list">
        {items.slice(0, pages.value * PAGE).map((p, i) => (
          <li key={i}>
            <button type="button" class="row-button" onClick={() => choosePromise(p.check)}>
              {p.unit}
              {p.town && p.town !== p.unit && <small> {p.town}</small>}
            </button>
            <i class="mark-tag severity">{t(`sv.${p.severity}`)}</i>
            <p>
              {said(p.problem)}
              {p.people != null && p.people > 0 && <b> · {people(p.people)}</b>}
            </p>
            {said(p.suggestion) && <p class="quiet">{t("pr.suggestion", { text: said(p.suggestion) })}</p>}
          </li>
        ))}
      </ol>
      {items.length > pages.value * PAGE && (
        <button type="button" class="link" onClick={() => pages.value++}>
          {t("pm.showMore", { n: Math.min(PAGE, items.length - pages.value * PAGE) })}
        </button>
      )}
    </details>
  );
}
