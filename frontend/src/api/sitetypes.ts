/** Site selection as the server tells it, field by field as its OpenAPI document names them. */
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon } from "geojson";
import type { Edit } from "./scenariotypes";
import type { CoverageRow, Job, Mode } from "./types";

/** What is asked of POST /sites. */
export interface SiteQuestion {
  service: string[];
  minutes: number[];
  mode: Mode;
  direction?: "to" | "from";
  /** Not with weights. */
  group?: string;
  weights?: { group: string; weight: number }[];
  by?: string;
  problem: "mclp" | "psclp" | "lscp" | "pmedian" | "pcenter" | "backup" | "capacitated" | "fair";
  least?: "sites" | "cost";
  sites?: number;
  budget?: number;
  /** Of all demand, to be covered. */
  share?: number;
  idle?: boolean;
  junctions?: boolean;
  spacing_m?: number;
  candidates?: SiteCandidate[];
  candidates_file?: { name: string; content: string };
  forbidden_areas?: string[];
  inside_areas?: string[];
  forbidden?: FeatureCollection<Polygon>;
  inside?: FeatureCollection<Polygon>;
  /** Facilities as service:id. */
  closing?: string[];
  replace?: string[];
  min_distance_m?: number;
  capacity?: number;
  edits?: readonly Edit[];
  curve_up_to?: number;
}

export interface SiteCandidate {
  id: string;
  name: string;
  service: string;
  lon: number;
  lat: number;
  cost: number;
  capacity?: number;
  status: "must";
}

export interface SiteProgress {
  phase: "candidates" | "search" | "catchments" | "curve" | "done";
  unit: string;
  value: number;
  bound: number;
  gap: number;
  found: boolean;
}

export type SiteJob = Job & {
  error_zh?: string;
  site?: SiteProgress;
  /** Address of what was found, as soon as it is there. */
  result?: string;
};

export interface Alternative {
  id: string;
  name: string;
  lon: number;
  lat: number;
  /** Of all sites, were it in the place of the one. */
  value: number;
}

export interface ChosenSite {
  service: string;
  id: string;
  name: string;
  lon: number;
  lat: number;
  /** A facility that might have been replaced, and stays. */
  existing: boolean;
  cost: number;
  capacity: number | null;
  /** With capacities: the people it serves. */
  served: number | null;
  gain: number | null;
  alone: number | null;
  together: number | null;
  covered_after: number | null;
  /** By group: newly covered; by time, those to whom it is the nearest. */
  people: Record<string, number>;
  areas: { area: string; area_name: string; level: string; demand: number }[];
  alternatives: Alternative[];
}

export interface SiteAnswer {
  problem: string;
  sites: ChosenSite[];
  covered_before: number | null;
  /** Of these, without the facilities that close or may be replaced. */
  covered_kept: number | null;
  covered_after: number | null;
  value: number;
  unit: "people" | "weighted_people" | "sites" | "cost" | "person_seconds" | "seconds" | "share";
  cost: number;
  unserved: number;
  bound: number;
  gap: number;
  proven: boolean;
  ended: "finished" | "work_limit" | "time_limit" | "cancelled";
  total: number;
  target?: number;
  uncoverable: { demand: number; points: number; by_reason: { not_snapped: number; isolated: number; no_candidate: number }; ids: string[] };
  hopeless_areas: string[];
  candidates: {
    places: number;
    given: number;
    junctions: number;
    idle: number;
    /** Of the idle places, the public buildings. */
    idle_buildings?: number;
    too_close?: { count: number };
    spacing_m: number | null;
    forbidden: number;
    outside: number;
    off_network: { count: number };
  };
  /** Facilities that are given up, as service:id. */
  closed: string[];
  before: CoverageRow[];
  after: CoverageRow[] | null;
}

export interface SiteProperties {
  feature: "site" | "catchment";
  rank: number;
  id: string;
}
export type SiteFeature = Feature<Point | Polygon | MultiPolygon, SiteProperties>;
export type SiteLayer = FeatureCollection<Point | Polygon | MultiPolygon, SiteProperties>;

export interface CurvePoint {
  sites: number;
  value: number;
  bound: number;
  gap: number;
  proven: boolean;
}
export interface SiteCurve {
  unit: string;
  complete: boolean;
  points: CurvePoint[];
}
