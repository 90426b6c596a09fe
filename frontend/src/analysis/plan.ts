/** What a scorecard means to whoever reads it: which promises belong together, what is missing, what could be asked next. Pure. */
import type { Goal } from "./sites";
import type { Outcome, Plan, PlannedCheck, Severity, Verdict } from "../api/plantypes";
import type { Mode } from "../api/types";

export const VERDICTS = ["not_met", "met", "not_assessable", "reference", "report"] as const satisfies readonly Verdict[];
export const SEVERITIES = ["must", "target", "guide", "advice"] as const satisfies readonly Severity[];

/** A target that the plan itself states, reach and goal: what the headline counts. */
export function isHeadline(o: Outcome): boolean {
  return o.op !== "report" && !isReference(o) && (o.reach ?? "stated") === "stated" && o.goal === "stated";
}

/** A check of which nothing is claimed until somebody confirms it. */
export function isReference({ confirmed, reach, goal, source }: Outcome): boolean {
  return !confirmed && (reach === "assumed" || goal === "assumed" || source === "recalled");
}

export interface Filter {
  verdict: Verdict | null;
  severity: Severity | null;
}
export const NO_FILTER: Filter = { verdict: null, severity: null };

export function passes(o: Outcome, { verdict, severity }: Filter): boolean {
  return (verdict === null || o.verdict === verdict) && (severity === null || o.severity === severity);
}

/** How many checks have each verdict. */
export function tally(checks: readonly Outcome[]): Record<Verdict, number> {
  const out: Record<Verdict, number> = { met: 0, not_met: 0, not_assessable: 0, reference: 0, report: 0 };
  for (const o of checks) out[o.verdict]++;
  return out;
}

/** Promises by what they claim: targets the plan states, others with a verdict or for reference, and figures without a target. */
export interface Sections {
  stated: Outcome[];
  others: Outcome[];
  listed: Outcome[];
  /** Of all these, whatever cannot be assessed, in heaps by the import that is missing. */
  lacking: Lacking[];
}

/** What cannot be assessed for want of one and the same import. */
export interface Lacking {
  /** "lifecircle import reported FILE"; empty where no import would help. */
  command: string;
  checks: Outcome[];
}

/** Failing ones first, then what binds, then the order of the plan. */
export function sectionsOf(checks: readonly Outcome[], filter: Filter): Sections {
  const out: Sections = { stated: [], others: [], listed: [], lacking: [] };
  for (const o of checks) {
    if (!passes(o, filter)) continue;
    if (o.verdict === "not_assessable") {
      const command = commandOf(o.why.en);
      const heap = out.lacking.find((l) => l.command === command);
      if (heap) heap.checks.push(o);
      else out.lacking.push({ command, checks: [o] });
    } else (o.verdict === "report" ? out.listed : isHeadline(o) ? out.stated : out.others).push(o);
  }
  const rank = (o: Outcome) => VERDICTS.indexOf(o.verdict) * SEVERITIES.length + SEVERITIES.indexOf(o.severity);
  for (const list of [out.stated, out.others]) list.sort((a, b) => rank(a) - rank(b));
  out.lacking.sort((a, b) => Number(a.command === "") - Number(b.command === "") || b.checks.length - a.checks.length);
  return out;
}

/** The command that a sentence names, to be copied, whatever the service; empty where it names none. */
export function commandOf(text: string): string {
  const command = /lifecircle [a-z]+( [a-z]+)*( --(of|service) [a-z_]+| --[a-z-]+( [A-Z]+)?| FILE)*/.exec(text)?.[0] ?? "";
  return command.replace(/--service [a-z_]+/, "--service CODE");
}

const SHARES = new Set(["coverage", "full_circle", "mean_circle", "capacity_coverage", "community_share", "presence", "share", "colocation"]);
/** Each unit is held against the target, and the share of those that meet it is the value. */
const BY_UNITS = new Set(["size", "hours", "min_area", "per_community", "max_time"]);
const REPORTED_SHARES = new Set(["people", "households", "communities", "villages", "towns", "streets", "counties", "cities", "floor_share", "land_share", "share"]);

/** Whether a value is a share of 1, shown in per cent. */
export function isShare({ measure, unit }: Pick<Outcome, "measure" | "unit">): boolean {
  return SHARES.has(measure) || BY_UNITS.has(measure) || (measure === "reported" && REPORTED_SHARES.has(unit));
}

/** Where value and target stand on a bar, as shares of its length. */
export interface Gauge {
  value: number;
  /** From and to of a target with two ends; the same twice of one; null without a target. */
  target: [number, number] | null;
}

/** null where there is no value, or nothing to hold it against. */
export function gaugeOf(o: Pick<Outcome, "measure" | "unit" | "value" | "target" | "between" | "op">): Gauge | null {
  if (o.value === null) return null;
  // Of measures by units the target says what each unit needs, and all of them should.
  if (BY_UNITS.has(o.measure)) return { value: o.value, target: o.op === "report" ? null : [1, 1] };
  const ends: [number, number] | null = o.between ? [o.between[0], o.between[1]] : o.target === null ? null : [o.target, o.target];
  // A number alone is no part of anything.
  if (!ends && !isShare(o)) return null;
  const end = isShare(o) ? 1 : Math.max(o.value, ends?.[1] ?? 0) * 1.12 || 1;
  const at = (n: number) => Math.min(1, Math.max(0, n / end));
  return { value: at(o.value), target: ends && [at(ends[0]), at(ends[1])] };
}

/** Measures that say of each residential point whether it is covered. */
const OF_POINTS = new Set(["coverage", "full_circle", "mean_circle", "capacity_coverage", "community_share", "floating_catchment"]);

export function hasLacks({ measure, verdict }: Pick<Outcome, "measure" | "verdict">): boolean {
  return OF_POINTS.has(measure) && verdict !== "not_assessable";
}

/** Checks whose map is by units: areas, facilities or points. */
export function unitCounts(o: Outcome): { met: number; failing: number; noData: number } {
  return { met: o.units_met, failing: o.units_total - o.units_met, noData: (o.no_data ?? []).length };
}

/** The services for which one need of a check can be met, and its name: a service, a set or, joined by "+", any of several. */
export function servicesOf(plan: Plan | null, code: string): string[] {
  const known = new Map((plan?.services ?? []).map((s) => [s.code, s.members]));
  const open = (c: string): string[] => known.get(c)?.flatMap((m) => (m === c ? [m] : open(m))) ?? [c];
  return [...new Set(code.split("+").flatMap(open))];
}

/** Everything a check is about, each service once. */
export function allServices(plan: Plan | null, check: PlannedCheck): string[] {
  return [...new Set(check.services.flatMap((code) => servicesOf(plan, code)))];
}

export interface SiteWish {
  services: string[];
  mode: Mode;
  minutes: number;
  group: string;
  goal: Goal;
}

/** The longest cutoff that sites can be looked for with. */
const MOST_MINUTES = 60;

/**
 * The question of site selection that a check asks: the service that it takes, its mode and cutoff, and its target where
 * that is a share of people. null where sites are not what would help, as of straight lines and of floor areas.
 *
 * @param need the code of one need of a bundle; else the first service of the check.
 */
export function siteWish(plan: Plan | null, check: PlannedCheck, o: Outcome, imported: (code: string) => boolean, need?: string): SiteWish | null {
  const minutes = check.minutes ?? 0;
  if (!OF_POINTS.has(check.measure) || check.measure === "floating_catchment" || check.beyond || minutes < 1 || minutes > MOST_MINUTES) return null;
  const services = need === undefined ? allServices(plan, check) : servicesOf(plan, need);
  // One kind is built, as `lifecircle check --needed` does; of those there is a list of, the first.
  const service = services.find(imported) ?? services[0];
  if (service === undefined) return null;
  const share = o.target !== null && check.measure !== "community_share" && o.target > 0 && o.target <= 1 ? o.target : null;
  const goal: Goal = share !== null ? { by: "target", amount: Number((share * 100).toFixed(6)), aim: "covered" } : { by: "sites", amount: Math.min(100, Math.max(1, o.needed?.facilities ?? 3)), aim: "covered" };
  return { services: [service], mode: check.modes[0] ?? "walk", minutes, group: check.group, goal };
}

/** How much is kept of one verdict and of the other, between two snapshots. */
export type Turn = "better" | "worse" | "other" | "same";

export function turnOf(before: Verdict, after: Verdict): Turn {
  if (before === after) return "same";
  if (after === "met" && before === "not_met") return "better";
  if (after === "not_met" && before === "met") return "worse";
  return "other";
}
