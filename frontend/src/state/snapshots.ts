/** Dated records of results: kept in the workspace, frozen, compared. */
import { computed, signal } from "@preact/signals";
import { later } from "../api/later";
import { compareSnapshots, dropSnapshot, freezeSnapshot, keepSnapshot, listSnapshots } from "../api/plans";
import type { SnapshotComparison, SnapshotInfo } from "../api/plantypes";
import { asProblem, type Problem } from "../api/problem";
import { isPlanTab, ofResult } from "./plan";

/** By date, the latest first; null until they were asked for. */
export const snapshots = signal<readonly SnapshotInfo[] | null>(null);
export const snapshotTrouble = signal<Problem | null>(null);

/** Asks for the list anew; the one before stays until it is here. */
export function readSnapshots(): Promise<boolean> {
  return did(async () => null);
}

/** Keeps the result under a name, of a day. */
export function keep(name: string, date: string): Promise<boolean> {
  return did(() => ofResult((id) => keepSnapshot(name, id, date)));
}

/** From now on it can neither be changed nor deleted. */
export function freeze(name: string): Promise<boolean> {
  return did(() => freezeSnapshot(name));
}

export function drop(name: string): Promise<boolean> {
  if (pair.peek()?.includes(name)) pair.value = null;
  return did(() => dropSnapshot(name));
}

async function did(first: () => Promise<unknown>): Promise<boolean> {
  snapshotTrouble.value = null;
  try {
    await first();
    const { items } = await listSnapshots();
    snapshots.value = [...items].sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.name < b.name ? -1 : 1));
    return true;
  } catch (error) {
    snapshotTrouble.value = asProblem(error);
    return false;
  }
}

/** The two that are compared, the earlier one first. */
export const pair = signal<readonly [before: string, after: string] | null>(null);

const compareKey = computed(() => (pair.value && isPlanTab.value ? JSON.stringify(pair.value) : ""));
export const comparison = later<SnapshotComparison>(compareKey, () => {
  const [before, after] = pair.peek() ?? ["", ""];
  return { answer: compareSnapshots(before, after) };
});

/** Of the comparison, the check whose points are on the map; null: nobody's. */
export const comparedCheck = signal<string | null>(null);
