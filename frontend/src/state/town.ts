/** What the workspace holds, asked once and again after every import. */
import { computed, effect, signal } from "@preact/signals";
import { address } from "../api/client";
import { resource } from "../api/resource";
import type { Areas, Facilities, FacilityFeature, ModeInfo, Service, Workspace } from "../api/types";
import { facilitiesAfter } from "../analysis/edits";
import { adjust, view } from "./address";
import { edits, held } from "./play";

export const workspace = resource<Workspace>(signal(address("/workspace")));
export const services = resource<{ items: Service[] }>(signal(address("/services")));
export const modes = resource<{ items: ModeInfo[] }>(signal(address("/modes")));

/** Nothing can be computed without streets and people. */
export const isEmpty = computed(() => {
  const counts = workspace.value.value?.counts;
  return counts ? counts.streets === 0 || counts.residential_points === 0 : false;
});

/** A town wider than it is high leaves room below it and not beside it. */
export const isWide = computed(() => {
  const box = workspace.value.value?.bbox;
  if (!box) return true;
  const [west, south, east, north] = box;
  return (east - west) * Math.cos((((south + north) / 2) * Math.PI) / 180) > north - south;
});

export const serviceByCode = computed(() => new Map((services.value.value?.items ?? []).map((s) => [s.code, s])));

const hasAreas = computed(() => (workspace.value.value?.counts.areas ?? 0) > 0);
export const areas = resource<Areas>(computed(() => (hasAreas.value ? address("/areas") : null)));

/** Facilities are wanted by the map, the search and the list; ten thousand are more than any of them can show. */
const FACILITY_LIMIT = 10_000;
const hasFacilities = computed(() => (workspace.value.value?.counts.facilities ?? 0) > 0);
export const facilities = resource<Facilities>(
  computed(() => (hasFacilities.value ? address("/facilities", { limit: FACILITY_LIMIT }) : null)),
);

/** What tells a facility from all others: ids may recur from service to service. */
export function keyOf({ properties }: FacilityFeature): string {
  return `${properties.service}:${properties.id}`;
}

/** Whether people can use it now: planned and closed ones, and those off the network, serve nobody. */
export function serves({ properties }: FacilityFeature): boolean {
  return properties.status === "active" && properties.on_network;
}

/** All facilities as they are, with the edits of a scenario done. */
export const presentFacilities = computed(() => facilitiesAfter(facilities.value.value?.features ?? [], edits.value));

/** The facilities of the services asked about. */
export const shownFacilities = computed(() => {
  const codes = new Set(view.value.services);
  return presentFacilities.value.filter((f) => codes.has(f.properties.service));
});

/** The same, with one in somebody's hand where the hand is. */
export const facilitiesOnMap = computed(() => {
  const hand = held.value;
  if (!hand) return shownFacilities.value;
  const inHand = (f: FacilityFeature) => ({ ...f, geometry: { ...f.geometry, coordinates: [hand.lon, hand.lat] } });
  return shownFacilities.value.map((f) => (keyOf(f) === hand.key ? inHand(f) : f));
});

/** The levels of areas, as many as there are areas on them: the finest first. */
export const levels = computed(() => [...(workspace.value.value?.levels ?? [])].sort((a, b) => b.areas - a.areas));
export const level = computed(() => {
  const known = levels.value.map((l) => l.level);
  return known.includes(view.value.level) ? view.value.level : (known[0] ?? "");
});

/** A first question, so that the first picture is an answer: the elderly station where there is a list of them. */
const FIRST_SERVICE = "elder_station";

export function startWithAService(): void {
  effect(() => {
    const imported = (services.value.value?.items ?? []).filter((s) => s.imported);
    if (view.value.services.length > 0 || imported.length === 0) return;
    const first = imported.find((s) => s.code === FIRST_SERVICE) ?? imported[0];
    if (first) adjust({ services: [first.code] });
  });
}
