/** Scenarios as the server tells them, field by field as its OpenAPI document names them. */
import type { Feature, FeatureCollection, Point } from "geojson";
import type { CoverageRow, Mode, Reason } from "./types";

type LonLat = [lon: number, lat: number];

/** One change to the town; edits are done in order, on an untouched base. */
export type Edit =
  | { kind: "add_facility"; service: string; id: string; name?: string; at: LonLat }
  | { kind: "move_facility"; service: string; id: string; to: LonLat }
  | { kind: "close_facility" | "reopen_facility"; service: string; id: string }
  /** Without nodes: every segment of the way. */
  | { kind: "close_street"; way_id: number; from?: number; to?: number }
  | { kind: "open_gate"; node: number }
  | { kind: "build_street"; name?: string; from: number; to: number; class: string };

export interface ScenarioQuestion {
  service: string[];
  need?: "any" | "all";
  mode: Mode;
  direction?: "to" | "from";
  minutes: number[];
  group: string;
  /** The level of areas that get a row of their own. */
  by?: string;
}

/** A scenario under way. */
export interface ScenarioState {
  id: string;
  name: string;
  /** The workspace holds these very edits under this name. */
  saved: boolean;
  question: ScenarioQuestion;
  edits: Edit[];
  results: CoverageRow[];
  base: CoverageRow[];
  undoable: number;
  redoable: number;
}

/** A residential point for which an edit changed something. */
export interface ChangedPoint {
  id: string;
  lon: number;
  lat: number;
  /** Of the group; null where the cell was empty. */
  people: number | null;
  /** null where nothing is ever reached. */
  before_s: number | null;
  after_s: number | null;
  before_reason: Reason;
  after_reason: Reason;
}

/** What one edit changed, against the town before it; of one that replaces another, before the one replaced. */
export interface ScenarioChange {
  results: CoverageRow[];
  points: ChangedPoint[];
  /** Changed points that are not listed, as there are too many. */
  more: number;
  edits: Edit[];
  undoable: number;
  redoable: number;
}

export interface ScenarioList {
  saved: { name: string; edits: number; same_town: boolean }[];
  live: { id: string; name: string; edits: number; redoable: number }[];
}

export interface DifferenceProperties {
  id: string;
  name: string;
  group_population: number | null;
  before_s: number | null;
  after_s: number | null;
  before_reason: Reason;
  after_reason: Reason;
}
export type Difference = FeatureCollection<Point, DifferenceProperties>;
export type DifferenceFeature = Feature<Point, DifferenceProperties>;

/** Whom a row gained and lost. After is before plus gained less lost. */
export interface Gain {
  minutes: number;
  group: string;
  area: string | null;
  area_name: string | null;
  level: string | null;
  total: number;
  before: number;
  after: number;
  gained: number;
  lost: number;
}

export interface ScenarioComparison {
  base: CoverageRow[];
  items: { id: string; name: string; edits: number; results: CoverageRow[]; gains: Gain[] }[];
}

/** What can be changed at a place, without the edits of any scenario. */
export interface StreetsAt {
  street: {
    way_id: number;
    from: number;
    to: number;
    name: string;
    class: string;
    closed: boolean;
    distance_m: number;
    line: LonLat[];
  };
  node: { id: number; lon: number; lat: number; distance_m: number };
  gates: { node: number; lon: number; lat: number; stops: string[]; distance_m: number }[];
}
