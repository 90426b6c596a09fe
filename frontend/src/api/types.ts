/** The answers of the server, field by field as its OpenAPI document names them. */
import type { FeatureCollection, Feature, MultiPolygon, Point, Polygon } from "geojson";

export type Mode = "walk" | "walk_elder" | "bike" | "ebike" | "drive";

/** Why a residential point is uncovered; the empty string where it is covered. */
export type Reason = "" | "no_facility" | "not_snapped" | "isolated" | "beyond_cutoff";

export interface Finding {
  severity: "error" | "warning" | "info";
  code: string;
  count: number;
  text_en: string;
  text_zh: string;
  examples: string[] | null;
}

export interface Workspace {
  name: string;
  program_version: string;
  /** Changes with every import. */
  fingerprint: string;
  data_date: string | null;
  /** West, south, east, north in degrees; null while nothing was imported. */
  bbox: [number, number, number, number] | null;
  extent: { source: "declared" | "file_box" | "street_hull" };
  counts: {
    streets: number;
    street_km: number;
    residential_points: number;
    facilities: number;
    areas: number;
    people: number;
    idle_buildings?: number;
  };
  groups: { group: string; people: number; points_no_data: number }[] | null;
  levels: { level: string; areas: number }[] | null;
  sources: { kind: string; service?: string; sha256: string; data_date?: string | null; datum: string }[] | null;
  people_estimated: boolean;
  attribution: string[] | null;
  sample: boolean;
  /** A Chromium is there to print reports with. */
  pdf?: boolean;
  findings: Finding[] | null;
}

export interface Service {
  code: string;
  name: string;
  name_zh: string;
  group: string;
  minutes: number;
  mode: Mode;
  /** A list was imported, even an empty one. */
  imported: boolean;
  incomplete: boolean;
  facilities: number;
  active: number;
}

export interface ModeInfo {
  mode: Mode;
  name: string;
  name_zh: string;
  traveller: string;
  /** By class of street; "*" holds for every class. */
  speeds_kmh: Record<string, number>;
  access: { limit_m: number; factor: number; speed_kmh: number; rule: string };
  band: { slow: number; fast: number };
}

export interface FacilityProperties {
  service: string;
  id: string;
  name: string;
  status: "active" | "planned" | "closed";
  capacity: number | null;
  capacity_unit: string;
  area_m2: number | null;
  opening_hours: string;
  address: string;
  on_network: boolean;
}

export type Facilities = FeatureCollection<Point, FacilityProperties> & {
  numberMatched: number;
  numberReturned: number;
};
export type FacilityFeature = Feature<Point, FacilityProperties>;

export interface AreaProperties {
  id: string;
  name: string;
  level: string;
  parent: string | null;
  population: number | null;
}
export type Areas = FeatureCollection<MultiPolygon | Polygon, AreaProperties>;

/** One entry per residential point in every column. */
export interface TravelTimes {
  id: string[];
  name: string[];
  lon: number[];
  lat: number[];
  population: number[];
  /** null where the cell of the group is empty: no data, never 0. */
  group_population: (number | null)[];
  /** Milliseconds to the nearest facility, whatever the cutoff; null when it is never reached. */
  milliseconds: (number | null)[];
  facility_id: (string | null)[];
  /** The service of that facility, as one service's ids may recur in another. Servers of before do not send it. */
  facility_service?: (string | null)[] | null;
  reason: Reason[];
  area: string[];
}

export interface Share {
  covered: number;
  share: number | null;
}

export interface CoverageRow {
  service: string;
  mode: Mode;
  minutes: number;
  group: string;
  area: string | null;
  area_name: string | null;
  level: string | null;
  total: number;
  covered: number;
  uncovered: number;
  undetermined: number;
  edge_of_data: number;
  no_data: number;
  share: number | null;
  by_reason: Partial<Record<Exclude<Reason, "">, number>>;
  reached: number;
  mean_s: number | null;
  median_s: number | null;
  p95_s: number | null;
  band?: {
    access_nearest: Share;
    slower: Share & { speed_kmh?: number; speed_factor?: number };
    faster: Share & { speed_kmh?: number; speed_factor?: number };
  } | null;
}

export interface Coverage {
  manifest: unknown;
  results: CoverageRow[];
}

/** People of the group whom a facility serves within the cutoff. */
export interface Served {
  service: string;
  facility_id: string;
  facility_name: string;
  within: number;
  /** Of these, those to whom it is the nearest. */
  nearest: number;
  /** Of these, those within the cutoff of no other: lost if it closed. */
  only: number;
}
export interface ServedList {
  items: Served[];
}

export interface Curve {
  total: number;
  points: { minutes: number; covered: number }[];
}

export interface BlindSpotProperties {
  id: string;
  population: number;
  points: number;
  reason: Reason;
  nearest_facility_id: string | null;
  nearest_facility_name: string | null;
  /** From the population-weighted medoid; null when no facility is ever reached. */
  seconds: number | null;
  missing_s: number | null;
  person_minutes: number | null;
  name: string;
}
export type BlindSpotFeature = Feature<MultiPolygon | Polygon, BlindSpotProperties>;
export type BlindSpots = FeatureCollection<MultiPolygon | Polygon, BlindSpotProperties> & {
  scattered: { people: number; points: number };
  total_uncovered: number;
};

export interface CatchmentProperties {
  facility_id: string | null;
  service: string | null;
  mode: Mode;
  minutes: number;
  /** Everyone who lives inside, whatever group was asked about. */
  population: number;
}
/** Without a geometry where nothing is reached. */
export type CatchmentFeature = Feature<MultiPolygon | Polygon | null, CatchmentProperties>;
/** One feature for each cutoff, the shortest first. */
export type Catchments = FeatureCollection<MultiPolygon | Polygon | null, CatchmentProperties>;

export interface ExplainedService {
  service: string;
  facility_id: string | null;
  facility_name: string | null;
  seconds: number | null;
  reason: Reason;
  access_m: number | null;
  missing_s: number | null;
  missing_m: number | null;
  nearest_street_m: number | null;
  only_barrier: boolean;
  /** The nearest facilities that can be reached, however far. */
  nearest?: NearFacility[];
}

export interface NearFacility {
  facility_id: string;
  facility_name: string;
  seconds: number | null;
  /** The cutoff. */
  within: boolean;
}

/** What would bring a residential point within the cutoff, each on its own and each tried. */
export interface Remedies {
  scenarios: { name: string; covers: boolean; facility_id: string | null; facility_name: string | null; seconds: number | null }[];
  /** Planned and closed ones that would do if they were open. */
  facilities: { facility_id: string; facility_name: string; status: "planned" | "closed"; seconds: number | null }[];
  /** Gates that would do if they stopped nobody; positions are longitude and latitude. */
  gates: { node: number; position: [number, number]; facility_id: string; facility_name: string; seconds: number | null }[];
  tried_gates: number;
  untried_gates: number;
  untried_scenarios: number;
}

/** A part of a way: over open ground to the street, along one street, from it to the door, or straight there. */
export interface Stretch {
  kind: "access" | "street" | "egress" | "direct";
  /** The name of the street, empty where it has none. */
  street: string;
  seconds: number;
  length_m: number;
  /** Longitude and latitude of its bends. */
  line: [number, number][];
}

export interface Route {
  service: string;
  facility_id: string;
  seconds: number;
  length_m: number;
  stretches: Stretch[];
}

export interface Explanation {
  point: {
    id: string;
    name: string;
    /** Longitude and latitude. */
    position: [number, number];
    /** Its people were computed, not counted. */
    estimate: boolean;
    people: Record<string, number | null>;
    areas: { level: string; id: string; name: string }[] | null;
  };
  mode: Mode;
  minutes: number;
  services: ExplainedService[];
  route: Route | null;
  remedies?: Remedies | null;
}

export interface Stock {
  records: number;
  /** Of residential points. */
  people?: number | null;
}

export interface ImportReport {
  kind: string;
  file: string;
  read: number;
  kept: number;
  rejected: number;
  /** Rows that a later row of the same file replaced. */
  updated?: number;
  /** Streets of an OpenStreetMap file that nobody may use. */
  unused?: number;
  /** How many the workspace held, which of them are as they were, and how many it holds. */
  before?: Stock | null;
  stayed?: Stock | null;
  now?: Stock | null;
  /** Of attributes: how their rows found what they are about. */
  join?: { of: string; by_id: number; by_name: number; changed: number; without: number } | null;
  /** Of facilities from OpenStreetMap: the idle public buildings that it tells of. */
  idle_buildings?: { found: number; replaced: number; now: number } | null;
  /** The first hundred. */
  rejects: { file: string; row: number; column: string; value: string; rule: string; rule_zh?: string | null }[] | null;
  warnings: { code: string; count: number; text: string; text_zh: string; examples: string[] | null }[] | null;
  datum: string;
  encoding: string;
  columns: { column: string; field: string }[] | null;
  replaced: number;
}

export type JobState = "queued" | "running" | "succeeded" | "failed" | "cancelled";

export interface Job {
  id: string;
  kind: string;
  state: JobState;
  done: number;
  total: number;
  error?: string | null;
  report?: ImportReport | null;
}
