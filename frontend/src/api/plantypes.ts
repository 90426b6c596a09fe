/** Plans, what came of holding them against the town, and snapshots of that, field by field as the server names them. */
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon } from "geojson";
import type { Job, Mode } from "./types";

/** A text in both languages. */
export interface Words {
  en: string;
  zh: string;
}

export type Verdict = "met" | "not_met" | "not_assessable" | "reference" | "report";
export type Severity = "must" | "target" | "guide" | "advice";
export type Origin = "stated" | "borrowed" | "assumed";
export type Op = ">=" | ">" | "<=" | "<" | "between" | "about" | "report";

export interface PlanSummary {
  id: string;
  title: Words;
  number?: string;
  issuer?: Words;
  date?: string;
  from?: string;
  to?: string;
  /** A plan that has ended and stands for comparison alone. */
  history?: boolean;
  note?: Words;
  checks: number;
  /** Checks with targets that the plan itself states. */
  headline: number;
  builtin: boolean;
}

export interface PlannedCheck {
  id: string;
  ref: string;
  title: Words;
  clause: string;
  note?: Words;
  measure: string;
  services: string[];
  modes: Mode[];
  any?: boolean;
  minutes?: number;
  radius_m?: number;
  distance_m?: number;
  beyond?: number;
  group: string;
  scope: "all" | "urban" | "rural";
  unit_kind?: string;
  wanted: string;
  baseline?: number | null;
  baseline_year?: number;
}

export interface Plan extends PlanSummary {
  elder_age?: number;
  groups: { id: string; ref?: string; name: Words; note?: Words }[];
  each: PlannedCheck[];
  /** Sets and bundles that the checks name. */
  services: { code: string; name: Words; members: string[] }[];
}

/** What is asked: one of standard and text. */
export interface PlanQuestion {
  standard?: string;
  text?: string;
  checks?: string[];
  as_of?: string;
  elder_age?: number;
  scenario?: string;
  sensitivity?: boolean;
  needed?: boolean;
}

export type CheckJob = Job & { result?: string | null; error_zh?: string };

export interface Headline {
  met: number;
  not_met: number;
  not_assessable: number;
  total: number;
  others: number;
}

export interface UnitName {
  unit: string;
  name?: string;
  why?: string;
}

export interface UnitValue extends UnitName {
  value: number | null;
  deficit: number | null;
  deficit_unit?: string;
  people?: number | null;
  note?: string;
}

export interface Needed {
  facilities?: number | null;
  proven: boolean;
  sites?: { id: string; lon: number; lat: number; gain: number; area?: string }[] | null;
  amount?: number | null;
  amount_unit?: string;
  note: Words;
}

export interface Outcome {
  id: string;
  ref: string;
  title: Words;
  clause?: string;
  measure: string;
  severity: Severity;
  reach?: Origin;
  goal?: Origin;
  source: "found" | "found_secondary" | "recalled";
  confirmed?: { by: string; clause: string; on?: string };
  responsible?: Words;
  verdict: Verdict;
  /** Of one for reference: what it would be, were it confirmed. */
  would_be?: Verdict;
  why: Words;
  value: number | null;
  values: Record<string, number>;
  target: number | null;
  between?: [number, number];
  op: Op;
  unit: string;
  modes?: { mode: Mode; speed_kmh?: number; value: number | null; covered: number; uncovered: number; decides: boolean }[];
  total?: number | null;
  covered?: number | null;
  uncovered?: number | null;
  deficit?: number | null;
  deficit_unit?: string;
  units_met: number;
  units_total: number;
  unit_kind?: string;
  failing: UnitValue[] | null;
  no_data: UnitName[] | null;
  missing?: { service: string; people: number }[];
  sensitivity?: { mode: Mode; speed: string; value: number | null; verdict: Verdict }[];
  needed?: Needed;
  assumptions: Words[] | null;
}

export interface Scorecard {
  standard: string;
  title: Words;
  as_of?: string;
  history?: boolean;
  headline: Headline;
  checks: Outcome[];
  groups?: { group: string; name: Words; gaps: { check: string; inside: number | null; rest: number | null; gap: number | null; people?: number | null }[]; note?: Words }[];
  assumptions: Words[] | null;
}

/** The numbers of a scorecard as people read them: one way for the screen, the page and the report. */
export interface ShownCard {
  result_id: string;
  standard: string;
  scenario?: string;
  items: ShownCheck[];
}
export interface ShownCheck {
  id: string;
  value: string;
  wanted: string;
  /** What value and target count; empty of shares. */
  unit: Words;
  deficit: Words | null;
  /** In the order of the scorecard, the first 500. */
  failing: { unit: string; value: string; deficit: Words | null }[] | null;
}

/** A unit of a check on the map. met is null of units without data, whose note says what they lack. */
export interface UnitProperties {
  unit: string;
  name: string | null;
  value: number | null;
  target: string | null;
  met: boolean | null;
  deficit: number | null;
  deficit_unit: string | null;
  people: number | null;
  note: string | null;
}
export type UnitFeature = Feature<Polygon | MultiPolygon | Point | null, UnitProperties>;
export type CheckMap = FeatureCollection<Polygon | MultiPolygon | Point | null, UnitProperties>;

/** A residential point that a check does not cover, or not wholly. */
export interface LackProperties {
  id: string;
  name: string | null;
  population: number | null;
  uncovered: number;
  minutes?: number | null;
  metres?: number | null;
  facility_name?: string | null;
  reached: number;
  needs: number;
  missing: string | null;
  reason: string;
  area_name?: string | null;
}
export type Lacks = FeatureCollection<Point, LackProperties> & { numberMatched: number; numberReturned: number; uncovered: number };

export interface PlanProblem {
  town: string;
  unit: string;
  unit_id?: string;
  problem: Words;
  people: number | null;
  deficit: number | null;
  deficit_unit?: string;
  suggestion: Words;
  responsible?: Words;
  severity: Severity;
  check: string;
  date?: string;
}

export interface SnapshotInfo {
  name: string;
  date: string;
  frozen: boolean;
  bytes: number;
  sha256: string;
}

export interface ReasonCounts {
  total: number;
  people: number;
  facility: number;
  standard: number;
  street: number;
}

export interface CheckChange {
  id: string;
  title: Words;
  verdict_before: Verdict;
  verdict_after: Verdict;
  before: number | null;
  after: number | null;
  newly_met: UnitName[];
  newly_failing: UnitName[];
  covered?: { before: number; after: number; gained: ReasonCounts; lost: ReasonCounts; moved: number } | null;
}

export interface SnapshotComparison {
  before: { name: string; date: string; result_id: string; standard: string };
  after: { name: string; date: string; result_id: string; standard: string };
  checks: CheckChange[];
  only_before: string[] | null;
  only_after: string[] | null;
  facilities: { id: string; name: string; change: "opened" | "closed" | "moved"; at: [number, number] }[] | null;
  points: { check: string; id: string; at: [number, number]; people: number; change: "gained" | "lost"; reason: string; facility?: string }[] | null;
  more_points: number;
}

/** Times are seconds; null where people never arrive. */
export interface FairnessAnswer {
  results: {
    setting?: "urban" | "rural" | "unknown";
    area: string | null;
    mean: number | null;
    median: number | null;
    p95: number | null;
    worst_tenth: number | null;
    gini: number | null;
    theil: number | null;
  }[];
  parts: { by: string; theil: number; theil_within: number; theil_between: number }[];
}
