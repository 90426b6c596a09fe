/** The changes that the map paints over the people: of the scenario under way, or between two that are compared. */
import { computed } from "@preact/signals";
import { NO_DIFFERENCE, type Difference } from "../analysis/difference";
import { comparedOnMap } from "./comparison";
import { settling } from "./answers";
import { changes, held } from "./play";

export const changesShown = computed<Difference>(() => {
  // The map follows the hand before anything else.
  if (comparedOnMap.value && !held.value) return comparedOnMap.value;
  return settling.value ? NO_DIFFERENCE : changes.value.points;
});
