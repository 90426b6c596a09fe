/** Travel time in classes that stay put: a dot keeps its colour while the cutoff moves over it. */

/** Upper ends of the classes in minutes, inclusive like every cutoff. */
export const BREAKS = [2, 5, 10, 15, 30, 60] as const;

/** The class of a time; times beyond the last break fall into the last class. */
export function bandOf(ms: number): number {
  const at = BREAKS.findIndex((minutes) => ms <= minutes * 60_000);
  return at === -1 ? BREAKS.length - 1 : at;
}

export interface Band {
  index: number;
  from: number;
  to: number;
}

/** The classes below a cutoff, the last one cut at the cutoff itself. */
export function bandsUpTo(cutoff: number): Band[] {
  const bands: Band[] = [];
  let from = 0;
  for (const [index, end] of BREAKS.entries()) {
    if (from >= cutoff) break;
    bands.push({ index, from, to: Math.min(end, cutoff) });
    from = end;
  }
  return bands;
}
