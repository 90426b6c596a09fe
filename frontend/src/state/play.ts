/**
 * The scenario under way, as plain signals: who changes them is state/scenario. The town, the answers and the map read
 * them, so that everything on the page shows the town as it would be.
 */
import { computed, signal } from "@preact/signals";
import { NO_DIFFERENCE, type Difference } from "../analysis/difference";
import type { Problem } from "../api/problem";
import type { Edit, ScenarioState } from "../api/scenariotypes";

/**
 * "none": the town as it is. "ended": the server knows it no more, its edits are kept here. "failed": it could not
 * begin.
 */
export type Phase = "none" | "starting" | "ready" | "ended" | "failed";
export const phase = signal<Phase>("none");

/** The scenario as the server told it last; after its end, as it was. */
export const play = signal<ScenarioState | null>(null);

/** Why it ended, failed, or why the last edit was refused. */
export const trouble = signal<Problem | null>(null);

/** A request is on its way. */
export const waiting = signal(false);

/** What all edits change, and the question for which that holds. */
export interface Changes {
  question: string;
  points: Difference;
  /** Some changed points are missing, as the server lists no more of them at once. */
  partial: boolean;
}
export const NO_CHANGES: Changes = { question: "", points: NO_DIFFERENCE, partial: false };
export const changes = signal<Changes>(NO_CHANGES);

const NONE: readonly Edit[] = [];

/** The edits that are done; none where nothing is under way. */
export const edits = computed<readonly Edit[]>(() => play.value?.edits ?? NONE);

/** Whether the page shows a scenario instead of the town as it is. */
export const playing = computed(() => play.value !== null && phase.value !== "failed");

/** A facility in somebody's hand: shown there, wherever the server believes it to be. */
export const held = signal<{ key: string; lon: number; lat: number } | null>(null);
