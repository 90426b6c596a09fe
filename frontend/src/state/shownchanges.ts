/** The changes that the map paints over the people: of the scenario under way, or between two that are compared. */
import { computed } from "@preact/signals";
import { NO_DIFFERENCE, type Difference } from "../analysis/difference";
import { comparedOnMap } from "./comparison";
import { settling } from "./answers";
import { changes } from "./play";

export const changesShown = computed<Difference>(() => comparedOnMap.value ?? (settling.value ? NO_DIFFERENCE : changes.value.points));
