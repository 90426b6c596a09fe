/** One promise of the plan: where it fails, whom it leaves out, what it would take. */
import { computed, signal } from "@preact/signals";
import { hasLacks } from "../analysis/plan";
import { getJSON } from "../api/client";
import { untilEnd } from "../api/jobs";
import { later } from "../api/later";
import { askCheck, checkAddress, getScorecard } from "../api/plans";
import type { CheckMap, Lacks, Outcome, PlannedCheck, ShownCheck } from "../api/plantypes";
import { view } from "./address";
import { current, isPlanTab, ofResult, plan, planQuestion, problemOfJob } from "./plan";
import { isQuick } from "./sites";

const promiseId = computed(() => view.value.promise);

export const chosen = computed<Outcome | null>(() => current.value?.card.checks.find((o) => o.id === promiseId.value) ?? null);
export const chosenShown = computed<ShownCheck | null>(() => current.value?.shown.items.find((s) => s.id === promiseId.value) ?? null);
/** The check as the plan has it. */
export const planned = computed<PlannedCheck | null>(() => plan.value?.each.find((c) => c.id === promiseId.value) ?? null);

/** The unit that is looked at, by its id. */
export const chosenUnit = signal<string | null>(null);
/** Whether the map shows the points that are left uncovered. */
export const lacksShown = signal(true);

/** A question about the promise that is looked at; empty while nobody looks at one of which it can be asked. */
function about(can: (o: Outcome) => boolean): string {
  const o = isPlanTab.value ? chosen.value : null;
  return o && current.value && can(o) ? `${current.value.id} ${o.id}` : "";
}

/** Units that are met, fail or have no data, where it is counted by any. */
const mapKey = computed(() => about((o) => o.units_total + (o.no_data ?? []).length > 0));
export const unitMap = later<CheckMap>(mapKey, () => ({ answer: below("map") }));

/** The map can hold no more, and those with most people come first. */
const MOST_LACKS = 10_000;
const lacksKey = computed(() => about(hasLacks));
export const lacks = later<Lacks>(lacksKey, () => ({ answer: below("uncovered", `?limit=${MOST_LACKS}`) }));

function below<T>(what: string, rest = ""): Promise<T> {
  const check = encodeURIComponent(promiseId.peek() ?? "");
  return ofResult((id) => getJSON<T>(checkAddress(id, `/${what}/${check}${rest}`)));
}

/** What it would take may take long in a large town, so that somebody has to ask for it there. */
const wanted = signal("");
export function askMore(): void {
  wanted.value = promiseId.peek() ?? "";
}

/** Quiet time before asking: somebody may be leafing through the promises. */
const SETTLE_MS = 400;
const moreKey = computed(() => (isQuick.value || wanted.value === promiseId.value ? about((o) => o.verdict !== "not_assessable") : ""));

/** The promise once more, with other speeds and what it would take to meet it. */
export const more = later<Outcome>(
  moreKey,
  () => {
    let leave: () => void = () => {};
    let left = false;
    const answer = (async () => {
      const id = promiseId.peek() ?? "";
      const run = untilEnd(await askCheck({ ...planQuestion.peek(), checks: [id], sensitivity: true, needed: true }), () => {});
      leave = run.giveUp;
      if (left) leave();
      const last = await run.last;
      if (last.state !== "succeeded") throw problemOfJob(last);
      const found = (await getScorecard(last.id)).checks.find((o) => o.id === id);
      if (!found) throw problemOfJob(last);
      return found;
    })();
    const giveUp = () => {
      left = true;
      leave();
    };
    return { answer, giveUp };
  },
  SETTLE_MS,
);
