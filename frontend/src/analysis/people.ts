/**
 * The people of a town in columns, and the count of them at any cutoff. The times come once from the
 * server; a slider moves through them without asking again.
 */
import type { TravelTimes } from "../api/types";

/** What a residential point is at a cutoff. The late ones are told apart by the minutes they miss. */
export type Fate = "covered" | "late2" | "late10" | "late" | "none" | "unknown";

/** Missing less than this is a near miss; less than the second, a detour. */
const NEAR_MISS_MS = 2 * 60_000;
const DETOUR_MS = 10 * 60_000;

/** From best to worst; "unknown" (to be verified) speaks of the data and stands apart. */
export const FATES: readonly Fate[] = ["covered", "late2", "late10", "late", "none", "unknown"];
/** Those who reach a facility, but not in time. */
export const LATE: readonly Fate[] = ["late2", "late10", "late"];
/** All who are left out for certain: too late, or with no facility to go to. */
export const LEFT_OUT: readonly Fate[] = [...LATE, "none"];

/** Reasons that speak of the data and not of the service: to be verified, never a gap. */
export function isDoubt(reason: string): boolean {
  return reason === "not_snapped" || reason === "isolated";
}

/**
 * Decides a point, for exactly one reason. The cutoff is inclusive. Without a time the reason decides: off the network
 * or cut off is to be verified, and without any facility nobody misses minutes.
 */
export function fateOf(ms: number | null, reason: string, minutes: number): Fate {
  if (ms === null) return isDoubt(reason) ? "unknown" : reason === "no_facility" ? "none" : "late";
  const missing = ms - minutes * 60_000;
  if (missing <= 0) return "covered";
  if (missing < NEAR_MISS_MS) return "late2";
  return missing <= DETOUR_MS ? "late10" : "late";
}

export interface Tally {
  total: number;
  /** By fate; they sum to the total. */
  people: Record<Fate, number>;
  /** Those beyond reach are told apart by the minutes they miss; else all of them stand under "late". */
  sorted: boolean;
  /** Residential points whose number of this group is not known. */
  pointsNoData: number;
}

export function emptyTally(): Tally {
  return { total: 0, people: { covered: 0, late2: 0, late10: 0, late: 0, none: 0, unknown: 0 }, sorted: true, pointsNoData: 0 };
}

/** Counts the people of the group at a cutoff. */
export function tally(times: TravelTimes, minutes: number): Tally {
  const out = emptyTally();
  for (let i = 0; i < times.id.length; i++) {
    const people = times.group_population[i] ?? null;
    if (people === null) {
      out.pointsNoData++;
      continue;
    }
    out.total += people;
    out.people[fateOf(times.milliseconds[i] ?? null, times.reason[i] ?? "", minutes)] += people;
  }
  return out;
}

/** covered(m) for m = 0…max: the people within m minutes, in one pass. */
export function curve(times: TravelTimes, max: number): number[] {
  const within = new Array<number>(max + 1).fill(0);
  for (let i = 0; i < times.id.length; i++) {
    const ms = times.milliseconds[i] ?? null;
    if (ms === null) continue;
    const minute = Math.ceil(ms / 60_000);
    if (minute <= max) within[minute]! += times.group_population[i] ?? 0;
  }
  for (let m = 1; m <= max; m++) within[m]! += within[m - 1]!;
  return within;
}
