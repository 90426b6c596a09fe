/**
 * Is the plan met? The plans there are, the one that is chosen or loaded from a file, and the result of holding it
 * against the town. In a small town the result follows the choice by itself; in a large one somebody asks for it.
 */
import { computed, effect as watch, signal } from "@preact/signals";
import type { Filter } from "../analysis/plan";
import { NO_FILTER } from "../analysis/plan";
import { address } from "../api/client";
import { untilEnd } from "../api/jobs";
import { askCheck, getScorecard, getShown } from "../api/plans";
import type { CheckJob, Plan, PlanQuestion, PlanSummary, Scorecard, ShownCard } from "../api/plantypes";
import { asProblem, Problem } from "../api/problem";
import { renew, resource } from "../api/resource";
import { go, view } from "./address";
import { ownPlan } from "./ownplan";
import { isQuick } from "./sites";
import { workspace } from "./town";
import { OWN_PLAN } from "./view";

/** Plans are asked for once somebody looks. */
const looked = signal(false);
export const isPlanTab = computed(() => view.value.tab === "plan");

export const standards = resource<{ items: PlanSummary[] }>(computed(() => (looked.value ? address("/standards") : null)));

/** Of a plan that there is: an address may name any. */
const chosenId = computed(() => {
  const id = view.value.plan;
  return id === OWN_PLAN || (standards.value.value?.items ?? []).some((p) => p.id === id) ? id : null;
});
export const described = resource<Plan>(
  computed(() => (looked.value && chosenId.value !== null && chosenId.value !== OWN_PLAN ? address(`/standards/${encodeURIComponent(chosenId.value)}`) : null)),
);

/** The plan that is chosen, with all its checks; null while it is on its way. */
export const plan = computed<Plan | null>(() => {
  if (chosenId.value === OWN_PLAN) return ownPlan.value?.plan ?? null;
  const { state, value } = described.value;
  return state === "ready" && value?.id === chosenId.value ? value : null;
});

export const planQuestion = computed<PlanQuestion | null>(() => {
  const { asOf, elder, planScenario } = view.value;
  const id = chosenId.value;
  const own = id === OWN_PLAN ? ownPlan.value : null;
  if (id === null || (id === OWN_PLAN && !own)) return null;
  return {
    ...(own ? { text: own.text } : { standard: id }),
    ...(asOf ? { as_of: asOf } : {}),
    ...(elder !== null ? { elder_age: elder } : {}),
    ...(planScenario !== null ? { scenario: planScenario } : {}),
  };
});

const key = computed(() => (planQuestion.value && workspace.value.value ? JSON.stringify([workspace.value.value.fingerprint, planQuestion.value]) : ""));

export interface Assessment {
  state: "idle" | "running" | "ready" | "cancelled" | "failed";
  /** What was asked last, of which town, as text: equal means unchanged. */
  key: string;
  job: CheckJob | null;
  card: Scorecard | null;
  shown: ShownCard | null;
  /** The server keeps the result under it for a while. */
  id: string;
  problem: Problem | null;
}
const NOTHING: Assessment = { state: "idle", key: "", job: null, card: null, shown: null, id: "", problem: null };
export const assessment = signal<Assessment>(NOTHING);

/** The result of what is chosen now, and never of anything before. */
export const current = computed(() => {
  const { key: of, card, shown, id } = assessment.value;
  return card && shown && of === key.value ? { card, shown, id } : null;
});

/** Whether what there is belongs to another choice, or to the town before an import. */
export const isOld = computed(() => assessment.value.key !== key.value);

export const filter = signal<Filter>(NO_FILTER);

/** Quiet time before asking: a date may still be being typed. */
const SETTLE_MS = 250;

/** Lets results follow the choice while somebody looks. To be called once. */
export function followPlan(): void {
  watch(() => {
    if (isPlanTab.value) looked.value = true;
  });
  const wanted = computed(() => (isPlanTab.value && isQuick.value ? key.value : ""));
  watch(() => {
    const text = wanted.value;
    if (text === "" || text === assessment.peek().key) return;
    const timer = setTimeout(() => void assess(), SETTLE_MS);
    return () => clearTimeout(timer);
  });
}

/** Counts runs: whatever comes of an earlier one is dropped. */
let turn = 0;
let giveUp: () => void = () => {};

/** Holds the plan against the town; the run before is given up. Resolves when it is over, whatever came of it. */
export async function assess(): Promise<void> {
  const question = planQuestion.peek();
  if (!question) return;
  const mine = ++turn;
  giveUp();
  giveUp = () => {};
  const now = key.peek();
  const before = assessment.peek();
  // The same asked again, as where the server has forgotten it: what is shown stays.
  assessment.value = { ...(before.key === now ? before : NOTHING), state: "running", key: now, job: null, problem: null };
  try {
    const job = await askCheck(question);
    const run = untilEnd(job, (state) => mine === turn && (assessment.value = { ...assessment.peek(), job: state }));
    if (mine !== turn) return run.giveUp();
    giveUp = run.giveUp;
    const last = await run.last;
    if (mine !== turn) return;
    if (last.state !== "succeeded") return settle(last);
    const [card, shown] = await Promise.all([getScorecard(last.id), getShown(last.id)]);
    if (mine === turn) assessment.value = { ...assessment.peek(), state: "ready", card, shown, id: last.id };
  } catch (error) {
    if (mine === turn) assessment.value = { ...assessment.peek(), state: "failed", problem: asProblem(error) };
  }
}

function settle(job: CheckJob): void {
  const problem = job.state === "failed" ? problemOfJob(job) : null;
  assessment.value = { ...assessment.peek(), state: problem ? "failed" : "cancelled", problem };
}

/** What a job that failed says, as a problem. */
export function problemOfJob({ error, error_zh }: CheckJob): Problem {
  return new Problem({ title: error ?? "", title_zh: error_zh ?? "", status: 422, detail: error ?? "", detail_zh: error_zh ?? "" });
}

/** Ends the run under way; what there was before stays away, as it belongs to another question. */
export function cancelAssessment(): void {
  turn++;
  giveUp();
  giveUp = () => {};
  assessment.value = { ...assessment.peek(), state: "cancelled" };
}

/** Asks about the result; where the server has forgotten it, it is worked out once more. */
export async function ofResult<T>(ask: (id: string) => Promise<T>): Promise<T> {
  const now = current.peek();
  if (!now) throw new Problem({ title: "no result", status: 409 });
  try {
    return await ask(now.id);
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status !== 404 && !problem.is("check-ended")) throw problem;
    // Somebody else has changed the town: everything on the page is asked again.
    if (problem.is("check-ended")) renew();
    await assess();
    const again = current.peek();
    if (!again || again.id === now.id) throw problem;
    return ask(again.id);
  }
}

/** Chooses a plan; nothing of the one before is left. */
export function choosePlan(id: string | null): void {
  filter.value = NO_FILTER;
  go({ plan: id, promise: null, ...NOTHING_ELSE });
}

/** Looks at a promise, or with null at the list again. */
export function choosePromise(id: string | null): void {
  go({ promise: id, ...NOTHING_ELSE });
}

const NOTHING_ELSE = { point: null, facility: null, at: null } as const;
