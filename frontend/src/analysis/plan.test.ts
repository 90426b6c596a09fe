import { describe, expect, it } from "vitest";
import { allServices, commandOf, gaugeOf, isHeadline, isShare, NO_FILTER, sectionsOf, servicesOf, siteWish, tally, turnOf, unitCounts } from "./plan";
import type { Outcome, Plan, PlannedCheck } from "../api/plantypes";

function outcome(change: Partial<Outcome>): Outcome {
  return {
    id: "x", ref: "X", title: { en: "X", zh: "X" }, measure: "coverage", severity: "target", reach: "stated", goal: "stated", source: "found",
    verdict: "met", why: { en: "", zh: "" }, value: 0.5, values: {}, target: 0.9, op: ">=", unit: "people",
    units_met: 0, units_total: 0, failing: [], no_data: [], assumptions: [], ...change,
  };
}

const plan = {
  services: [
    { code: "clinic_any", name: { en: "", zh: "" }, members: ["clinic", "clinic_station"] },
    { code: "circle", name: { en: "", zh: "" }, members: ["clinic_any", "library", "clinic"] },
  ],
} as unknown as Plan;

function planned(change: Partial<PlannedCheck>): PlannedCheck {
  return { id: "x", ref: "X", title: { en: "", zh: "" }, clause: "", measure: "coverage", services: ["clinic_any"], modes: ["walk"], minutes: 15, group: "age60", scope: "all", wanted: "≥ 90 %", ...change };
}

describe("the headline", () => {
  it("counts targets that the plan states, and nothing borrowed, assumed, recalled or without a target", () => {
    expect(isHeadline(outcome({}))).toBe(true);
    expect(isHeadline(outcome({ reach: undefined }))).toBe(true);
    expect(isHeadline(outcome({ goal: "borrowed" }))).toBe(false);
    expect(isHeadline(outcome({ reach: "borrowed" }))).toBe(false);
    expect(isHeadline(outcome({ reach: "assumed" }))).toBe(false);
    expect(isHeadline(outcome({ source: "recalled" }))).toBe(false);
    expect(isHeadline(outcome({ op: "report", goal: undefined }))).toBe(false);
    // Confirmed, an assumed reach still is not the plan's own word.
    expect(isHeadline(outcome({ reach: "assumed", confirmed: { by: "A", clause: "1" } }))).toBe(false);
  });
});

describe("the list", () => {
  const checks = [
    outcome({ id: "a", verdict: "met", severity: "must" }),
    outcome({ id: "b", verdict: "not_met", severity: "target" }),
    outcome({ id: "c", verdict: "not_met", severity: "must" }),
    outcome({ id: "d", verdict: "reference", reach: "assumed" }),
    outcome({ id: "e", verdict: "report", op: "report", goal: undefined, target: null }),
    outcome({ id: "f", verdict: "not_assessable", why: { en: "none of ZJ-01: lifecircle import reported FILE, with columns", zh: "" } }),
    outcome({ id: "g", verdict: "not_assessable", why: { en: "nothing to divide by", zh: "" } }),
    outcome({ id: "h", verdict: "not_assessable", why: { en: "none of ZJ-02: lifecircle import reported FILE, with columns", zh: "" } }),
  ];
  const ids = (list: Outcome[]) => list.map((o) => o.id).join("");

  it("has failing ones first, then what binds; each promise stands once", () => {
    const s = sectionsOf(checks, NO_FILTER);
    expect([ids(s.stated), ids(s.others), ids(s.listed)]).toEqual(["cba", "d", "e"]);
    expect(s.lacking.map((l) => [l.command, ids(l.checks)])).toEqual([["lifecircle import reported FILE", "fh"], ["", "g"]]);
    expect(tally(checks)).toEqual({ met: 1, not_met: 2, not_assessable: 3, reference: 1, report: 1 });
  });

  it("is filtered by verdict and severity", () => {
    const s = sectionsOf(checks, { verdict: "not_met", severity: "must" });
    expect([ids(s.stated), ids(s.others), ids(s.listed), s.lacking.length]).toEqual(["c", "", "", 0]);
  });

  it("takes the command out of a sentence, and no more", () => {
    expect(commandOf("no facility gives staff_gp: lifecircle import attributes FILE")).toBe("lifecircle import attributes FILE");
    expect(commandOf("尚无数据：lifecircle import reported FILE，需含列")).toBe("lifecircle import reported FILE");
    expect(commandOf("import lists: lifecircle import facilities FILE --service CODE, and more")).toBe("lifecircle import facilities FILE --service CODE");
    expect(commandOf("lifecircle import attributes FILE --of areas, with the column setting")).toBe("lifecircle import attributes FILE --of areas");
    expect(commandOf("lifecircle import facilities FILE --service bus_stop")).toBe("lifecircle import facilities FILE --service CODE");
    expect(commandOf("nothing")).toBe("");
  });
});

describe("the bar", () => {
  it("runs to everything for shares, and a little beyond the greater of value and target else", () => {
    expect(gaugeOf(outcome({ value: 0.366, target: 0.9 }))).toEqual({ value: 0.366, target: [0.9, 0.9] });
    const ratio = gaugeOf(outcome({ measure: "per_capita", unit: "places", value: 4.45, target: 4.5 }));
    expect(ratio!.value).toBeLessThan(ratio!.target![0]);
    expect(ratio!.target![0]).toBeCloseTo(1 / 1.12);
    expect(gaugeOf(outcome({ measure: "size", unit: "households", value: 0.4, target: 2000 }))).toEqual({ value: 0.4, target: [1, 1] });
    const range = gaugeOf(outcome({ measure: "count", unit: "count", value: 10, target: null, between: [5, 20], op: "between" }));
    expect(range!.target![0]).toBeLessThan(range!.value);
    expect(range!.target![1]).toBeGreaterThan(range!.value);
    expect(gaugeOf(outcome({ value: 0.2, target: null, op: "report" }))).toEqual({ value: 0.2, target: null });
    expect(gaugeOf(outcome({ value: null }))).toBeNull();
    expect(gaugeOf(outcome({ measure: "count", unit: "count", value: 0, target: null, op: "report" }))).toBeNull();
  });

  it("knows shares from numbers", () => {
    expect(isShare({ measure: "presence", unit: "communities" })).toBe(true);
    expect(isShare({ measure: "reported", unit: "villages" })).toBe(true);
    expect(isShare({ measure: "reported", unit: "count" })).toBe(false);
    expect(isShare({ measure: "area_per_100hh", unit: "m2" })).toBe(false);
  });
});

describe("what a check asks of site selection", () => {
  it("opens sets and bundles, each service once", () => {
    expect(servicesOf(plan, "circle")).toEqual(["clinic", "clinic_station", "library"]);
    expect(servicesOf(plan, "clinic_any+market")).toEqual(["clinic", "clinic_station", "market"]);
    expect(allServices(plan, planned({ services: ["clinic_any", "circle"] }))).toEqual(["clinic", "clinic_station", "library"]);
  });

  it("is its service, mode, cutoff and target", () => {
    const wish = siteWish(plan, planned({}), outcome({}), (code) => code === "clinic_station");
    expect(wish).toEqual({ services: ["clinic_station"], mode: "walk", minutes: 15, group: "age60", goal: { by: "target", amount: 90, aim: "covered" } });
    expect(siteWish(plan, planned({}), outcome({ target: 0.551 }), () => true)!.goal.amount).toBe(55.1);
    expect(siteWish(plan, planned({ services: ["circle"], measure: "full_circle" }), outcome({}), () => true, "library")!.services).toEqual(["library"]);
  });

  it("is none where sites would not help", () => {
    expect(siteWish(plan, planned({ measure: "area_per_100hh" }), outcome({}), () => true)).toBeNull();
    expect(siteWish(plan, planned({ minutes: undefined, radius_m: 500 }), outcome({}), () => true)).toBeNull();
    expect(siteWish(plan, planned({ beyond: 5 }), outcome({}), () => true)).toBeNull();
    expect(siteWish(plan, planned({ minutes: 90 }), outcome({}), () => true)).toBeNull();
  });

  it("asks for the sites that are known to be needed, where a target of people is none", () => {
    const needed = { facilities: 4, proven: true, note: { en: "", zh: "" } };
    expect(siteWish(plan, planned({ measure: "community_share" }), outcome({ measure: "community_share", needed }), () => true)!.goal).toEqual({ by: "sites", amount: 4, aim: "covered" });
    expect(siteWish(plan, planned({}), outcome({ target: null, op: "report" }), () => true)!.goal).toEqual({ by: "sites", amount: 3, aim: "covered" });
  });
});

it("counts units, and says whether a verdict got better", () => {
  expect(unitCounts(outcome({ units_met: 4, units_total: 47, no_data: [{ unit: "U1" }] }))).toEqual({ met: 4, failing: 43, noData: 1 });
  expect([turnOf("not_met", "met"), turnOf("met", "not_met"), turnOf("met", "met"), turnOf("not_assessable", "met")]).toEqual(["better", "worse", "same", "other"]);
});
