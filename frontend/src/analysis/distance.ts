/** Metres between two positions in degrees, in a straight line and as on a plane: enough within a town. */
export function metresApart(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const metresPerDegree = 111_195; // of the mean Earth radius, 6,371,009 m
  const x = (lon1 - lon2) * Math.cos((((lat1 + lat2) / 2) * Math.PI) / 180);
  return Math.hypot(x, lat1 - lat2) * metresPerDegree;
}
