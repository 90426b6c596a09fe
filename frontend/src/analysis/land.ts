/** Land that somebody draws or points at, as rings of corners in degrees. Pure. */

export type Corner = readonly [lon: number, lat: number];

/** Metres along a degree of latitude, on a globe of 6,371,009 m. */
const METRES_PER_DEGREE = 111_195;

/** The corners of a round piece of land: a polygon of this many. */
const ROUND = 24;

/** @param metres the radius, small against the globe. */
export function roundLand([lon, lat]: Corner, metres: number): Corner[] {
  // The corners stand a little outside, so that the whole circle lies within.
  const reach = metres / METRES_PER_DEGREE / Math.cos(Math.PI / ROUND);
  const wide = reach / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return Array.from({ length: ROUND }, (_, i) => {
    const angle = (2 * Math.PI * i) / ROUND;
    return [lon + wide * Math.cos(angle), lat + reach * Math.sin(angle)] as const;
  });
}

/** Whether two places are at most so many metres apart. */
export function isWithin(a: Corner, b: Corner, metres: number): boolean {
  const x = (a[0] - b[0]) * Math.cos((a[1] * Math.PI) / 180);
  return Math.hypot(x, a[1] - b[1]) * METRES_PER_DEGREE <= metres;
}

/** Whether a ring can be land: three corners or more, and no edge that meets another but at their corner. */
export function isLand(ring: readonly Corner[]): boolean {
  return ring.length >= 3 && !meetsItself(ring, ring.length);
}

/** Whether a line of corners could still become land: no edge meets another before it is closed. */
export function isOpenLine(ring: readonly Corner[]): boolean {
  return !meetsItself(ring, ring.length - 1);
}

/** @param edges how many there are; as many as corners where the last leads back to the first. */
function meetsItself(ring: readonly Corner[], edges: number): boolean {
  const n = ring.length;
  const at = (i: number) => ring[i % n]!;
  for (let i = 0; i < edges; i++) {
    // An edge of no length, and one that goes back along the edge before it.
    if (same(at(i), at(i + 1))) return true;
    if ((i + 1 < edges || edges === n) && n > 2 && goesBack(at(i), at(i + 1), at(i + 2))) return true;
    for (let j = i + 2; j < edges; j++) {
      if (edges === n && (j + 1) % n === i) continue; // neighbours over the end
      if (cross(at(i), at(i + 1), at(j), at(j + 1))) return true;
    }
  }
  return false;
}

function same(a: Corner, b: Corner): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function goesBack(a: Corner, b: Corner, c: Corner): boolean {
  return turn(a, b, c) === 0 && (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0;
}

/** Positive where a, b, c turn left, 0 where they lie on a line. */
function turn(a: Corner, b: Corner, c: Corner): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
}

function cross(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
  if (abc !== abd && cda !== cdb) return true;
  return (abc === 0 && between(a, b, c)) || (abd === 0 && between(a, b, d)) || (cda === 0 && between(c, d, a)) || (cdb === 0 && between(c, d, b));
}

function between(a: Corner, b: Corner, p: Corner): boolean {
  return Math.min(a[0], b[0]) <= p[0] && p[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= p[1] && p[1] <= Math.max(a[1], b[1]);
}
