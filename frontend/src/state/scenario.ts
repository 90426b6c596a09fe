/**
 * Playing with a scenario: begin, change, undo, save, leave. Requests go out one at a time; of those that follow a
 * hand, only the newest.
 */
import { computed, effect as watch } from "@preact/signals";
import { differenceOf, laidUpon, NO_DIFFERENCE } from "../analysis/difference";
import { Lane } from "../api/lane";
import { asProblem, Problem } from "../api/problem";
import * as api from "../api/scenarios";
import type { Edit, ScenarioChange, ScenarioQuestion, ScenarioState } from "../api/scenariotypes";
import { adjust, go, view } from "./address";
import { missingServices, question, timesKey } from "./answers";
import { keepEdits, keptEdits } from "./keptedits";
import { changes, held, NO_CHANGES, phase, play, trouble, waiting, type Changes } from "./play";
import { readSaved } from "./saved";
import { level } from "./town";

const lane = new Lane();

/** Quiet time before the server is asked another question: a slider may still be on its way. */
const SETTLE_MS = 180;

/** The question of the view as a scenario takes it; null while there is none to ask. */
export const scenarioQuestion = computed<ScenarioQuestion | null>(() => {
  const { services, need, mode, direction, minutes, group } = view.value;
  if (question.value === null || missingServices.value.length > 0) return null;
  return { service: [...services], need, mode, direction, minutes: [minutes], group, by: level.value };
});

function keyOf({ service, need, mode, direction, group }: ScenarioQuestion): string {
  return timesKey(service, need, mode, direction, group);
}

/** Begins a scenario from the present question. */
export function begin(beginning: api.Beginning = {}): Promise<void> {
  return entering(async () => {
    const asked = scenarioQuestion.peek();
    if (!asked) return;
    const state = await api.beginScenario(asked, beginning);
    await take(state);
    // Back leads out of a scenario, and not from one address of it to the other.
    const { session, scenario } = view.peek();
    const step = session === null && scenario === null ? go : adjust;
    step({ session: state.id, scenario: beginning.from ?? (state.saved ? state.name : null) });
  });
}

/** Begins again with the edits kept on this page, after the server has forgotten the scenario. */
export function beginAgain(): Promise<void> {
  const last = play.peek();
  return begin({ edits: last?.edits ?? [], ...(last?.name ? { name: last.name } : {}) });
}

/** Goes on with a scenario of the address; one that lives no more is shown as it was kept. */
function resume(id: string): Promise<void> {
  return entering(async () => {
    const asked = scenarioQuestion.peek();
    if (!asked) return;
    try {
      let state = await api.getScenario(id);
      const same = JSON.stringify(state.question.minutes) === JSON.stringify(asked.minutes) && state.question.by === asked.by;
      if (!same || keyOf(state.question) !== keyOf(asked)) state = await api.askScenario(id, asked);
      await take(state);
    } catch (error) {
      const problem = asProblem(error);
      if (!hasEnded(problem)) throw problem;
      const kept = keptEdits(id);
      play.value = { id, name: kept?.name ?? view.peek().scenario ?? "", saved: false, question: asked, edits: kept?.edits ?? [], results: [], base: [], undoable: 0, redoable: 0 };
      changes.value = NO_CHANGES;
      end(problem);
    }
  });
}

/** Runs what begins a scenario; what goes wrong is said, and nothing is under way then. */
async function entering(task: () => Promise<void>): Promise<void> {
  phase.value = "starting";
  trouble.value = null;
  try {
    await lane.run(() => whileWaiting(task));
  } catch (error) {
    play.value = null;
    changes.value = NO_CHANGES;
    trouble.value = asProblem(error);
    phase.value = "failed";
  }
}

async function take(state: ScenarioState): Promise<void> {
  const found = state.edits.length > 0 ? await api.difference(state.id) : null;
  changes.value = { question: keyOf(state.question), points: found ? differenceOf(found.features) : NO_DIFFERENCE, partial: false };
  play.value = state;
  trouble.value = null;
  phase.value = "ready";
  keepEdits(state);
}

/** Back to the town as it is. What was not saved can be found again by Back for as long as the server keeps it. */
export function leave(): void {
  go({ session: null, scenario: null });
}

/** Ends the scenario for good. What was saved stays saved. */
export async function remove(): Promise<void> {
  const id = play.peek()?.id;
  leave();
  if (id !== undefined) await lane.run(() => api.endScenario(id)).catch(() => null); // it is forgotten in an hour anyway
}

function forget(): void {
  play.value = null;
  changes.value = NO_CHANGES;
  trouble.value = null;
  held.value = null;
  phase.value = "none";
}

/** The server does not know the scenario any more, or the town has changed under it. */
function hasEnded(problem: Problem): boolean {
  return problem.status === 404 || problem.is("scenario-ended");
}

function end(problem: Problem): void {
  trouble.value = problem;
  phase.value = "ended";
}

async function whileWaiting<T>(task: () => Promise<T>): Promise<T> {
  waiting.value = true;
  try {
    return await task();
  } finally {
    waiting.value = false;
  }
}

/**
 * Asks for a change and takes it in.
 *
 * @param under what was changed before the edit: while something is dragged, every answer tells the whole drag.
 * @returns whether it was done; if not, trouble says why.
 */
async function change(ask: (id: string) => Promise<ScenarioChange>, under?: Changes): Promise<boolean> {
  const now = play.peek();
  if (!now || phase.peek() !== "ready") return false;
  try {
    const answer = await whileWaiting(() => ask(now.id));
    if (play.peek()?.id !== now.id) return false;
    const before = under ?? changes.peek();
    changes.value = { ...before, points: laidUpon(before.points, answer.points), partial: before.partial || answer.more > 0 };
    play.value = { ...now, results: answer.results, edits: answer.edits, undoable: answer.undoable, redoable: answer.redoable, saved: false };
    trouble.value = null;
    keepEdits(play.peek()!);
    return true;
  } catch (error) {
    const problem = asProblem(error);
    if (hasEnded(problem)) end(problem);
    else if (!problem.is("nothing-to-undo")) trouble.value = problem;
    return false;
  }
}

/** Asks for everything that is changed, where answers were too long to tell all of it. */
async function complete(): Promise<void> {
  const now = play.peek();
  const { question: key, partial } = changes.peek();
  if (!now || !partial) return;
  try {
    const { features } = await api.difference(now.id);
    if (changes.peek().question === key) changes.value = { question: key, points: differenceOf(features), partial: false };
  } catch (error) {
    trouble.value = asProblem(error);
  }
}

function once(ask: (id: string) => Promise<ScenarioChange>): Promise<boolean> {
  return lane.run(async () => {
    const done = await change(ask);
    if (done) await complete();
    return done;
  });
}

/** Waits until every request given so far is answered. */
export function settled(): Promise<void> {
  return lane.run(() => Promise.resolve());
}

export function apply(edit: Edit): Promise<boolean> {
  return once((id) => api.doEdit(id, edit, false));
}

export function undo(): Promise<boolean> {
  return once(api.undoEdit);
}

export function redo(): Promise<boolean> {
  return once(api.redoEdit);
}

/** An edit that follows a hand: sent as often as the server answers, and kept as one. */
export class Drag {
  private before: Changes | null = null;
  private sent = false;

  move(edit: Edit): void {
    lane.newest(async () => {
      this.before ??= changes.peek();
      this.sent = (await change((id) => api.doEdit(id, edit, this.sent), this.before)) || this.sent;
    });
  }

  /** Waits for the last answer, and for what it had no room for. */
  async end(): Promise<void> {
    await lane.run(complete);
  }

  /** Takes the whole drag back. */
  async cancel(): Promise<void> {
    await lane.run(async () => {
      if (this.sent) await change(api.undoEdit);
    });
  }
}

/** @returns "taken" where another saved scenario has the name and is not to be replaced. */
export async function save(name: string, replace: boolean): Promise<"saved" | "taken" | "failed"> {
  const now = play.peek();
  if (!now) return "failed";
  try {
    const state = await lane.run(() => whileWaiting(() => api.saveScenario(now.id, name, replace)));
    play.value = { ...play.peek()!, name: state.name, saved: state.saved };
    trouble.value = null;
    adjust({ scenario: state.name });
    keepEdits(play.peek()!);
    readSaved();
    return "saved";
  } catch (error) {
    const problem = asProblem(error);
    if (problem.is("name-taken")) return "taken";
    if (hasEnded(problem)) end(problem);
    else trouble.value = problem;
    return "failed";
  }
}

/** Asks the scenario the question of the view, once it rests. */
function askAgain(asked: ScenarioQuestion): void {
  lane.newest(async () => {
    const now = play.peek();
    if (!now || phase.peek() !== "ready") return;
    try {
      const state = await whileWaiting(() => api.askScenario(now.id, asked));
      const fresh = keyOf(asked) === changes.peek().question ? null : await api.difference(now.id);
      if (play.peek()?.id !== now.id) return;
      if (fresh) changes.value = { question: keyOf(asked), points: differenceOf(fresh.features), partial: false };
      play.value = { ...state, name: now.name };
      trouble.value = null;
    } catch (error) {
      const problem = asProblem(error);
      if (hasEnded(problem)) end(problem);
      else trouble.value = problem;
    }
  });
}

/** Lets the scenario follow the address and its question. To be called once, when the page starts. */
export function followScenario(): void {
  const wanted = computed(() => (scenarioQuestion.value ? JSON.stringify([view.value.session, view.value.session ? null : view.value.scenario]) : null));
  watch(() => {
    if (wanted.value === null) return;
    const [session, scenario] = JSON.parse(wanted.value) as [string | null, string | null];
    const now = play.peek();
    if (session !== null && session !== now?.id) void resume(session);
    else if (session === null && scenario !== null && phase.peek() !== "starting") void begin({ from: scenario });
    else if (session === null && scenario === null && (now || phase.peek() === "failed")) forget();
  });
  const asked = computed(() => JSON.stringify(scenarioQuestion.value));
  watch(() => {
    const text = asked.value;
    const now = play.value;
    const next = JSON.parse(text) as ScenarioQuestion | null;
    if (!next || !now || phase.value !== "ready") return;
    const same = keyOf(next) === keyOf(now.question) && next.minutes[0] === now.question.minutes[0] && (next.by ?? "") === (now.question.by ?? "");
    if (same) return;
    const timer = setTimeout(() => askAgain(next), SETTLE_MS);
    return () => clearTimeout(timer);
  });
}
