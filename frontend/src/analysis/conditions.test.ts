import { describe, expect, it } from "vitest";
import { formatConditions, keptId, MOST, NO_CONDITIONS, parseConditions, termsOf, type Conditions } from "./conditions";

const full: Conditions = {
  keep: [
    { service: "clinic", at: [119.1234567, 30.5], cost: 1, capacity: 0, name: "Lot <b>1</b>, near & far" },
    { service: "market", at: [119.2, -30.51], cost: 2.5, capacity: 80, name: "菜场=1" },
  ],
  avoid: [{ at: [119.1, 30.6], metres: 100, name: "a,b;c" }],
  areas: { not: ["区/1", "x,y"], only: ["z"] },
  land: { not: [[[0, 0], [2, 0], [2, 2]], [[5, 5], [6, 5], [6, 6]]], only: [[[0, 0], [9, 0], [9, 9], [0, 9]]] },
  closing: ["clinic:一 & 2"],
  replace: ["market:a:b,c"],
  weights: [{ group: "age60", weight: 3 }, { group: "all", weight: 1 }],
  apart: 300,
  capacity: 50,
  spacing: 40,
  junctions: false,
  idle: true,
  least: "cost",
  everyone: true,
};

function written(c: Conditions): string {
  const query = new URLSearchParams();
  formatConditions(c, query);
  return query.toString();
}

const read = (text: string) => parseConditions(new URLSearchParams(text));

describe("conditions in the address", () => {
  it("come back as they went", () => {
    expect(read(written(full))).toEqual(full);
    for (const change of [{ junctions: false }, { idle: true }, { junctions: false, idle: true }] as Partial<Conditions>[]) {
      expect(read(written({ ...NO_CONDITIONS, ...change }))).toEqual({ ...NO_CONDITIONS, ...change });
    }
  });

  it("are not mentioned where there are none", () => {
    expect(written(NO_CONDITIONS)).toBe("");
    expect(read("")).toEqual(NO_CONDITIONS);
  });

  it.each([
    "keep=clinic,119", "keep=Clinic,1,2,1,0,x", "keep=clinic,200,2,1,0,x", "keep=clinic,1,2,-1,0,x", "keep=clinic,1,2,1,1.5,x", "keep=clinic,1e1,2,1,0,x",
    "avoid=1,2,0,x", "avoid=1,99,100,x", "avoid=1,2,1000000,x", "not-area=", `not-area=${"x".repeat(201)}`,
    "not-land=0,0,2,2,2,0,0,2", "not-land=0,0,1", "only-land=0,0,2,0", `only-land=${"1,2,".repeat(100)}3,4`, "closing=7", "replace=<b>",
    "weights=all:0", "weights=all:1.5", "weights=all:1001", "weights=<b>:1", "apart=-1", "apart=x", "capacity=1e99", "spacing=1", "least=all", "everyone=maybe",
  ])("are not believed: %s", (text) => {
    expect(read(text)).toEqual(NO_CONDITIONS);
  });

  it("are bounded, and name nothing twice", () => {
    expect(read("not-area=a&".repeat(100) + Array.from({ length: 100 }, (_, i) => `only-area=${i}`).join("&")).areas).toMatchObject({ not: ["a"], only: { length: MOST } });
    expect(read("closing=clinic:1&replace=clinic:1&replace=clinic:2")).toMatchObject({ closing: ["clinic:1"], replace: ["clinic:2"] });
  });
});

describe("conditions as the API takes them", () => {
  it("are few where there are none", () => {
    expect(termsOf(NO_CONDITIONS, null, ["clinic"])).toEqual({ junctions: true });
  });

  it("name everything, land as polygons that end where they began", () => {
    const terms = termsOf(full, null, ["clinic", "market"]);
    expect(terms).toMatchObject({
      idle: true, min_distance_m: 300, capacity: 50, forbidden_areas: ["区/1", "x,y"], inside_areas: ["z"],
      closing: ["clinic:一 & 2"], replace: ["market:a:b,c"], weights: full.weights,
      candidates: [{ id: keptId(full.keep[0]!), service: "clinic", lon: 119.1234567, lat: 30.5, cost: 1, status: "must" }, { capacity: 80, cost: 2.5 }],
    });
    expect(terms).not.toHaveProperty("junctions");
    expect(terms, "there are no junctions to space").not.toHaveProperty("spacing_m");
    expect(terms.candidates![0]).not.toHaveProperty("capacity");
    const rings = terms.forbidden!.features.map((f) => f.geometry.coordinates[0]!);
    expect(rings).toHaveLength(3);
    for (const ring of rings) expect(ring[ring.length - 1]).toEqual(ring[0]);
    expect(terms.inside!.features[0]!.geometry.coordinates).toEqual([[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]]);
    expect(new Set(terms.forbidden!.features.map((f) => f.properties?.id)).size).toBe(3);
  });

  it("leave out what belongs to services that are not asked about", () => {
    const terms = termsOf(full, null, ["market"]);
    expect(terms.candidates!.map((c) => c.service)).toEqual(["market"]);
    expect(terms).not.toHaveProperty("closing");
    expect(terms.replace).toEqual(["market:a:b,c"]);
  });

  it("take a list alone, or beside junctions; with neither, junctions", () => {
    const list = { name: "lots.csv", content: "aWQ=" };
    expect(termsOf({ ...NO_CONDITIONS, junctions: false }, list, [])).toEqual({ candidates_file: list });
    expect(termsOf(NO_CONDITIONS, list, [])).toEqual({ junctions: true, candidates_file: list });
    expect(termsOf({ ...NO_CONDITIONS, junctions: false, spacing: 30 }, null, [])).toEqual({ junctions: true, spacing_m: 30 });
  });
});
