/** Why somebody is uncovered, in words. */
import type { Reason } from "../api/types";
import { metres, minutes } from "../format/number";
import { t } from "./language";

export interface Why {
  reason: Reason;
  missing_s?: number | null;
  nearest_street_m?: number | null;
  only_barrier?: boolean;
}

export function why({ reason, missing_s, nearest_street_m, only_barrier }: Why): string {
  switch (reason) {
    case "":
      return t("p.covered");
    case "beyond_cutoff":
      return t("reason.beyond_cutoff", { min: minutes(missing_s ?? 0) });
    case "not_snapped":
      if (only_barrier) return t("reason.not_snapped_barrier");
      return nearest_street_m != null ? t("reason.not_snapped_m", { m: metres(nearest_street_m) }) : t("reason.not_snapped");
    default:
      return t(`reason.${reason}`);
  }
}
