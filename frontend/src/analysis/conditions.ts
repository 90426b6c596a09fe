/**
 * The conditions of a search for sites beside its goal: what has to be chosen, where nothing may stand, which facilities
 * are given up. One plain value that the address bar writes out and the API is asked with. Pure.
 */
import type { SiteQuestion } from "../api/sitetypes";
import { roundLand, isLand, type Corner } from "./land";

/** A place where a site has to stand. */
export interface Kept {
  service: string;
  at: Corner;
  cost: number;
  /** 0: that of the question. */
  capacity: number;
  name: string;
}

/** A place around which no site stands. */
export interface Avoided {
  at: Corner;
  metres: number;
  name: string;
}

/** Where no site stands ("not"), or where every one does ("only"). */
export const SIDES = ["not", "only"] as const;
export type Side = (typeof SIDES)[number];

/** What becomes of facilities of today: they close whatever comes, or they may give way to another place. */
export const FATES = ["closing", "replace"] as const;
export type FacilityFate = (typeof FATES)[number];

export interface Weight {
  group: string;
  weight: number;
}

export interface Conditions {
  keep: readonly Kept[];
  avoid: readonly Avoided[];
  /** Areas of the town, by id. */
  areas: Readonly<Record<Side, readonly string[]>>;
  /** Land drawn by hand, each a ring without its last corner again. */
  land: Readonly<Record<Side, readonly (readonly Corner[])[]>>;
  /** Facilities as service:id. */
  closing: readonly string[];
  replace: readonly string[];
  /** What one person of a group counts, in place of one group. */
  weights: readonly Weight[];
  /** Metres between sites, capacity of a new one, metres between junctions; 0 where nothing is said. */
  apart: number;
  capacity: number;
  spacing: number;
  junctions: boolean;
  idle: boolean;
  /** Of a target. */
  least: "sites" | "cost";
  /** Of a target: everybody whom any candidate can serve, instead of a share. */
  everyone: boolean;
}

export const NO_CONDITIONS: Conditions = {
  keep: [], avoid: [], areas: { not: [], only: [] }, land: { not: [], only: [] }, closing: [], replace: [], weights: [],
  apart: 0, capacity: 0, spacing: 0, junctions: true, idle: false, least: "sites", everyone: false,
};

/** An address is no database: of each kind there are at most so many, and drawn land has so many corners. */
export const MOST = 40;
export const MOST_CORNERS = 60;
export const MAX_WEIGHT = 1000;
/** The highest numbers that can be asked for, and the lowest but 0. */
export const NUMBERS = { apart: [1, 100_000], capacity: [1, 1e9], spacing: [10, 10_000] } as const;

/** Sites found at a place that is kept are called so, by the page and in its answers. */
export function keptId({ service, at }: Pick<Kept, "service" | "at">): string {
  return `kept-${service}-${at[0]},${at[1]}`;
}

/** The part of the question that the conditions decide. @param list candidates of a file, if one was chosen. */
export function termsOf(c: Conditions, list: SiteQuestion["candidates_file"] | null, services: readonly string[]): Partial<SiteQuestion> {
  const land = (side: Side, round: readonly Avoided[]) => {
    const rings = [...c.land[side], ...round.map((a) => roundLand(a.at, a.metres))];
    return rings.length > 0 ? { [side === "not" ? "forbidden" : "inside"]: polygons(rings) } : {};
  };
  const keep = c.keep.filter((k) => services.includes(k.service));
  const of = (facilities: readonly string[]) => facilities.filter((key) => services.includes(key.slice(0, key.indexOf(":"))));
  const [closing, replace] = [of(c.closing), of(c.replace)];
  return {
    // Whoever gives a list and nothing else wants its places alone.
    ...(c.junctions || (!c.idle && !list) ? { junctions: true } : {}),
    ...(c.idle ? { idle: true } : {}),
    ...(list ? { candidates_file: list } : {}),
    ...(c.spacing > 0 && (c.junctions || (!c.idle && !list)) ? { spacing_m: c.spacing } : {}),
    ...(keep.length > 0 ? { candidates: keep.map(({ service, at: [lon, lat], cost, capacity, name }) => ({ id: keptId({ service, at: [lon, lat] }), name, service, lon, lat, cost, ...(capacity > 0 ? { capacity } : {}), status: "must" as const })) } : {}),
    ...(c.areas.not.length > 0 ? { forbidden_areas: [...c.areas.not] } : {}),
    ...(c.areas.only.length > 0 ? { inside_areas: [...c.areas.only] } : {}),
    ...land("not", c.avoid),
    ...land("only", []),
    ...(closing.length > 0 ? { closing } : {}),
    ...(replace.length > 0 ? { replace } : {}),
    ...(c.weights.length > 0 ? { weights: c.weights.map(({ group, weight }) => ({ group, weight })) } : {}),
    ...(c.apart > 0 ? { min_distance_m: c.apart } : {}),
    ...(c.capacity > 0 ? { capacity: c.capacity } : {}),
  };
}

function polygons(rings: readonly (readonly Corner[])[]): NonNullable<SiteQuestion["forbidden"]> {
  return {
    type: "FeatureCollection",
    features: rings.map((ring, i) => ({
      type: "Feature",
      properties: { id: `land-${i + 1}`, name: `land-${i + 1}` },
      geometry: { type: "Polygon", coordinates: [[...ring, ring[0]!].map(([lon, lat]) => [lon, lat])] },
    })),
  };
}

/** Writes the conditions into a query; what is usual is left out. */
export function formatConditions(c: Conditions, query: URLSearchParams): void {
  for (const { service, at, cost, capacity, name } of c.keep) query.append("keep", [service, ...at, cost, capacity, name].join(","));
  for (const { at, metres, name } of c.avoid) query.append("avoid", [...at, metres, name].join(","));
  for (const side of SIDES) {
    for (const id of c.areas[side]) query.append(`${side}-area`, id);
    for (const ring of c.land[side]) query.append(`${side}-land`, ring.flat().join(","));
  }
  for (const key of c.closing) query.append("closing", key);
  for (const key of c.replace) query.append("replace", key);
  if (c.weights.length > 0) query.set("weights", c.weights.map(({ group, weight }) => `${group}:${weight}`).join(","));
  for (const name of ["apart", "capacity", "spacing"] as const) if (c[name] > 0) query.set(name, String(c[name]));
  if (!c.junctions || c.idle) query.set("places", [c.junctions ? "junctions" : "", c.idle ? "idle" : ""].filter(Boolean).join(",") || "list");
  if (c.least !== "sites") query.set("least", c.least);
  if (c.everyone) query.set("everyone", "yes");
}

/** Reads them back. What makes no sense is left out. */
export function parseConditions(q: URLSearchParams): Conditions {
  const all = <T>(name: string, read: (text: string) => T | null) => q.getAll(name).slice(0, MOST).map(read).filter((one) => one !== null);
  const number = (name: keyof typeof NUMBERS) => {
    const n = Number(q.get(name));
    return n >= NUMBERS[name][0] && n <= NUMBERS[name][1] ? Math.round(n) : 0;
  };
  const places = (q.get("places") ?? "junctions").split(",");
  const closing = unique(all("closing", facility));
  return {
    keep: uniqueBy(all("keep", parseKept), keptId),
    avoid: all("avoid", parseAvoided),
    areas: { not: unique(all("not-area", named)), only: unique(all("only-area", named)) },
    land: { not: all("not-land", parseRing), only: all("only-land", parseRing) },
    closing,
    replace: unique(all("replace", facility)).filter((key) => !closing.includes(key)),
    weights: parseWeights(q.get("weights") ?? ""),
    apart: number("apart"),
    capacity: number("capacity"),
    spacing: number("spacing"),
    junctions: places.includes("junctions"),
    idle: places.includes("idle"),
    least: q.get("least") === "cost" ? "cost" : "sites",
    everyone: q.get("everyone") === "yes",
  };
}

const SERVICE = /^[a-z0-9_]{1,40}$/;
const MAX_NAME = 200;

function named(text: string): string | null {
  return text !== "" && text.length <= MAX_NAME ? text : null;
}

function facility(key: string): string | null {
  return /^[a-z0-9_]{1,40}:.{1,200}$/.test(key) ? key : null;
}

/** The first so many parts of a list, and all the rest as one: names may hold commas. */
function parts(text: string, n: number): [numbers: string[], name: string] {
  const cut = text.split(",");
  return [cut.slice(0, n), cut.slice(n).join(",").slice(0, MAX_NAME)];
}

function parseKept(text: string): Kept | null {
  const [[service = "", lon, lat, cost, capacity], name] = parts(text, 5);
  const at = corner(lon, lat);
  const [c, n] = [numeral(cost), numeral(capacity)];
  return SERVICE.test(service) && at && c >= 0 && c <= 1e12 && Number.isInteger(n) && n >= 0 && n <= 1e12 ? { service, at, cost: c, capacity: n, name } : null;
}

function parseAvoided(text: string): Avoided | null {
  const [[lon, lat, metres], name] = parts(text, 3);
  const at = corner(lon, lat);
  const m = numeral(metres);
  return at && m >= 1 && m <= 10_000 ? { at, metres: m, name } : null;
}

function parseRing(text: string): Corner[] | null {
  const numbers = text.split(",");
  if (numbers.length % 2 !== 0 || numbers.length > 2 * MOST_CORNERS) return null;
  const ring: Corner[] = [];
  for (let i = 0; i < numbers.length; i += 2) {
    const at = corner(numbers[i], numbers[i + 1]);
    if (!at) return null;
    ring.push(at);
  }
  return isLand(ring) ? ring : null;
}

function parseWeights(text: string): Weight[] {
  const read = text.split(",").flatMap((part) => {
    const [group = "", of] = part.split(":");
    const weight = numeral(of);
    return /^[a-z0-9_]{1,20}$/.test(group) && Number.isInteger(weight) && weight >= 1 && weight <= MAX_WEIGHT ? [{ group, weight }] : [];
  });
  return uniqueBy(read, (w) => w.group).slice(0, MOST);
}

/** Degrees to 7 decimals, about a centimetre, as the server keeps them. */
function corner(lon: string | undefined, lat: string | undefined): Corner | null {
  const [x, y] = [numeral(lon), numeral(lat)];
  return Math.abs(x) <= 180 && Math.abs(y) <= 85 ? [Math.round(x * 1e7) / 1e7, Math.round(y * 1e7) / 1e7] : null;
}

function numeral(text: string | undefined): number {
  return text === undefined || !/^-?\d{1,13}(\.\d{1,9})?$/.test(text) ? NaN : Number(text);
}

function unique(all: readonly string[]): string[] {
  return [...new Set(all)];
}

function uniqueBy<T>(all: readonly T[], key: (one: T) => string): T[] {
  return [...new Map(all.map((one) => [key(one), one])).values()];
}
