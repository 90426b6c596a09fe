/**
 * The view: everything a planner has chosen, as one plain value. The address bar is this value written
 * as text, so a copied address shows a colleague the same thing, and Back goes to the choice before.
 */
import { formatConditions, NO_CONDITIONS, parseConditions, type Conditions } from "../analysis/conditions";
import { AIMS, FIRST_GOAL, isSound, LIMITS, type Goal } from "../analysis/sites";
import type { Mode } from "../api/types";

export const MODES: readonly Mode[] = ["walk", "walk_elder", "bike", "ebike", "drive"];
export const TABS = ["check", "areas", "spots", "facilities", "sites", "plan", "scenarios"] as const;
export const LAYERS = ["facilities", "spots", "areas"] as const;
/** Of travel: people go to the facility, or help comes from it. */
export const DIRECTIONS = ["to", "from"] as const;
export const LANGUAGES = ["zh", "en"] as const;
/** The slider and the curve end here; an address may ask for no more. */
export const MAX_MINUTES = 60;

export type Tab = (typeof TABS)[number];
export type LayerName = (typeof LAYERS)[number];
export type Language = (typeof LANGUAGES)[number];

export interface Place {
  zoom: number;
  lat: number;
  lon: number;
}

/** A position in degrees, kept to 5 decimals (about a metre), as the address bar does. */
export interface Position {
  lon: number;
  lat: number;
}

export interface View {
  language: Language;
  /** Codes, sorted. Empty until something is chosen. */
  services: readonly string[];
  /** With several services: any of them, or all of them. */
  need: "any" | "all";
  mode: Mode;
  direction: (typeof DIRECTIONS)[number];
  minutes: number;
  group: string;
  tab: Tab;
  /** The level of areas in the ranking; empty: the finest there is. */
  level: string;
  /** The residential point that is explained. */
  point: string | null;
  /** The facility that is looked at, service:id. At most one of point, facility and at is set. */
  facility: string | null;
  /** The place somebody pointed at, to see who could come there. */
  at: Position | null;
  /** Catchment outlines shown or not; null: shown where the town is small enough for a quick answer. */
  catchment: boolean | null;
  /** The blind spot that is looked at. */
  spot: string | null;
  /** The scenario under way, as the server names it while it lives; null: the town as it is. */
  session: string | null;
  /** The name under which that scenario is saved: what is left of it when it lives no more. */
  scenario: string | null;
  /** What sites are looked for. */
  goal: Goal;
  /** And under what conditions. */
  conditions: Conditions;
  /** The plan that is held against the town: its id, or OWN_PLAN. */
  plan: string | null;
  /** Facilities as they were on a day (ISO 8601); empty: as the lists have them. */
  asOf: string;
  /** From which age people are older; null: as the plan says. */
  elder: 60 | 65 | null;
  /** The saved scenario that the plan is held against; null: the town as it is. */
  planScenario: string | null;
  /** The promise of the plan that is looked at, by the id of its check. */
  promise: string | null;
  /** What is compared, the one seen from first; each a key of state/comparison. */
  compare: readonly [from: string, to: string] | null;
  hidden: readonly LayerName[];
  /** Where the map looks; null: at the whole town. */
  place: Place | null;
}

export function emptyView(language: Language): View {
  return {
    language,
    services: [],
    need: "any",
    mode: "walk",
    direction: "to",
    minutes: 15,
    group: "all",
    tab: "areas",
    level: "",
    point: null,
    facility: null,
    at: null,
    catchment: null,
    spot: null,
    session: null,
    scenario: null,
    goal: FIRST_GOAL,
    conditions: NO_CONDITIONS,
    plan: null,
    asOf: "",
    elder: null,
    planScenario: null,
    promise: null,
    compare: null,
    hidden: [],
    place: null,
  };
}

/** Writes a view as the query of an address. What is as in an empty view is left out, language aside. */
export function formatView(view: View): string {
  const plain = emptyView(view.language);
  const query = new URLSearchParams();
  if (view.services.length) query.set("service", view.services.join(","));
  if (view.services.length > 1) query.set("need", view.need);
  query.set("mode", view.mode);
  if (view.direction !== plain.direction) query.set("direction", view.direction);
  query.set("minutes", String(view.minutes));
  if (view.group !== plain.group) query.set("group", view.group);
  if (view.tab !== plain.tab) query.set("tab", view.tab);
  if (view.level) query.set("level", view.level);
  if (view.point !== null) query.set("point", view.point);
  if (view.facility !== null) query.set("facility", view.facility);
  if (view.at) query.set("at", formatPosition(view.at));
  if (view.catchment !== null) query.set("catchment", view.catchment ? "on" : "off");
  if (view.spot !== null) query.set("spot", view.spot);
  if (view.session !== null) query.set("session", view.session);
  if (view.scenario !== null) query.set("scenario", view.scenario);
  const { goal } = view;
  if (view.tab === "sites" || goal.by !== plain.goal.by || goal.amount !== plain.goal.amount) query.set(goal.by, String(goal.amount));
  if (goal.aim !== plain.goal.aim) query.set("aim", goal.aim);
  formatConditions(view.conditions, query);
  if (view.plan !== null) query.set("plan", view.plan);
  if (view.asOf) query.set("as-of", view.asOf);
  if (view.elder !== null) query.set("elder", String(view.elder));
  if (view.planScenario !== null) query.set("plan-scenario", view.planScenario);
  if (view.promise !== null) query.set("promise", view.promise);
  if (view.compare) {
    query.set("from", view.compare[0]);
    query.set("to", view.compare[1]);
  }
  if (view.hidden.length) query.set("hide", view.hidden.join(","));
  if (view.place) query.set("map", formatPlace(view.place));
  query.set("lang", view.language);
  // Commas and slashes are harmless in a query, and an address is read by people.
  return query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");
}

/** Reads a view from the query of an address. What is missing or makes no sense stays as in an empty view. */
export function parseView(query: string, language: Language): View {
  const q = new URLSearchParams(query);
  const plain = emptyView(oneOf(LANGUAGES, q.get("lang")) ?? language);
  const services = [...new Set((q.get("service") ?? "").split(",").filter((code) => /^[a-z0-9_]{1,40}$/.test(code)))].sort();
  const minutes = Number(q.get("minutes") ?? plain.minutes);
  const point = q.get("point");
  const facility = point === null && FACILITY.test(q.get("facility") ?? "") ? q.get("facility") : null;
  return {
    ...plain,
    services,
    need: services.length > 1 && q.get("need") === "all" ? "all" : "any",
    mode: oneOf(MODES, q.get("mode")) ?? plain.mode,
    direction: oneOf(DIRECTIONS, q.get("direction")) ?? plain.direction,
    minutes: Number.isInteger(minutes) && minutes >= 1 && minutes <= MAX_MINUTES ? minutes : plain.minutes,
    group: /^[a-z0-9_]{1,20}$/.test(q.get("group") ?? "") ? q.get("group")! : plain.group,
    tab: oneOf(TABS, q.get("tab")) ?? plain.tab,
    level: q.get("level") ?? plain.level,
    point,
    facility,
    at: point === null && facility === null ? parsePosition(q.get("at")) : null,
    catchment: q.get("catchment") === "on" ? true : q.get("catchment") === "off" ? false : null,
    spot: q.get("spot"),
    session: SESSION.test(q.get("session") ?? "") ? q.get("session") : null,
    scenario: named(q.get("scenario")),
    goal: parseGoal(q),
    conditions: parseConditions(q),
    ...parsePlan(q),
    compare: pair(q.get("from"), q.get("to")),
    hidden: LAYERS.filter((layer) => (q.get("hide") ?? "").split(",").includes(layer)),
    place: parsePlace(q.get("map")),
  };
}

/** A value of an address that there is not, so that another stands in its place. */
export interface Correction {
  what: "service" | "mode" | "minutes" | "group" | "tab" | "asOf" | "map";
  /** As given, cut to what can be shown. */
  given: string;
}

/** What an address says that its view does not, as it makes no sense. */
export function unbelieved(query: string, view: View): Correction[] {
  const q = new URLSearchParams(query);
  const given = { mode: q.get("mode"), minutes: q.get("minutes"), group: q.get("group"), tab: q.get("tab") };
  const out: Correction[] = [];
  for (const code of new Set((q.get("service") ?? "").split(",").filter(Boolean))) {
    if (!view.services.includes(code)) out.push({ what: "service", given: code });
  }
  for (const what of ["mode", "minutes", "group", "tab"] as const) {
    const text = given[what];
    const same = what === "minutes" ? Number(text) === view.minutes : text === view[what];
    if (text !== null && !same) out.push({ what, given: text });
  }
  if (q.get("as-of") && !view.asOf) out.push({ what: "asOf", given: q.get("as-of") ?? "" });
  if (q.get("map") && !view.place) out.push({ what: "map", given: q.get("map") ?? "" });
  return out.map((c) => ({ ...c, given: c.given.length > 40 ? `${c.given.slice(0, 40)}…` : c.given }));
}

/** What sites are looked for: one of sites, budget and target, and the aim. */
function parseGoal(q: URLSearchParams): Goal {
  const aim = oneOf(AIMS, q.get("aim")) ?? FIRST_GOAL.aim;
  for (const by of LIMITS) {
    const goal = { by, amount: Number(q.get(by) ?? NaN), aim };
    if (isSound(goal)) return goal;
  }
  return { ...FIRST_GOAL, aim };
}

/** In the place of a plan's id: the file that somebody has loaded. Its text is no part of an address. */
export const OWN_PLAN = "file";

function parsePlan(q: URLSearchParams): Pick<View, "plan" | "asOf" | "elder" | "planScenario" | "promise"> {
  const id = (text: string | null) => (CODE.test(text ?? "") ? text : null);
  const plan = id(q.get("plan"));
  const asOf = q.get("as-of") ?? "";
  return {
    plan,
    asOf: isDay(asOf) ? asOf : "",
    elder: q.get("elder") === "60" ? 60 : q.get("elder") === "65" ? 65 : null,
    planScenario: named(q.get("plan-scenario")),
    promise: plan === null ? null : id(q.get("promise")),
  };
}

/** A day that there is: "2025-12-31". */
export function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The id of a plan or of a check; the server has the last word. */
const CODE = /^[\p{L}\p{N}._-]{1,100}$/u;

/** service:id; the id is whatever its file says. */
const FACILITY = /^[a-z0-9_]{1,40}:.{1,200}$/;

/** Whatever the server calls its sessions. */
const SESSION = /^[A-Za-z0-9_-]{1,64}$/;

/** A name that a scenario can have; the server has the last word. */
function named(text: string | null): string | null {
  return text !== null && text !== "" && [...text].length <= 80 ? text : null;
}

/** Keys of two different things to compare. */
function pair(from: string | null, to: string | null): View["compare"] {
  return from !== null && to !== null && COMPARED.test(from) && COMPARED.test(to) && from !== to ? [from, to] : null;
}

/** As state/comparison has them. */
const COMPARED = /^(base|this|saved:.{1,160})$/;

function oneOf<T extends string>(known: readonly T[], value: string | null): T | null {
  return known.find((k) => k === value) ?? null;
}

function formatPlace({ zoom, lat, lon }: Place): string {
  return `${zoom}/${lat.toFixed(5)}/${lon.toFixed(5)}`;
}

function parsePlace(text: string | null): Place | null {
  const parts = (text ?? "").split("/").map(Number);
  const [zoom, lat, lon] = parts;
  if (parts.length !== 3 || zoom === undefined || lat === undefined || lon === undefined) return null;
  const sound = zoom >= 1 && zoom <= 19 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return sound ? { zoom, lat, lon } : null;
}

export function formatPosition({ lon, lat }: Position): string {
  return `${lon.toFixed(5)},${lat.toFixed(5)}`;
}

function parsePosition(text: string | null): Position | null {
  const match = /^(-?\d{1,3}(?:\.\d{1,9})?),(-?\d{1,2}(?:\.\d{1,9})?)$/.exec(text ?? "");
  const [lon, lat] = [Number(match?.[1]), Number(match?.[2])];
  return match && Math.abs(lon) <= 180 && Math.abs(lat) <= 85 ? { lon: round5(lon), lat: round5(lat) } : null;
}

export function round5(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
