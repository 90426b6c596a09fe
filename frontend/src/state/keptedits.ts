/**
 * Edits kept on this page, so that a scenario which the server has forgotten can begin again. They last as long as the
 * tab of the browser does: who wants more saves.
 */
import type { Edit, ScenarioState } from "../api/scenariotypes";

interface Kept {
  name: string;
  edits: Edit[];
}

const PREFIX = "lifecircle.scenario.";

export function keepEdits({ id, name, edits }: ScenarioState): void {
  try {
    sessionStorage.setItem(PREFIX + id, JSON.stringify({ name, edits }));
  } catch {
    // Full, or forbidden by the browser: then a forgotten scenario is lost, and the page says so.
  }
}

/** null where nothing was kept. */
export function keptEdits(id: string): Kept | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PREFIX + id) ?? "null") as Partial<Kept> | null;
    return kept && Array.isArray(kept.edits) ? { name: String(kept.name ?? ""), edits: kept.edits } : null;
  } catch {
    return null;
  }
}
