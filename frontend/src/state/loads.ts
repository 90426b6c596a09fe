/** For how many people each facility is the nearest, counted here from the times of every point. */
import { computed } from "@preact/signals";
import type { FacilityFeature } from "../api/types";
import { nearestLoads, type Load } from "../analysis/people";
import { view } from "./address";
import { currentTimes } from "./answers";
import { keyOf } from "./town";

/**
 * null where it cannot be told: no times yet, times that do not say whose facility an id is, or times to the last
 * of all services, which name that one facility and not the nearest of each service.
 */
const loads = computed<Map<string, Load> | null>(() => {
  const times = currentTimes.value;
  const { services, need, minutes } = view.value;
  if (!times || (services.length > 1 && (need === "all" || !times.facility_service))) return null;
  return nearestLoads(times, minutes, services[0] ?? "");
});

export const loadsKnown = computed(() => loads.value !== null);

/** People within the cutoff for whom a facility is the nearest, or null where that cannot be told. */
export function loadOf(facility: FacilityFeature): number | null {
  return loads.value && (loads.value.get(keyOf(facility))?.people ?? 0);
}
