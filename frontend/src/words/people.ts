/** People and shares of them in the words of the view. */
import { percent } from "../format/share";
import { estimated, grouped } from "../format/number";
import { view } from "../state/address";
import { workspace } from "../state/town";
import { t } from "./language";

/** Some of the town's people were computed, not counted. */
export function isEstimate(): boolean {
  return workspace.value.value?.people_estimated ?? false;
}

/** "586,472", or "586,000" where people are estimates. */
export function count(n: number): string {
  return grouped(isEstimate() ? estimated(n) : n);
}

/** "586,472人", "586,472 people", or households where the group counts those. */
export function people(n: number): string {
  return t(view.value.group === "households" ? "a.households" : "a.people", { n: count(n) });
}

export { percent };
