/** What is asked of site selection, and what its answer means. Pure. */
import type { CoverageRow } from "../api/types";
import type { ChosenSite, CurvePoint, SiteAnswer, SiteQuestion } from "../api/sitetypes";
import type { Conditions } from "./conditions";

/** By what the sites are limited, or what they have to reach. */
export const LIMITS = ["sites", "budget", "target"] as const;
/**
 * What counts: people covered, covered twice, served within capacities; the worst-served area; the mean time, the worst
 * time. Of a target there is no choice: it is people covered.
 */
export const AIMS = ["covered", "time", "worst", "twice", "places", "fair"] as const;

const PROBLEMS = { covered: "mclp", time: "pmedian", worst: "pcenter", twice: "backup", places: "capacitated", fair: "fair" } as const satisfies Record<(typeof AIMS)[number], SiteQuestion["problem"]>;

export interface Goal {
  by: (typeof LIMITS)[number];
  /** How many sites; how much cost; how many percent of people. */
  amount: number;
  aim: (typeof AIMS)[number];
}

export const FIRST_GOAL: Goal = { by: "sites", amount: 3, aim: "covered" };

/** The amounts that can be asked for, and the step between them on the page. */
export const AMOUNTS: Record<Goal["by"], { least: number; most: number; usual: number; whole: boolean }> = {
  sites: { least: 1, most: 100, usual: 3, whole: true },
  budget: { least: 0.01, most: 1e9, usual: 10, whole: false },
  target: { least: 1, most: 100, usual: 95, whole: false },
};

/** Whether an amount can be asked for. */
export function isSound({ by, amount }: Goal): boolean {
  const { least, most, whole } = AMOUNTS[by];
  return Number.isFinite(amount) && amount >= least && amount <= most && (!whole || Number.isInteger(amount));
}

/** How far the curve goes for a number of sites: far enough to see where more of them hardly help. */
export function curveEnd(sites: number): number {
  return Math.min(100, Math.max(10, sites + 5));
}

/** The part of the question that a goal decides, with what is said of a target beside it. */
export function asked({ by, amount, aim }: Goal, { least, everyone, weights }: Conditions): Pick<SiteQuestion, "problem" | "least" | "sites" | "budget" | "share" | "curve_up_to"> {
  if (by === "target") return { ...(everyone ? { problem: "lscp" } : { problem: "psclp", share: amount / 100 }), ...(least === "cost" ? { least } : {}) };
  const problem = PROBLEMS[aim];
  if (by === "budget") return { problem, budget: amount };
  // A curve shows shares of people: it has none of what people are made to count.
  return { problem, sites: amount, ...(aim === "covered" && weights.length === 0 ? { curve_up_to: curveEnd(amount) } : {}) };
}

/** What a proof says. "more": how much better any other choice could be, in the unit of the value. */
export interface Proof {
  proven: boolean;
  /** The gap in tenths of a percent, rounded up: it is never shown smaller than it is. */
  tenths: number;
  more: number;
}

export function proofOf({ proven, gap, value, bound }: Pick<SiteAnswer, "proven" | "gap" | "value" | "bound">): Proof {
  // A hair below the next tenth is what a division leaves behind, and no gap of its own.
  return { proven, tenths: proven ? 0 : Math.max(1, Math.ceil(gap * 1000 - 1e-9)), more: Math.abs(bound - value) };
}

/** The gap as text: "≤0.3%". */
export function gapText(tenths: number): string {
  return `${Math.trunc(tenths / 10)}.${tenths % 10}%`;
}

/** People covered before and after, as the rows of coverage count them, whatever the problem was. */
export interface Effect {
  total: number;
  before: number;
  after: number;
  /** Why the others still are not. */
  beyond: number;
  unknown: number;
}

/** null for several services or groups, each of which has rows of its own, and where there were too many sites to count. */
export function effectOf(answer: SiteAnswer): Effect | null {
  const all = effectsOf(answer);
  return all.length === 1 ? all[0]! : null;
}

/** The effect on each service and group that counts, in the order of the answer; none where there were too many sites to count. */
export function effectsOf({ before, after }: SiteAnswer): (Effect & { service: string; group: string })[] {
  const was = wholes(before);
  const is = wholes(after ?? []);
  if (was.length !== is.length) return [];
  return is.map((a, i) => ({ service: a.service, group: a.group, total: a.total, before: was[i]!.covered, after: a.covered, beyond: a.uncovered - a.undetermined, unknown: a.undetermined }));
}

/** Those who are covered once and once more: what backup counts beside people covered. */
export function coveredTwice({ problem, value, covered_after }: SiteAnswer): number | null {
  return problem === "backup" && covered_after !== null ? value - covered_after : null;
}

function wholes(rows: readonly CoverageRow[]): CoverageRow[] {
  return rows.filter((r) => r.area === null);
}

/** The worst-served area before and after, as fair looks at them; of those with people. */
export function worstOf(rows: readonly CoverageRow[], level: string): CoverageRow | null {
  let worst: CoverageRow | null = null;
  for (const row of rows) {
    if (row.level !== level || row.total === 0) continue;
    if (!worst || row.covered / row.total < worst.covered / worst.total) worst = row;
  }
  return worst;
}

/**
 * The mean time to the nearest facility, in seconds, before and after: of all who reach any, however late. The value of
 * the search counts whoever is beyond the cutoff as the cutoff, and is no mean that anybody meets.
 */
export function meansOf({ unit, before, after }: SiteAnswer): [before: number | null, after: number] | null {
  const [was, is] = [wholes(before), wholes(after ?? [])];
  const mean = is[0]?.mean_s;
  return unit === "person_seconds" && is.length === 1 && mean != null ? [was[0]?.mean_s ?? null, mean] : null;
}

/** People whom a site serves newly: of the group that was asked about. */
export function peopleOf(site: ChosenSite, group: string): number {
  return site.people[group] ?? 0;
}

/** Whom the sites bring in, or, below 0, how many fewer are covered where facilities are given up; weighted where people are. */
export function gainOf(answer: SiteAnswer, group: string): number {
  const { problem, unit, covered_before: was, covered_after: is } = answer;
  if ((problem === "capacitated" || unit === "weighted_people") && was !== null && is !== null) return is - was;
  const effects = effectsOf(answer);
  if (effects.length > 0) return effects.reduce((sum, e) => sum + e.after - e.before, 0);
  return answer.sites.reduce((sum, site) => sum + peopleOf(site, group), 0);
}

/** The areas of a level in which most people are left uncovered, the most first. */
export function leftAreas({ after }: SiteAnswer, level: string, most: number): CoverageRow[] {
  const left = (after ?? []).filter((r) => r.area !== null && r.level === level && r.uncovered > 0);
  return left.sort((a, b) => b.uncovered - a.uncovered || (a.area! < b.area! ? -1 : 1)).slice(0, most);
}

/** The areas that have most of it, the most people first. */
export function mainAreas(site: ChosenSite, most: number): ChosenSite["areas"] {
  return [...site.areas].sort((a, b) => b.demand - a.demand || (a.area < b.area ? -1 : 1)).slice(0, most);
}

/** A curve as the chart draws it: from no site on, bounds beside values. */
export interface Steps {
  most: number;
  low: number;
  high: number;
  points: { sites: number; value: number; bound: number }[];
  /** Every value is its own bound: the two lines are one. */
  proven: boolean;
}

/** @param none people covered without any site. */
export function stepsOf(points: readonly CurvePoint[], none: number): Steps | null {
  const sorted = [...points].sort((a, b) => a.sites - b.sites);
  const last = sorted[sorted.length - 1];
  if (!last) return null;
  const all = [{ sites: 0, value: none, bound: none }, ...sorted.map(({ sites, value, bound }) => ({ sites, value, bound: Math.max(bound, value) }))];
  const high = Math.max(...all.map((p) => p.bound));
  return { most: last.sites, low: none, high: high > none ? high : none + 1, points: all, proven: sorted.every((p) => p.proven) };
}

/** What the next site adds, by the curve; null beyond its end. */
export function nextGain({ points }: Steps, sites: number): number | null {
  const [here, next] = [points.find((p) => p.sites === sites), points.find((p) => p.sites === sites + 1)];
  return here && next ? next.value - here.value : null;
}
