import { describe, expect, it } from "vitest";
import type { ChangedPoint } from "../api/scenariotypes";
import type { Reason, TravelTimes } from "../api/types";
import { differenceOf, fortuneOf, gainedLost, laidUpon, NO_DIFFERENCE, withDifference } from "./difference";
import { tally } from "./people";

const MINUTES = 15;

/** A town of four points; people are powers of two, so that a sum names who is in it. */
const base: TravelTimes = {
  id: ["a", "b", "c", "d"],
  name: ["", "", "", ""],
  lon: [0, 1, 2, 3],
  lat: [0, 0, 0, 0],
  population: [1, 2, 4, 8],
  group_population: [1, 2, 4, null],
  milliseconds: [600_000, 900_001, null, 100],
  facility_id: ["F", "F", null, "F"],
  reason: ["", "beyond_cutoff", "isolated", ""],
  area: ["", "", "", ""],
};

function reasonOf(s: number | null): Reason {
  return s === null ? "isolated" : s <= MINUTES * 60 ? "" : "beyond_cutoff";
}

function point(id: string, before_s: number | null, after_s: number | null): ChangedPoint {
  const i = base.id.indexOf(id);
  return { id, lon: base.lon[i]!, lat: 0, people: base.group_population[i]!, before_s, after_s, before_reason: reasonOf(before_s), after_reason: reasonOf(after_s) };
}

describe("what edits change", () => {
  it("adds up from answer to answer, and leaves what is as it was in the beginning", () => {
    const one = laidUpon(NO_DIFFERENCE, [point("a", 600, 1000), point("b", 900.001, 300)]);
    const two = laidUpon(one, [point("a", 1000, 600), point("b", 300, 400)]);
    expect([...two.keys()]).toEqual(["b"]);
    expect(two.get("b")).toMatchObject({ beforeMs: 900_001, afterMs: 400_000, beforeReason: "beyond_cutoff", afterReason: "" });
    expect(one.size).toBe(2);
  });

  it("is taken back by what an undo tells", () => {
    const edit = [point("a", 600, 1000), point("c", null, 60)];
    const undone = edit.map((p) => ({ ...p, before_s: p.after_s, after_s: p.before_s, before_reason: p.after_reason, after_reason: p.before_reason }));
    expect(laidUpon(laidUpon(NO_DIFFERENCE, edit), undone).size).toBe(0);
  });

  it("counts people who come in and who fall out, to the millisecond, at any cutoff", () => {
    const difference = laidUpon(NO_DIFFERENCE, [point("a", 600, 900.001), point("b", 900.001, 900), point("c", null, 100), point("d", 0.1, null)]);
    expect(gainedLost(difference, 15)).toEqual({ gained: 2 + 4, lost: 1 });
    expect(gainedLost(difference, 16)).toEqual({ gained: 4, lost: 0 });
    expect(gainedLost(difference, 5)).toEqual({ gained: 4, lost: 0 });
    expect(gainedLost(difference, 15, new Map([["d", 10], ["b", 3]]))).toEqual({ gained: 3, lost: 10 });
  });

  it("gives the figures of the town as it would be", () => {
    const difference = laidUpon(NO_DIFFERENCE, [point("b", 900.001, 900), point("c", null, 2000)]);
    const before = tally(base, MINUTES);
    const after = tally(withDifference(base, difference), MINUTES);
    const { gained, lost } = gainedLost(difference, MINUTES);
    expect(after.people.covered - before.people.covered).toBe(gained - lost);
    expect(after.people).toMatchObject({ covered: 3, late: 4, unknown: 0 });
    expect(base.milliseconds[2]).toBeNull();
    expect(withDifference(base, NO_DIFFERENCE)).toBe(base);
  });

  it("reads the same from what the server says of all edits together", () => {
    const points = [point("a", 600, 1000), point("c", null, 60)];
    const features = points.map(({ id, lon, lat, people, ...rest }) => ({
      type: "Feature" as const,
      geometry: { type: "Point" as const, coordinates: [lon, lat] },
      properties: { id, name: "", group_population: people, ...rest },
    }));
    expect(differenceOf(features)).toEqual(laidUpon(NO_DIFFERENCE, points));
  });

  it("tells nearer from farther where the cutoff is not crossed", () => {
    expect(fortuneOf({ beforeMs: 800_000, afterMs: 700_000 }, 15)).toBe("nearer");
    expect(fortuneOf({ beforeMs: 1_000_000, afterMs: null }, 15)).toBe("farther");
    expect(fortuneOf({ beforeMs: null, afterMs: 1_000_000 }, 15)).toBe("nearer");
    expect(fortuneOf({ beforeMs: null, afterMs: null }, 15)).toBe("same");
  });
});
