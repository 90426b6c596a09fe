import { describe, expect, it } from "vitest";
import type { Reason, TravelTimes } from "../api/types";
import { curve, FATES, fateOf, LATE, tally } from "./people";

/** People are powers of two, so that a sum names who is in it. */
const rows: [people: number | null, ms: number | null, reason: Reason, facility: string | null][] = [
  [1, 0, "", "A"],
  [2, 300_000, "", "A"],
  [4, 300_001, "beyond_cutoff", "B"],
  [8, 419_999, "beyond_cutoff", "B"],
  [16, 420_000, "beyond_cutoff", "B"],
  [32, 900_000, "beyond_cutoff", "A"],
  [64, 900_001, "beyond_cutoff", "A"],
  [128, null, "not_snapped", null],
  [256, null, "isolated", null],
  [512, null, "no_facility", null],
  [null, 60_000, "", "A"],
];

const times: TravelTimes = {
  id: rows.map((_, i) => `P${i}`),
  name: rows.map(() => ""),
  lon: rows.map(() => 0),
  lat: rows.map(() => 0),
  population: rows.map((r) => r[0] ?? 99),
  group_population: rows.map((r) => r[0]),
  milliseconds: rows.map((r) => r[1]),
  facility_id: rows.map((r) => r[3]),
  reason: rows.map((r) => r[2]),
  area: rows.map(() => ""),
};

describe("people at a cutoff", () => {
  it("are told apart to the millisecond, the cutoff included", () => {
    expect(tally(times, 5)).toEqual({
      total: 1023,
      people: { covered: 3, late2: 12, late10: 48, late: 64, none: 512, unknown: 384 },
      sorted: true,
      pointsNoData: 1,
    });
  });

  it("sum to everyone at every cutoff, and more minutes never cover fewer", () => {
    let before = 0;
    for (let minutes = 1; minutes <= 60; minutes++) {
      const { people, total } = tally(times, minutes);
      expect(FATES.reduce((sum, fate) => sum + people[fate], 0)).toBe(total);
      expect(people.covered).toBeGreaterThanOrEqual(before);
      before = people.covered;
    }
  });

  it("lie on the curve", () => {
    const points = curve(times, 60);
    for (let minutes = 0; minutes <= 60; minutes++) expect(points[minutes]).toBe(tally(times, minutes).people.covered);
  });

  it("never counts doubt as a gap", () => {
    expect(fateOf(null, "not_snapped", 15)).toBe("unknown");
    expect(fateOf(null, "isolated", 15)).toBe("unknown");
  });

  it("are not late where there is no facility to be late for", () => {
    expect(fateOf(null, "no_facility", 15)).toBe("none");
    expect(LATE).not.toContain("none");
    const { people } = tally(times, 60);
    expect([LATE.reduce((sum, fate) => sum + people[fate], 0), people.none, people.unknown]).toEqual([0, 512, 384]);
  });
});
