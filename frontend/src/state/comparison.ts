/** Two scenarios side by side, or one and the town as it is. */
import { computed, effect as watch, signal } from "@preact/signals";
import { differenceOf, type Difference } from "../analysis/difference";
import { reversed, sideBySide, type Pair } from "../analysis/sidebyside";
import { asProblem, type Problem } from "../api/problem";
import { beginScenario, compareScenarios, difference, differenceAddress, endScenario } from "../api/scenarios";
import type { CoverageRow } from "../api/types";
import { view } from "./address";
import { play } from "./play";
import { scenarioQuestion, settled } from "./scenario";

/** The town as it is; the scenario under way; a saved one is "saved:" and its name. */
export const BASE = "base";
export const THIS = "this";
export const SAVED = "saved:";

export interface Compared {
  pairs: readonly Pair[];
  from: CoverageRow;
  to: CoverageRow;
  points: Difference;
  /** Of the difference as GeoJSON. */
  download: string;
}

export interface Comparing {
  state: "idle" | "loading" | "ready" | "failed";
  value: Compared | null;
  problem: Problem | null;
}

const IDLE: Comparing = { state: "idle", value: null, problem: null };
export const comparing = signal<Comparing>(IDLE);

/** Whether the map shows what differs between the two, instead of what the scenario under way changes. */
export const compareOnMap = signal(true);

export const comparedOnMap = computed<Difference | null>(() => (compareOnMap.value ? (comparing.value.value?.points ?? null) : null));

/** Quiet time before asking: a scenario under way may be in somebody's hand. */
const SETTLE_MS = 400;

/** Sessions begun for the comparison alone, ended with it. */
let borrowed: string[] = [];

function giveBack(): void {
  for (const id of borrowed) endScenario(id).catch(() => null); // it is forgotten in an hour anyway
  borrowed = [];
}

/** Lets the comparison follow the address, the question and the scenario under way. To be called once. */
export function followComparison(): void {
  const asked = computed(() => {
    const { compare, session } = view.value;
    if (!compare || !scenarioQuestion.value) return "";
    const alive = compare.includes(THIS) ? [session, play.value?.edits ?? null] : null;
    return JSON.stringify([compare, scenarioQuestion.value, alive]);
  });
  // Who goes on changing a scenario looks at that, and no longer at a comparison of others.
  let edits = play.peek()?.edits;
  watch(() => {
    const now = play.value?.edits;
    if (edits && now && now !== edits && !view.peek().compare?.includes(THIS)) compareOnMap.value = false;
    edits = now;
  });
  let turn = 0;
  watch(() => {
    const mine = ++turn;
    if (asked.value === "") {
      comparing.value = IDLE;
      giveBack();
      return;
    }
    comparing.value = { ...comparing.peek(), state: "loading", problem: null };
    const timer = setTimeout(() => {
      compare().then(
        (value) => mine === turn && (comparing.value = { state: "ready", value, problem: null }),
        (error: unknown) => mine === turn && (comparing.value = { state: "failed", value: null, problem: asProblem(error) }),
      );
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  });
}

async function compare(): Promise<Compared | null> {
  const [fromKey, toKey] = view.peek().compare ?? [BASE, BASE];
  giveBack();
  const [from, to] = [await sessionOf(fromKey), await sessionOf(toKey)];
  await settled();
  const ids = [from, to].filter((id) => id !== null);
  const one = ids[0];
  if (one === undefined) return null;
  const { base, items } = await compareScenarios(ids);
  const rowsOf = (id: string | null) => (id === null ? base : (items.find((i) => i.id === id)?.results ?? []));
  const gains = ids.length > 1 ? null : from === null ? (items[0]?.gains ?? null) : reversed(items[0]?.gains ?? []);
  const { features } = await difference(to ?? one, to === null ? undefined : (from ?? undefined));
  const points = differenceOf(features);
  const [fromRows, toRows] = [rowsOf(from), rowsOf(to)];
  const [wholeFrom, wholeTo] = [fromRows.find((r) => r.area === null), toRows.find((r) => r.area === null)];
  if (!wholeFrom || !wholeTo) return null;
  return {
    pairs: sideBySide(fromRows, toRows, gains),
    from: wholeFrom,
    to: wholeTo,
    points: to === null ? turned(points) : points,
    download: differenceAddress(to ?? one, to === null ? undefined : (from ?? undefined)),
  };
}

/** null for the town as it is. */
async function sessionOf(key: string): Promise<string | null> {
  if (key === BASE) return null;
  const asked = scenarioQuestion.peek();
  if (key === THIS) return play.peek()?.id ?? null;
  if (!asked) return null;
  const { id } = await beginScenario(asked, { from: key.slice(SAVED.length) });
  borrowed.push(id);
  return id;
}

/** The difference as the server tells it, seen from the other side. */
function turned(points: Difference): Difference {
  return new Map(
    [...points].map(([id, p]) => [id, { ...p, beforeMs: p.afterMs, afterMs: p.beforeMs, beforeReason: p.afterReason, afterReason: p.beforeReason }]),
  );
}
