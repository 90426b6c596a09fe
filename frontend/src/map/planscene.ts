/** What the map shows of a plan: the promise that is looked at, or whom a comparison of snapshots brings in and drops. */
import { computed } from "@preact/signals";
import { allServices } from "../analysis/plan";
import { isPlanTab, plan } from "../state/plan";
import { chosen, chosenUnit, lacks, lacksShown, more, planned, unitMap } from "../state/promise";
import { comparedCheck, comparison } from "../state/snapshots";
import { presentFacilities, serves } from "../state/town";
import { view } from "../state/address";
import type { ChangedDot } from "./changes";
import { worldX, worldY } from "./overlay";
import { lackDots, NO_PLAN, unitShapes, usualOf, type PlanShapes } from "./plan";
import { signOf } from "./signs";
import type { SiteShapes, SiteSign } from "./sites";

/** More kinds than this would hide what the map is about. */
const MOST_KINDS = 5;

const units = computed(() => {
  const { value } = unitMap.value;
  const listed = chosen.value?.op === "report";
  return value ? { shapes: unitShapes(value, listed), all: value.features.length } : { shapes: [], all: 0 };
});
const lacking = computed(() => (lacks.value.value && lacksShown.value ? lackDots(lacks.value.value) : []));

/** null on the other tabs. */
export const planShapes = computed<PlanShapes | null>(() => {
  if (!isPlanTab.value) return null;
  if (!chosen.value) return NO_PLAN;
  const { shapes, all } = units.value;
  return { units: shapes, unmapped: all - shapes.length, lacks: lacking.value, usual: usualOf(lacking.value), chosen: chosenUnit.value };
});

/** The facilities that a check is about, as they are now; those of another day are not on the map. */
export const planSigns = computed(() => {
  const check = isPlanTab.value ? planned.value : null;
  if (!check || view.value.asOf !== "" || units.value.shapes.some((u) => u.rings.length === 0)) return [];
  const codes = allServices(plan.value, check);
  if (codes.length === 0 || codes.length > MOST_KINDS) return [];
  return presentFacilities.value.filter((f) => codes.includes(f.properties.service) && serves(f)).map(signOf);
});

/** The sites that it would take to meet the promise, numbered as beside the map. */
export const planSites = computed<SiteShapes | null>(() => {
  const sites = isPlanTab.value && chosen.value ? (more.value.value?.needed?.sites ?? chosen.value.needed?.sites ?? []) : [];
  if (sites.length === 0) return null;
  const signs = sites.map(
    ({ id, lon, lat, gain }, i): SiteSign => ({ rank: i + 1, label: String(i + 1), name: id, people: gain, beside: 0, lon, lat, x: worldX(lon), y: worldY(lat) }),
  );
  return { signs, others: [], lands: [], chosen: null };
});

/** Of the check whose people somebody wants to see. */
export const planChanges = computed<readonly ChangedDot[]>(() => {
  const check = isPlanTab.value && !chosen.value ? comparedCheck.value : null;
  return (comparison.value.value?.points ?? [])
    .filter((p) => p.check === check)
    .map((p) => ({ x: worldX(p.at[0]), y: worldY(p.at[1]), people: p.people, gained: p.change === "gained" }));
});
