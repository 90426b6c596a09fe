import { describe, expect, it } from "vitest";
import { percent, tenths } from "./share";

describe("shares are cut to a tenth of a percent", () => {
  it.each([
    [586472, 681293, "86.0%"],
    [8539, 10000, "85.3%"],
    [7999, 10000, "79.9%"],
    [8000, 10000, "80.0%"],
    [9996, 10000, "99.9%"],
    [681292, 681293, "99.9%"],
    [681293, 681293, "100.0%"],
  ])("%i of %i is %s", (part, whole, text) => {
    expect(percent(part, whole)).toBe(text);
  });

  it("shows some as some and nobody as nobody", () => {
    expect(percent(4, 10000)).toBe("<0.1%");
    expect(percent(1, 681293)).toBe("<0.1%");
    expect(percent(10, 10000)).toBe("0.1%");
    expect(percent(0, 681293)).toBe("0.0%");
  });

  it("has no share of nobody", () => {
    expect(percent(0, 0)).toBe("–");
  });

  it("never exceeds what is so, and by less than a tenth falls short of it, for every share of small towns", () => {
    const broken: string[] = [];
    for (let whole = 1; whole <= 250; whole++) {
      for (let part = 0; part <= whole; part++) {
        const t = tenths(part, whole) ?? NaN;
        // In whole numbers, so that the check does not round either.
        if (!(t * whole <= part * 1000 && part * 1000 < (t + 1) * whole)) broken.push(`${part}/${whole} → ${t}`);
      }
    }
    expect(broken).toEqual([]);
  });
});
