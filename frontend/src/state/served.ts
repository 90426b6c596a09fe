/** Whom each facility serves within the cutoff, as the server counts them. */
import { computed } from "@preact/signals";
import { resource } from "../api/resource";
import type { FacilityFeature, Served, ServedList } from "../api/types";
import { address } from "../api/client";
import { view } from "./address";
import { parameters } from "./answers";
import { keyOf } from "./town";

/** Where all of several services are needed, no facility serves anybody by itself. */
export const servedApart = computed(() => view.value.services.length > 1 && view.value.need === "all");

/** Asked only while somebody looks at facilities. The wait is for the slider. */
export const served = resource<ServedList>(
  computed(() => {
    const { tab, facility } = view.value;
    const wanted = (tab === "facilities" || facility !== null) && !servedApart.value;
    return wanted && parameters.value ? address("/coverage/facilities", parameters.value) : null;
  }),
  180,
);

const byKey = computed(() => new Map((served.value.value?.items ?? []).map((s) => [`${s.service}:${s.facility_id}`, s])));

/** null where it is not known yet, cannot be told, or nobody is served because the facility is not in use. */
export function servedBy(facility: FacilityFeature): Served | null {
  return byKey.value.get(keyOf(facility)) ?? null;
}
