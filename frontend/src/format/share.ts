/**
 * Shares as a planner may print them. One rule, which the command line follows as well: a share is cut to a tenth
 * of a percent and never rounded up, so that no target looks reached that is not, and nearly all is never all.
 */

/** Tenths of a percent of part/whole, cut; null when there is nobody. Exact for every number of people on Earth. */
export function tenths(part: number, whole: number): number | null {
  return whole > 0 ? Math.floor((part * 1000) / whole) : null;
}

/** "85.3%"; "<0.1%" where some are too few to show, as some is not none; a dash where there is nobody. */
export function percent(part: number, whole: number): string {
  const t = tenths(part, whole);
  if (t === null) return "–";
  if (t === 0 && part > 0) return "<0.1%";
  return `${Math.trunc(t / 10)}.${t % 10}%`;
}
