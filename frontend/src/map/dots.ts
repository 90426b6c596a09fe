/** The people of the town, ready to be painted: positions in the Mercator square, sizes, fates. */
import type { TravelTimes } from "../api/types";
import { bandOf } from "../analysis/bands";
import { fateOf, type Fate } from "../analysis/people";
import { worldX, worldY } from "./overlay";

export interface Dots {
  times: TravelTimes;
  x: Float64Array;
  y: Float64Array;
  /** People of the group; 0 where there are none or no data. */
  people: Float64Array;
  /** People of a usual large point. */
  usual: number;
  /** Square root of people over that of a usual large point, so that the area of a dot shows people. */
  size: Float32Array;
  /** Indices from large to small: small dots are painted on top. */
  order: Uint32Array;
}

/** Among points with people, this share is smaller than a "usual large point". */
const USUAL = 0.9;

export function dotsOf(times: TravelTimes): Dots {
  const n = times.id.length;
  const people = Float64Array.from(times.group_population, (p) => p ?? 0);
  const sorted = people.filter((p) => p > 0).sort();
  const usual = sorted[Math.floor(sorted.length * USUAL)] ?? 1;
  return {
    times,
    x: Float64Array.from(times.lon, worldX),
    y: Float64Array.from(times.lat, worldY),
    people,
    usual,
    size: Float32Array.from(people, (p) => Math.sqrt(p / usual)),
    order: Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => (people[b] ?? 0) - (people[a] ?? 0)),
  };
}

/** Radius in pixels of a usual large point. */
export function usualRadius(zoom: number): number {
  return Math.min(13, Math.max(2.4, 5.4 * 1.38 ** (zoom - 14)));
}

export function radius(dots: Dots, i: number, zoom: number): number {
  const usual = usualRadius(zoom);
  return Math.min(usual * 2, Math.max(1.3, usual * (dots.size[i] ?? 0)));
}

export function fate(dots: Dots, i: number, minutes: number): Fate {
  return fateOf(dots.times.milliseconds[i] ?? null, dots.times.reason[i] ?? "", minutes);
}

export function band(dots: Dots, i: number): number {
  return bandOf(dots.times.milliseconds[i] ?? 0);
}

/**
 * Whether dots would lie on top of each other at a zoom, so that cells tell more. A dot should mostly
 * have a square of about its own width to itself.
 */
export function crowded(dots: Dots, zoom: number): boolean {
  const side = Math.max(9, usualRadius(zoom) * 2);
  const world = (256 * 2 ** zoom) / side;
  const squares = new Set<number>();
  let inhabited = 0;
  for (let i = 0; i < dots.people.length; i++) {
    if (!dots.people[i]) continue;
    inhabited++;
    squares.add(Math.floor((dots.x[i] ?? 0) * world) * 2 ** 26 + Math.floor((dots.y[i] ?? 0) * world));
  }
  return inhabited > 200 && inhabited > squares.size * 1.5;
}
