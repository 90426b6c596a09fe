import { describe, expect, it } from "vitest";
import { NO_CONDITIONS } from "./conditions";
import type { SiteAnswer } from "../api/sitetypes";
import { asked, coveredTwice, curveEnd, effectOf, effectsOf, gainOf, gapText, isSound, leftAreas, mainAreas, meansOf, nextGain, proofOf, stepsOf, worstOf } from "./sites";

const row = (area: string | null, total: number, covered: number, undetermined = 0) =>
  ({ area, level: area === null ? null : "town", total, covered, uncovered: total - covered, undetermined }) as SiteAnswer["before"][number];

describe("the question", () => {
  it("asks for what the goal says, and for a curve where numbers of sites can be compared", () => {
    const plain = (goal: Parameters<typeof asked>[0]) => asked(goal, NO_CONDITIONS);
    expect(plain({ by: "sites", amount: 3, aim: "covered" })).toEqual({ problem: "mclp", sites: 3, curve_up_to: 10 });
    expect(plain({ by: "sites", amount: 2, aim: "fair" })).toEqual({ problem: "fair", sites: 2 });
    expect(plain({ by: "sites", amount: 2, aim: "worst" })).toEqual({ problem: "pcenter", sites: 2 });
    expect(plain({ by: "sites", amount: 2, aim: "twice" })).toEqual({ problem: "backup", sites: 2 });
    expect(plain({ by: "budget", amount: 9, aim: "places" })).toEqual({ problem: "capacitated", budget: 9 });
    expect(plain({ by: "budget", amount: 7.5, aim: "time" })).toEqual({ problem: "pmedian", budget: 7.5 });
    expect(plain({ by: "target", amount: 95, aim: "fair" })).toEqual({ problem: "psclp", share: 0.95 });
  });

  it("asks a target for everyone, for the least cost, and weighted people for no curve", () => {
    expect(asked({ by: "target", amount: 95, aim: "covered" }, { ...NO_CONDITIONS, everyone: true })).toEqual({ problem: "lscp" });
    expect(asked({ by: "target", amount: 50, aim: "covered" }, { ...NO_CONDITIONS, least: "cost" })).toEqual({ problem: "psclp", share: 0.5, least: "cost" });
    expect(asked({ by: "sites", amount: 3, aim: "covered" }, { ...NO_CONDITIONS, least: "cost", everyone: true, weights: [{ group: "all", weight: 1 }] })).toEqual({ problem: "mclp", sites: 3 });
  });

  it("keeps to amounts that can be answered", () => {
    for (const amount of [0, -1, 1.5, 101, NaN, Infinity]) expect(isSound({ by: "sites", amount, aim: "covered" }), String(amount)).toBe(false);
    for (const amount of [0, 100.5, NaN]) expect(isSound({ by: "target", amount, aim: "covered" }), String(amount)).toBe(false);
    expect(isSound({ by: "budget", amount: 0.5, aim: "covered" })).toBe(true);
    expect(curveEnd(3)).toBe(10);
    expect(curveEnd(40)).toBe(45);
    expect(curveEnd(100)).toBe(100);
  });
});

describe("the proof", () => {
  it("never shows a gap smaller than it is, nor none where there is one", () => {
    const told = (gap: number, proven = false) => gapText(proofOf({ proven, gap, value: 1, bound: 1 }).tenths);
    expect(told(0, true)).toBe("0.0%");
    expect(told(0.003)).toBe("0.3%");
    expect(told(0.00301)).toBe("0.4%");
    expect(told(0.0000001)).toBe("0.1%");
    expect(told(0.12)).toBe("12.0%");
  });

  it("says how much better another choice could be, whichever way is better", () => {
    expect(proofOf({ proven: false, gap: 0.1, value: 100, bound: 110 }).more).toBe(10);
    expect(proofOf({ proven: false, gap: 0.1, value: 39, bound: 37 }).more).toBe(2);
  });
});

describe("the answer", () => {
  it("counts everybody once: covered, beyond, and to be verified", () => {
    const effect = effectOf({ before: [row(null, 100, 40), row("a", 50, 10)], after: [row(null, 100, 65, 5)] } as unknown as SiteAnswer)!;
    expect(effect).toEqual({ total: 100, before: 40, after: 65, beyond: 30, unknown: 5 });
    expect(effect.after + effect.beyond + effect.unknown).toBe(effect.total);
  });

  it("does not add up services, nor invent what was not counted", () => {
    expect(effectOf({ before: [row(null, 1, 0), row(null, 1, 0)], after: [row(null, 1, 1), row(null, 1, 1)] } as unknown as SiteAnswer)).toBeNull();
    expect(effectOf({ before: [row(null, 1, 0)], after: null } as unknown as SiteAnswer)).toBeNull();
  });

  it("counts each service and group by itself, and what closing facilities costs", () => {
    const named = (service: string, covered: number) => ({ ...row(null, 10, covered), service, group: "all" });
    const answer = { problem: "mclp", unit: "people", sites: [], before: [named("a", 5), named("b", 4)], after: [named("a", 7), named("b", 1)] } as unknown as SiteAnswer;
    expect(effectsOf(answer).map((e) => [e.service, e.before, e.after])).toEqual([["a", 5, 7], ["b", 4, 1]]);
    expect(gainOf(answer, "all")).toBe(-1);
    expect(gainOf({ ...answer, problem: "capacitated", covered_before: 3, covered_after: 9 }, "all")).toBe(6);
    expect(gainOf({ ...answer, after: null, sites: [{ people: { all: 4 } }, { people: { all: 2 } }] } as never, "all")).toBe(6);
    expect(coveredTwice({ ...answer, problem: "backup", value: 15, covered_after: 9 })).toBe(6);
    expect(coveredTwice({ ...answer, value: 15, covered_after: 9 })).toBeNull();
  });

  it("says where most people are left", () => {
    const after = [row(null, 90, 0), row("a", 30, 20), row("b", 30, 5), row("c", 30, 30), { ...row("x", 99, 0), level: "county" }];
    expect(leftAreas({ after } as never, "town", 5).map((r) => r.area)).toEqual(["b", "a"]);
    expect(leftAreas({ after } as never, "town", 1)).toHaveLength(1);
    expect(leftAreas({ after: null } as never, "town", 1)).toEqual([]);
  });

  it("finds the worst-served area with people in it", () => {
    const rows = [row(null, 10, 0), row("a", 10, 5), row("b", 0, 0), row("c", 10, 4)];
    expect(worstOf(rows, "town")?.area).toBe("c");
    expect(worstOf(rows, "county")).toBeNull();
  });

  it("has a mean time only where times were asked about", () => {
    const timed = (mean_s: number | null) => [{ ...row(null, 10, 5), mean_s }];
    const answer = { unit: "person_seconds", before: timed(90), after: timed(60) } as unknown as SiteAnswer;
    expect(meansOf(answer)).toEqual([90, 60]);
    expect(meansOf({ ...answer, before: timed(null) } as never)).toEqual([null, 60]);
    expect(meansOf({ ...answer, unit: "people" })).toBeNull();
    expect(meansOf({ ...answer, after: null })).toBeNull();
  });

  it("names the areas with the most people, always in the same order", () => {
    const areas = [["b", 5], ["a", 5], ["c", 9]].map(([area, demand]) => ({ area, area_name: "", level: "", demand }) as never);
    expect(mainAreas({ areas } as never, 2).map((a) => a.area)).toEqual(["c", "a"]);
  });
});

describe("the curve", () => {
  const point = (sites: number, value: number, bound = value) => ({ sites, value, bound, gap: 0, proven: value === bound });

  it("begins with no site, and its bounds are never below its values", () => {
    const steps = stepsOf([point(2, 180, 170), point(1, 150)], 100)!;
    expect(steps.points).toEqual([{ sites: 0, value: 100, bound: 100 }, { sites: 1, value: 150, bound: 150 }, { sites: 2, value: 180, bound: 180 }]);
    expect([steps.most, steps.low, steps.high, steps.proven]).toEqual([2, 100, 180, false]);
    expect(nextGain(steps, 0)).toBe(50);
    expect(nextGain(steps, 1)).toBe(30);
    expect(nextGain(steps, 2)).toBeNull();
  });

  it("is none without points, and has a height even where nothing helps", () => {
    expect(stepsOf([], 100)).toBeNull();
    const flat = stepsOf([point(1, 100)], 100)!;
    expect(flat.high).toBeGreaterThan(flat.low);
    expect(flat.proven).toBe(true);
  });
});
