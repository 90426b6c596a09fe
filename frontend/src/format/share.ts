/**
 * Shares as a planner may print them. Rounding never flatters: targets are whole percentages, so a share is
 * never rounded up onto one it has not reached, some is never shown as none, and nearly all never as all.
 */

/** Tenths of a percent of part/whole; null when there is nobody. Exact for every number of people on Earth. */
export function tenths(part: number, whole: number): number | null {
  if (whole <= 0) return null;
  const cut = Math.floor((part * 1000) / whole);
  const rest = part * 1000 - cut * whole;
  const up = cut + 1;
  const mayRise = rest * 2 >= whole && up % 10 !== 0;
  return mayRise ? up : cut;
}

/** "85.4 %": a share that is good when it is high. */
export function goodShare(part: number, whole: number): string {
  const t = tenths(part, whole);
  if (t === null) return "–";
  if (t === 0 && part > 0) return "<0.1%";
  return percent(t);
}

/** A share that is bad when it is high: what remains of the good one, so that the two always make 100 %. */
export function badShare(part: number, whole: number): string {
  const t = tenths(whole - part, whole);
  if (t === null) return "–";
  if (t === 0 && part < whole) return ">99.9%";
  return percent(1000 - t);
}

function percent(tenthsOfPercent: number): string {
  return `${Math.trunc(tenthsOfPercent / 10)}.${tenthsOfPercent % 10}%`;
}
