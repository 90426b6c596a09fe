/** What edits mean for the list of facilities and for the streets, so that the page shows the town as it would be. */
import type { Edit } from "../api/scenariotypes";
import type { FacilityFeature } from "../api/types";

/** The facilities with the edits done. The very same list where no edit speaks of facilities. */
export function facilitiesAfter(base: readonly FacilityFeature[], edits: readonly Edit[]): readonly FacilityFeature[] {
  const changed = new Map<string, FacilityFeature>();
  const known = new Map(base.map((f) => [key(f.properties.service, f.properties.id), f]));
  for (const edit of edits) {
    if (!("service" in edit)) continue;
    const k = key(edit.service, edit.id);
    const feature = edit.kind === "add_facility" ? added(edit) : (changed.get(k) ?? known.get(k));
    if (!feature) continue;
    changed.set(k, after(feature, edit));
  }
  if (changed.size === 0) return base;
  const kept = base.map((f) => changed.get(key(f.properties.service, f.properties.id)) ?? f);
  return [...kept, ...[...changed].filter(([k]) => !known.has(k)).map(([, f]) => f)];
}

function after(feature: FacilityFeature, edit: Edit): FacilityFeature {
  if (edit.kind === "move_facility") {
    // At its new place it is reached from the streets there; the server leaves out those that are not.
    return { ...feature, geometry: { type: "Point", coordinates: edit.to }, properties: { ...feature.properties, address: "", on_network: true } };
  }
  if (edit.kind === "close_facility") return { ...feature, properties: { ...feature.properties, status: "closed" } };
  if (edit.kind === "reopen_facility") return { ...feature, properties: { ...feature.properties, status: "active" } };
  return feature;
}

function added(edit: Extract<Edit, { kind: "add_facility" }>): FacilityFeature {
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: edit.at },
    properties: {
      service: edit.service, id: edit.id, name: edit.name ?? "", status: "active", capacity: null, capacity_unit: "",
      area_m2: null, opening_hours: "", address: "", on_network: true,
    },
  };
}

/** The first of new1, new2, … that no facility of the service has, be it by the edits. */
export function freshId(service: string, facilities: readonly FacilityFeature[], edits: readonly Edit[]): string {
  const taken = new Set(facilities.filter((f) => f.properties.service === service).map((f) => f.properties.id));
  for (const e of edits) if (e.kind === "add_facility" && e.service === service) taken.add(e.id);
  for (let n = 1; ; n++) if (!taken.has(`new${n}`)) return `new${n}`;
}

/** Positions as the server keeps them. */
export function round7(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

export interface Segment {
  way_id: number;
  from: number;
  to: number;
}

/** Whether the edits close a segment, by itself or with its whole way. */
export function isClosed(segment: Segment, edits: readonly Edit[]): boolean {
  return edits.some(
    (e) => e.kind === "close_street" && e.way_id === segment.way_id && (e.from === undefined || (e.from === segment.from && e.to === segment.to)),
  );
}

function key(service: string, id: string): string {
  return `${service}:${id}`;
}
