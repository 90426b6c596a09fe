/**
 * Looking for sites: what is asked, the search under way, and what it found. In a small town the answer is there at
 * once and follows the question by itself; in a large one somebody has to ask for it.
 */
import { computed, effect as watch, signal } from "@preact/signals";
import { termsOf } from "../analysis/conditions";
import { asked, curveEnd, isSound } from "../analysis/sites";
import { cancelJob, followJob } from "../api/client";
import { Lane } from "../api/lane";
import { asProblem, Problem } from "../api/problem";
import { askSites, beginWithSites, getSiteCurve, getSiteJob, getSiteLayer, getSites } from "../api/sites";
import type { SiteAnswer, SiteCurve, SiteJob, SiteLayer, SiteQuestion } from "../api/sitetypes";
import { go, view } from "./address";
import { conditions, list } from "./conditions";
import { freshId, round7 } from "../analysis/edits";
import { phase, play, playing, trouble } from "./play";
import { apply, scenarioQuestion } from "./scenario";
import { presentFacilities, workspace } from "./town";

export interface Finding {
  state: "idle" | "running" | "ready" | "cancelled" | "failed";
  /** What was asked last, as text: equal means unchanged. */
  key: string;
  question: SiteQuestion | null;
  job: SiteJob | null;
  answer: SiteAnswer | null;
  layer: SiteLayer | null;
  curve: SiteCurve | null;
  problem: Problem | null;
}
const NOTHING: Finding = { state: "idle", key: "", question: null, job: null, answer: null, layer: null, curve: null, problem: null };
export const finding = signal<Finding>(NOTHING);

/** The site that is looked at, by its rank from 1, and the one whose alternatives are shown. */
export const chosenSite = signal<number | null>(null);
export const openedSite = signal<number | null>(null);

/** A town with more streets than this may take longer than a moment, so that nobody has to wait unasked. */
const QUICK_STREETS = 15_000;
export const isQuick = computed(() => (workspace.value.value?.counts.streets ?? Infinity) <= QUICK_STREETS);

/** What would be asked now; null where there is no question, or no goal that can be met. */
export const siteQuestion = computed<SiteQuestion | null>(() => {
  const question = scenarioQuestion.value;
  const { goal } = view.value;
  if (!question || !isSound(goal) || lacksCapacity.value || phase.value === "starting") return null;
  const { service, minutes, mode, direction, group, by } = question;
  const terms = termsOf(conditions.value, list.value, service);
  const edits = playing.value ? (play.value?.edits ?? []) : [];
  return {
    service, minutes, mode, direction, by,
    ...(terms.weights ? {} : { group }),
    ...asked(goal, conditions.value),
    ...terms,
    ...(edits.length > 0 ? { edits } : {}),
  } as SiteQuestion;
});

/** Whether places are counted, but nobody has said how many a new site has. A list may say it for each. */
export const lacksCapacity = computed(() => {
  const { by, aim } = view.value.goal;
  return by !== "target" && aim === "places" && conditions.value.capacity === 0 && list.value === null;
});

const key = computed(() => (siteQuestion.value ? JSON.stringify([workspace.value.value?.fingerprint, siteQuestion.value]) : ""));

/** The answer to what would be asked now, and never to anything before. */
export const current = computed<Finding | null>(() => (finding.value.key === key.value && finding.value.answer ? finding.value : null));

/** Whether what is found, if anything, belongs to another question. */
export const isStale = computed(() => finding.value.key !== key.value);

/** Quiet time before asking: a slider may still be on its way. */
const SETTLE_MS = 300;

/** Lets searches follow the question while somebody looks. To be called once. */
export function followSites(): void {
  const wanted = computed(() => (view.value.tab === "sites" && isQuick.value ? key.value : ""));
  watch(() => {
    const text = wanted.value;
    if (text === "" || text === finding.peek().key) return;
    const timer = setTimeout(search, SETTLE_MS);
    return () => clearTimeout(timer);
  });
}

/** Counts searches: whatever comes of an earlier one is dropped. */
let turn = 0;
let stopFollowing: () => void = () => {};

/** Begins a search; the one before is given up. */
export function search(): void {
  const question = siteQuestion.peek();
  if (!question) return;
  const mine = ++turn;
  giveUp();
  chosenSite.value = null;
  openedSite.value = null;
  finding.value = { ...NOTHING, state: "running", key: key.peek(), question };
  askSites(question).then(
    (job) => (mine === turn ? follow(job, mine) : void cancelJob(job.id).catch(() => null)),
    (error: unknown) => mine === turn && fail(asProblem(error)),
  );
}

/** Ends the search; what it has found by then is the answer. */
export function cancelSearch(): void {
  const { job } = finding.peek();
  if (job) cancelJob(job.id).catch((error: unknown) => fail(asProblem(error)));
}

/** Nobody waits for the search under way any more. */
function giveUp(): void {
  stopFollowing();
  stopFollowing = () => {};
  const { job, state } = finding.peek();
  if (job && state === "running") cancelJob(job.id).catch(() => null); // it ends by itself at last
}

function fail(problem: Problem): void {
  finding.value = { ...finding.peek(), state: "failed", problem };
}

function follow(job: SiteJob, mine: number): void {
  const taker = new Taker(mine);
  const listen = (now: SiteJob) => {
    taker.take(now);
    if (hasEnded(now)) return;
    stopFollowing = followJob(now.id, (next) => taker.take(next), () => {
      // The stream broke off; its last state is still to be had.
      getSiteJob(now.id).then(
        (last) => mine === turn && (hasEnded(last) ? taker.take(last) : setTimeout(() => mine === turn && listen(last), 1000)),
        (error: unknown) => mine === turn && fail(asProblem(error)),
      );
    });
  };
  listen(job);
}

function hasEnded({ state }: SiteJob): boolean {
  return state === "succeeded" || state === "failed" || state === "cancelled";
}

/** Takes in what a job tells, and fetches what it has found, each once. */
class Taker {
  private readonly lane = new Lane();
  private answered = false;
  private drawn = false;

  constructor(private readonly mine: number) {}

  take(job: SiteJob): void {
    if (this.mine !== turn) return;
    finding.value = { ...finding.peek(), job };
    const phase = job.site?.phase;
    if (job.result && !this.answered) {
      this.answered = true;
      this.fetch(() => getSites(job.id), (answer) => ({ answer }));
    }
    if (job.result && !this.drawn && (phase === "curve" || phase === "done" || hasEnded(job))) {
      this.drawn = true;
      this.fetch(() => getSiteLayer(job.id), (layer) => ({ layer }));
    }
    if (job.result && finding.peek().question?.curve_up_to && (phase === "curve" || phase === "done")) {
      this.lane.newest(() => this.fetch(() => getSiteCurve(job.id), (curve) => ({ curve })));
    }
    if (hasEnded(job)) void this.lane.run(() => this.end(job));
  }

  /** What cannot be had is left out; a search whose answer cannot be had has failed. */
  private async fetch<T>(ask: () => Promise<T>, change: (value: T) => Partial<Finding>): Promise<void> {
    this.pending.push(
      ask().then(
        (value) => {
          if (this.mine === turn) finding.value = { ...finding.peek(), ...change(value) };
        },
        (error: unknown) => {
          if (this.mine === turn) finding.value = { ...finding.peek(), problem: asProblem(error) };
        },
      ),
    );
    await Promise.all(this.pending);
  }
  private readonly pending: Promise<void>[] = [];

  private async end(job: SiteJob): Promise<void> {
    await Promise.all(this.pending);
    if (this.mine !== turn) return;
    const now = finding.peek();
    if (job.state === "failed" && !now.answer) {
      fail(new Problem({ title: job.error ?? "", title_zh: job.error_zh ?? "", status: 422, detail: job.error ?? "", detail_zh: job.error_zh ?? "" }));
    } else if (!now.answer) {
      finding.value = { ...now, state: job.state === "cancelled" ? "cancelled" : "failed" };
    } else {
      finding.value = { ...now, state: "ready" };
      await this.chart();
    }
  }

  /** A target or a budget has no curve of its own: that of the most people covered is drawn beside it. */
  private async chart(): Promise<void> {
    const { question, answer } = finding.peek();
    if (!question || !answer || question.curve_up_to || answer.sites.length === 0) return;
    if (question.weights || !(question.share || question.problem === "lscp" || (question.problem === "mclp" && question.budget))) return;
    const { share: _share, budget: _budget, least: _least, ...rest } = question;
    const n = answer.sites.length;
    if (n > 100) return;
    try {
      const job = await askSites({ ...rest, problem: "mclp", sites: n, curve_up_to: curveEnd(n) });
      await new Promise<void>((resolve) => {
        const stop = followJob(job.id, (now) => hasEnded(now) && resolve(), resolve);
        stopFollowing = () => (stop(), resolve(), void cancelJob(job.id).catch(() => null));
      });
      if (this.mine !== turn) return;
      const curve = await getSiteCurve(job.id);
      if (this.mine === turn) finding.value = { ...finding.peek(), curve };
    } catch {
      // The chart is an extra: without it the answer stands.
    }
  }
}

/**
 * Tries sites in a scenario: as edits of the one under way, or in one that begins with them.
 *
 * @param ranks from 1; all of them where none is named.
 */
export async function trySites(name: string, ranks: readonly number[] = []): Promise<void> {
  const { answer, job } = finding.peek();
  if (!answer || !job) return;
  if (playing.peek()) {
    const wanted = answer.sites.filter((site, i) => !site.existing && (ranks.length === 0 || ranks.includes(i + 1)));
    // The whole answer gives facilities up as well; a site alone is tried beside them.
    for (const key of ranks.length === 0 ? answer.closed : []) {
      const cut = key.indexOf(":");
      if (!(await apply({ kind: "close_facility", service: key.slice(0, cut), id: key.slice(cut + 1) }))) return;
    }
    for (const { service, id, name, lon, lat } of wanted) {
      const taken = presentFacilities.peek().some((f) => f.properties.service === service && f.properties.id === id);
      const fresh = taken ? freshId(service, presentFacilities.peek(), play.peek()?.edits ?? []) : id;
      if (!(await apply({ kind: "add_facility", service, id: fresh, name: name || id, at: [round7(lon), round7(lat)] }))) break;
    }
    go({ tab: "scenarios" });
    return;
  }
  try {
    const { id } = await beginWithSites(job.id, name, ranks);
    go({ session: id, tab: "scenarios", point: null, facility: null, at: null });
  } catch (error) {
    trouble.value = asProblem(error);
    finding.value = { ...finding.peek(), problem: asProblem(error) };
  }
}
