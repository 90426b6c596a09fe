/**
 * Names and shapes of streets and gates that somebody clicked. An edit names them by number alone; kept here, and in
 * the browser, it can be told in words and drawn again when a saved scenario is opened.
 */
import { signal } from "@preact/signals";
import type { Edit, StreetsAt } from "../api/scenariotypes";

export type LonLat = [lon: number, lat: number];

export interface Mark {
  name: string;
  /** Of a street, its bends; of a gate, its place alone. */
  line: LonLat[];
  /** Whom a gate stops. */
  stops?: string[];
}

const STORE = "lifecircle.marks";
/** The oldest go first. */
const KEPT = 300;

export const marks = signal<ReadonlyMap<string, Mark>>(read());

/** What tells a street or gate from all others; null for edits of facilities. */
export function markKey(edit: Edit): string | null {
  if (edit.kind === "close_street") return `way ${edit.way_id}`;
  if (edit.kind === "open_gate") return `node ${edit.node}`;
  return edit.kind === "build_street" ? `${edit.from} ${edit.to}` : null;
}

export function markOf(edit: Edit): Mark | null {
  const key = markKey(edit);
  if (key === null) return null;
  const segment = edit.kind === "close_street" && edit.from !== undefined ? `${key} ${edit.from} ${edit.to}` : key;
  return marks.value.get(segment) ?? marks.value.get(key) ?? null;
}

export function markStreet(street: StreetsAt["street"]): void {
  const mark = { name: street.name, line: street.line };
  keep([[`way ${street.way_id}`, mark], [`way ${street.way_id} ${street.from} ${street.to}`, mark]]);
}

export function markGate(gate: Omit<StreetsAt["gates"][number], "distance_m">): void {
  keep([[`node ${gate.node}`, { name: "", line: [[gate.lon, gate.lat]], stops: gate.stops }]]);
}

export function markBuilt(from: StreetsAt["node"], to: StreetsAt["node"], name: string): void {
  keep([[`${from.id} ${to.id}`, { name, line: [[from.lon, from.lat], [to.lon, to.lat]] }]]);
}

function keep(entries: [string, Mark][]): void {
  marks.value = new Map([...marks.peek(), ...entries].slice(-KEPT));
  try {
    localStorage.setItem(STORE, JSON.stringify([...marks.peek()]));
  } catch {
    // Full, or forbidden: then they last as long as the page does.
  }
}

function read(): Map<string, Mark> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORE) ?? "[]");
    return new Map(Array.isArray(kept) ? kept.filter((e) => Array.isArray(e) && Array.isArray(e[1]?.line)) : []);
  } catch {
    return new Map();
  }
}
