/** Whose data is shown. */
import type { Workspace } from "../api/types";
import { t } from "./language";

/** Streets come from OpenStreetMap unless the workspace says otherwise; the sample town is nobody's but ours. */
export function attribution(workspace: Workspace | null): string {
  const given = workspace?.attribution ?? [];
  if (given.length > 0) return given.join(" · ");
  return workspace?.sample ? t("map.fictional") : "© OpenStreetMap contributors (ODbL 1.0)";
}
