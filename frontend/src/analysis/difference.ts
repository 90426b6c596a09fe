/**
 * What a scenario changes for residential points, seen from the town as it is. Each answer of the server tells what
 * one edit changed; laid upon each other they tell what all of them did, at any cutoff and without asking again.
 */
import type { ChangedPoint, DifferenceFeature } from "../api/scenariotypes";
import type { Reason, TravelTimes } from "../api/types";

/** A residential point whose time is another than in the town as it is. */
export interface Moved {
  id: string;
  lon: number;
  lat: number;
  /** Of the group; null where the cell is empty. */
  people: number | null;
  beforeMs: number | null;
  afterMs: number | null;
  beforeReason: Reason;
  afterReason: Reason;
}

/** By id of the residential point; those that are as before are not in it. */
export type Difference = ReadonlyMap<string, Moved>;

export const NO_DIFFERENCE: Difference = new Map();

/** Gained and lost speak of the cutoff; the others are on the same side of it as before. */
export type Fortune = "gained" | "lost" | "nearer" | "farther" | "same";

/** Whole milliseconds, in which the server computes. */
function toMs(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 1000);
}

/** Lays what an edit changed upon what was changed before it. What is as it was in the beginning drops out. */
export function laidUpon(before: Difference, points: readonly ChangedPoint[]): Difference {
  const out = new Map(before);
  for (const p of points) {
    const known = before.get(p.id);
    const moved: Moved = {
      id: p.id,
      lon: p.lon,
      lat: p.lat,
      people: p.people,
      beforeMs: known ? known.beforeMs : toMs(p.before_s),
      beforeReason: known ? known.beforeReason : p.before_reason,
      afterMs: toMs(p.after_s),
      afterReason: p.after_reason,
    };
    const same = moved.beforeMs === moved.afterMs && (moved.afterMs !== null || moved.beforeReason === moved.afterReason);
    if (same) out.delete(p.id);
    else out.set(p.id, moved);
  }
  return out;
}

/** Reads what the server says of all edits together. */
export function differenceOf(features: readonly DifferenceFeature[]): Difference {
  return new Map(
    features.map(({ geometry, properties: p }) => [
      p.id,
      {
        id: p.id,
        lon: geometry.coordinates[0] ?? 0,
        lat: geometry.coordinates[1] ?? 0,
        people: p.group_population,
        beforeMs: toMs(p.before_s),
        afterMs: toMs(p.after_s),
        beforeReason: p.before_reason,
        afterReason: p.after_reason,
      },
    ]),
  );
}

export function fortuneOf({ beforeMs, afterMs }: Pick<Moved, "beforeMs" | "afterMs">, minutes: number): Fortune {
  const cutoff = minutes * 60_000;
  const was = beforeMs !== null && beforeMs <= cutoff;
  const is = afterMs !== null && afterMs <= cutoff;
  if (was !== is) return is ? "gained" : "lost";
  if (beforeMs === afterMs) return "same";
  return (afterMs ?? Infinity) < (beforeMs ?? Infinity) ? "nearer" : "farther";
}

/** The times of the town as it is with what a scenario changes; the very same object where that is nothing. */
export function withDifference(times: TravelTimes, difference: Difference): TravelTimes {
  if (difference.size === 0) return times;
  const milliseconds = [...times.milliseconds];
  const reason = [...times.reason];
  times.id.forEach((id, i) => {
    const moved = difference.get(id);
    if (!moved) return;
    milliseconds[i] = moved.afterMs;
    reason[i] = moved.afterReason;
  });
  return { ...times, milliseconds, reason };
}

export interface GainedLost {
  gained: number;
  lost: number;
}

/**
 * The people who come within the cutoff, and those who fall out of it.
 *
 * @param people of another group by id; those of the group asked about if not given.
 */
export function gainedLost(difference: Difference, minutes: number, people?: ReadonlyMap<string, number>): GainedLost {
  const out = { gained: 0, lost: 0 };
  for (const moved of difference.values()) {
    const fortune = fortuneOf(moved, minutes);
    if (fortune !== "gained" && fortune !== "lost") continue;
    out[fortune] += (people ? people.get(moved.id) : moved.people) ?? 0;
  }
  return out;
}
