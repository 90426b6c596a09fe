/** The scenarios in the workspace, by name. */
import { signal } from "@preact/signals";
import { asProblem, type Problem } from "../api/problem";
import { dropSaved, listScenarios } from "../api/scenarios";
import type { ScenarioList } from "../api/scenariotypes";

export type Saved = ScenarioList["saved"][number];

/** null until they were asked for. */
export const saved = signal<readonly Saved[] | null>(null);
export const savedTrouble = signal<Problem | null>(null);

/** Asks for the list anew; the one before stays until it is here. */
export function readSaved(): void {
  void did(Promise.resolve());
}

export async function drop(name: string): Promise<void> {
  await did(dropSaved(name));
}

async function did(first: Promise<unknown>): Promise<void> {
  try {
    await first;
    saved.value = (await listScenarios()).saved;
    savedTrouble.value = null;
  } catch (error) {
    savedTrouble.value = asProblem(error);
  }
}
