/** Two answers of the server to the same question, row by row. */
import type { Gain } from "../api/scenariotypes";
import type { CoverageRow } from "../api/types";

export interface Pair {
  /** null: the whole town. */
  area: string | null;
  name: string;
  total: number;
  from: number;
  to: number;
  /** People who came in and who fell out, which together make the difference; null where that is not known. */
  gained: number | null;
  lost: number | null;
}

/** @param gains of the second answer seen from the first, where the server gave them. */
export function sideBySide(from: readonly CoverageRow[], to: readonly CoverageRow[], gains: readonly Gain[] | null): Pair[] {
  const before = new Map(from.map((row) => [row.area, row]));
  const gainOf = new Map(gains?.map((g) => [g.area, g]));
  return to.flatMap((row): Pair[] => {
    const was = before.get(row.area);
    if (!was) return [];
    const gain = gainOf.get(row.area);
    return [{ area: row.area, name: row.area_name ?? "", total: row.total, from: was.covered, to: row.covered, gained: gain?.gained ?? null, lost: gain?.lost ?? null }];
  });
}

/** Areas for which something differs, those with the greatest difference first. */
export function differing(pairs: readonly Pair[]): Pair[] {
  const weight = (p: Pair) => Math.max(Math.abs(p.to - p.from), p.gained ?? 0, p.lost ?? 0);
  return pairs.filter((p) => p.area !== null && weight(p) > 0).sort((a, b) => weight(b) - weight(a));
}

/** The same seen from the other side. */
export function reversed(gains: readonly Gain[]): Gain[] {
  return gains.map((g) => ({ ...g, before: g.after, after: g.before, gained: g.lost, lost: g.gained }));
}
