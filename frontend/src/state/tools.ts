/** What the next click on the map does to the scenario, and what the last one found. */
import { signal } from "@preact/signals";
import { freshId, round7 } from "../analysis/edits";
import { asProblem } from "../api/problem";
import { streetsAt } from "../api/scenarios";
import type { StreetsAt } from "../api/scenariotypes";
import { metres } from "../format/number";
import { t } from "../words/language";
import { serviceName } from "../words/services";
import { lookInto, view } from "./address";
import { notify } from "./notices";
import { play, playing, trouble } from "./play";
import { apply } from "./scenario";
import { keyOf, modes, presentFacilities } from "./town";

export type Tool =
  | { does: "add"; service: string }
  | { does: "move"; key: string }
  | { does: "close" | "gate" }
  /** The node where the street begins, once it was clicked. */
  | { does: "build"; from: StreetsAt["node"] | null };

export const tool = signal<Tool | null>(null);

/** What a click found, to be decided upon in a card. */
export type Found =
  | { does: "close"; at: StreetsAt }
  | { does: "gate"; at: StreetsAt }
  | { does: "build"; from: StreetsAt["node"]; to: StreetsAt["node"] };
export const found = signal<Found | null>(null);

/** Takes a tool in hand; a card in the way is closed. */
export function take(next: Tool): void {
  found.value = null;
  const { point, facility, at } = view.peek();
  if (point !== null || facility !== null || at) lookInto();
  tool.value = next;
}

/** Takes the tool from the hand and closes its card; false where there was neither. */
export function dropTool(): boolean {
  const had = tool.peek() !== null || found.peek() !== null;
  tool.value = null;
  found.value = null;
  return had;
}

/** Uses the tool at a place in degrees. */
export async function useAt(lon: number, lat: number): Promise<void> {
  const now = tool.peek();
  if (!now || !playing.peek()) return;
  if (now.does === "add") return addAt(now.service, lon, lat);
  if (now.does === "move") return moveTo(now.key, lon, lat);
  try {
    const at = await streetsAt(lon, lat);
    if (tool.peek() !== now) return; // another tool was taken meanwhile
    if (now.does !== "build") found.value = { does: now.does, at };
    else if (now.from === null) tool.value = { does: "build", from: at.node };
    else if (now.from.id !== at.node.id) found.value = { does: "build", from: now.from, to: at.node };
  } catch (error) {
    trouble.value = asProblem(error);
  }
}

async function addAt(service: string, lon: number, lat: number): Promise<void> {
  tool.value = null;
  const id = freshId(service, presentFacilities.peek(), play.peek()?.edits ?? []);
  const name = t("w.newName", { service: serviceName(service), n: id.slice("new".length) });
  if (!(await apply({ kind: "add_facility", service, id, name, at: [round7(lon), round7(lat)] }))) return;
  notify(t("w.added", { name }));
  await warnOfDistance(lon, lat);
}

async function moveTo(key: string, lon: number, lat: number): Promise<void> {
  tool.value = null;
  const feature = presentFacilities.peek().find((f) => keyOf(f) === key);
  if (!feature) return;
  const { service, id } = feature.properties;
  if (await apply({ kind: "move_facility", service, id, to: [round7(lon), round7(lat)] })) await warnOfDistance(lon, lat);
}

/** Says so where a facility was put down so far from any street that nobody can come. */
export async function warnOfDistance(lon: number, lat: number): Promise<void> {
  const limit = modes.peek().value?.items.find((m) => m.mode === view.peek().mode)?.access.limit_m;
  if (limit === undefined) return;
  try {
    const { street } = await streetsAt(lon, lat);
    if (street.distance_m > limit) notify(t("w.far", { m: metres(street.distance_m), limit }));
  } catch {
    // A warning that cannot be had; the figures show that nobody comes.
  }
}
