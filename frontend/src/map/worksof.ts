/** Works on the ground, from the edits and from what is in somebody's hand. */
import { computed } from "@preact/signals";
import type { FacilityFeature } from "../api/types";
import { markOf } from "../state/marks";
import { edits, playing } from "../state/play";
import { facilities, facilitiesOnMap, keyOf } from "../state/town";
import { found, tool } from "../state/tools";
import type { Work } from "./works";

const position = (f: FacilityFeature): [number, number] => [f.geometry.coordinates[0] ?? 0, f.geometry.coordinates[1] ?? 0];

/** A line from where a facility stands to where it would. */
const moved = computed<Work[]>(() => {
  const now = new Map(facilitiesOnMap.value.map((f) => [keyOf(f), f]));
  const base = (facilities.value.value?.features ?? []).filter((f) => now.has(keyOf(f)));
  return base.flatMap((f): Work[] => {
    const [from, to] = [position(f), position(now.get(keyOf(f))!)];
    return from[0] === to[0] && from[1] === to[1] ? [] : [{ kind: "moved", line: [from, to] }];
  });
});

const onStreets = computed<Work[]>(() =>
  edits.value.flatMap((edit): Work[] => {
    const line = markOf(edit)?.line;
    if (!line) return [];
    if (edit.kind === "close_street") return [{ kind: "closed", line }];
    if (edit.kind === "open_gate") return [{ kind: "gate", line }];
    return edit.kind === "build_street" ? [{ kind: "built", line }] : [];
  }),
);

/** What the card asks about. */
const inHand = computed<Work[]>(() => {
  const f = found.value;
  const t = tool.value;
  if (f?.does === "close") return [{ kind: "picked", line: f.at.street.line }];
  if (f?.does === "gate") return f.at.gates.map((g): Work => ({ kind: "start", line: [[g.lon, g.lat]] }));
  if (f?.does === "build") return [{ kind: "picked", line: [[f.from.lon, f.from.lat], [f.to.lon, f.to.lat]] }];
  return t?.does === "build" && t.from ? [{ kind: "start", line: [[t.from.lon, t.from.lat]] }] : [];
});

export const works = computed<readonly Work[]>(() => (playing.value ? [...moved.value, ...onStreets.value, ...inHand.value] : []));

/** Keys of facilities that a scenario changes: they keep their whole sign where others become dots. */
export const editedFacilities = computed<ReadonlySet<string>>(
  () => new Set(edits.value.flatMap((e) => ("service" in e ? [`${e.service}:${e.id}`] : []))),
);
