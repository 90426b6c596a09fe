/** The calls that play with a scenario. All of them answer at once; who waits for whom is the caller's. */
import { address, getJSON, send } from "./client";
import type { Edit, ScenarioChange, ScenarioComparison, ScenarioList, ScenarioQuestion, ScenarioState, StreetsAt, Difference } from "./scenariotypes";

/** With what a scenario begins: nothing, a saved one, or edits that somebody kept. */
export interface Beginning {
  name?: string;
  from?: string;
  edits?: readonly Edit[];
}

export function listScenarios(): Promise<ScenarioList> {
  return getJSON(address("/scenarios"));
}

export function beginScenario(question: ScenarioQuestion, beginning: Beginning = {}): Promise<ScenarioState> {
  return send("POST", address("/scenarios"), { ...question, ...beginning });
}

export function getScenario(id: string): Promise<ScenarioState> {
  return getJSON(path(id));
}

export function askScenario(id: string, question: ScenarioQuestion): Promise<ScenarioState> {
  return send("PUT", path(id, "/question"), question);
}

/** @param replace puts the edit in the place of the last one, as while something is dragged. */
export function doEdit(id: string, edit: Edit, replace: boolean): Promise<ScenarioChange> {
  return send("POST", path(id, `/edits${replace ? "?replace=true" : ""}`), edit);
}

export function undoEdit(id: string): Promise<ScenarioChange> {
  return send("POST", path(id, "/undo"));
}

export function redoEdit(id: string): Promise<ScenarioChange> {
  return send("POST", path(id, "/redo"));
}

/** @param replace takes the name from another saved scenario; without it, that is refused (409). */
export function saveScenario(id: string, name: string, replace: boolean): Promise<ScenarioState> {
  return send("POST", path(id, "/save"), { name, replace });
}

export function endScenario(id: string): Promise<null> {
  return send("DELETE", path(id));
}

export function dropSaved(name: string): Promise<null> {
  return send("DELETE", address(`/saved-scenarios/${encodeURIComponent(name)}`));
}

/** @param against another scenario under way; the town without edits if not given. */
export function differenceAddress(id: string, against = "base"): string {
  return path(id, `/difference?against=${encodeURIComponent(against)}`);
}

export function difference(id: string, against?: string): Promise<Difference> {
  return getJSON(differenceAddress(id, against));
}

export function compareScenarios(ids: readonly string[]): Promise<ScenarioComparison> {
  return getJSON(address("/scenarios/compare", { ids: ids.join(",") }));
}

export function streetsAt(lon: number, lat: number): Promise<StreetsAt> {
  return getJSON(address("/streets", { at: `${lon},${lat}` }));
}

function path(id: string, rest = ""): string {
  return address(`/scenarios/${encodeURIComponent(id)}`) + rest;
}
