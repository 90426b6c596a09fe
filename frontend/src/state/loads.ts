/** For how many people each facility is the nearest, counted here from the times of every point. */
import { computed } from "@preact/signals";
import type { FacilityFeature } from "../api/types";
import { nearestLoads, type Load } from "../analysis/people";
import { view } from "./address";
import { currentTimes } from "./answers";
import { keyOf } from "./town";

/** null where it cannot be told: no times yet, or times that do not say whose facility an id is. */
const loads = computed<Map<string, Load> | null>(() => {
  const times = currentTimes.value;
  const { services, minutes } = view.value;
  if (!times || (services.length > 1 && !times.facility_service)) return null;
  return nearestLoads(times, minutes, services[0] ?? "");
});

/** People within the cutoff for whom a facility is the nearest, or null where that cannot be told. */
export function loadOf(facility: FacilityFeature): number | null {
  return loads.value && (loads.value.get(keyOf(facility))?.people ?? 0);
}
