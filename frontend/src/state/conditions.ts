/** The conditions of a search for sites, changed one at a time; each change is a step that Back undoes. */
import { computed, signal } from "@preact/signals";
import { keptId, MOST, MOST_CORNERS, NO_CONDITIONS, type Conditions, type FacilityFate, type Kept, type Side, type Weight } from "../analysis/conditions";
import { isWithin, type Corner } from "../analysis/land";
import { round7 } from "../analysis/edits";
import type { ChosenSite } from "../api/sitetypes";
import { t } from "../words/language";
import { go, view } from "./address";
import { notify } from "./notices";

/** Candidates of a file; its content is no part of an address. */
export const list = signal<{ name: string; content: string } | null>(null);

/** Whether the panel shows them all. */
export const conditionsOpen = signal(false);

export const conditions = computed(() => view.value.conditions);

export function setConditions(change: Partial<Conditions>): void {
  go({ conditions: { ...view.peek().conditions, ...change } });
}

/** Drops all of them, and the list. */
export function clearConditions(): void {
  list.value = null;
  setConditions(NO_CONDITIONS);
}

/** No site stands within this many metres of a place that is left out. */
export const AVOID_M = 100;

/** Whether a site has to stand at a place. */
export function isKept(service: string, at: Corner): boolean {
  return view.value.conditions.keep.some((k) => k.service === service && isWithin(k.at, at, 1));
}

/** Keeps a site, or lets it go again. */
export function toggleKept(kept: Kept): void {
  const { keep, avoid } = view.peek().conditions;
  const at = place(kept.at);
  const one = { ...kept, at };
  if (keep.some((k) => k.service === one.service && isWithin(k.at, at, 1))) {
    return setConditions({ keep: keep.filter((k) => k.service !== one.service || !isWithin(k.at, at, 1)) });
  }
  if (isFull(keep.length)) return;
  // What must stand here cannot be left out as well.
  setConditions({ keep: [...keep.filter((k) => keptId(k) !== keptId(one)), one], avoid: avoid.filter((a) => !isWithin(a.at, at, a.metres)) });
}

/** A site of an answer as a place that is kept. */
export function keptOf({ service, lon, lat, cost, capacity, name, id }: Pick<ChosenSite, "service" | "lon" | "lat" | "name" | "id"> & Partial<Pick<ChosenSite, "cost" | "capacity">>): Kept {
  return { service, at: [lon, lat], cost: cost ?? 1, capacity: capacity ?? 0, name: name || id };
}

/** No site any more at a place, nor close around it. */
export function avoidPlace(at: Corner, name: string): void {
  const { keep, avoid } = view.peek().conditions;
  if (isFull(avoid.length)) return;
  setConditions({ avoid: [...avoid, { at: place(at), metres: AVOID_M, name }], keep: keep.filter((k) => !isWithin(k.at, at, AVOID_M)) });
}

export function addArea(side: Side, id: string): void {
  const { areas } = view.peek().conditions;
  if (areas[side].includes(id) || isFull(areas[side].length)) return;
  const other: Side = side === "not" ? "only" : "not";
  setConditions({ areas: { ...areas, [other]: areas[other].filter((a) => a !== id), [side]: [...areas[side], id] } });
}

export function addLand(side: Side, ring: readonly Corner[]): void {
  const { land } = view.peek().conditions;
  if (isFull(land[side].length) || ring.length > MOST_CORNERS) return;
  setConditions({ land: { ...land, [side]: [...land[side], ring.map(place)] } });
}

/** What becomes of a facility; null: it stays. */
export function fateOf(key: string): FacilityFate | null {
  const { closing, replace } = view.value.conditions;
  return closing.includes(key) ? "closing" : replace.includes(key) ? "replace" : null;
}

export function setFate(key: string, fate: FacilityFate | null): void {
  const { closing, replace } = view.peek().conditions;
  const next = { closing: closing.filter((k) => k !== key), replace: replace.filter((k) => k !== key) };
  if (fate && isFull(next[fate].length)) return;
  setConditions(fate ? { ...next, [fate]: [...next[fate], key] } : next);
}

/** @param weight 0: people of this group do not count. */
export function setWeight(group: string, weight: number): void {
  const rest = view.peek().conditions.weights.filter((w) => w.group !== group);
  const weights: Weight[] = weight > 0 ? [...rest, { group, weight }] : rest;
  setConditions({ weights: weights.sort((a, b) => (a.group < b.group ? -1 : 1)) });
}

function isFull(n: number): boolean {
  if (n >= MOST) notify(t("cd.full", { n: MOST }));
  return n >= MOST;
}

function place([lon, lat]: Corner): Corner {
  return [round7(lon), round7(lat)];
}
