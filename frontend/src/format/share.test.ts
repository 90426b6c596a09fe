import { describe, expect, it } from "vitest";
import { badShare, goodShare, tenths } from "./share";

describe("shares never flatter", () => {
  it("shows nearly all as less than all", () => {
    expect(goodShare(9996, 10000)).toBe("99.9%");
    expect(goodShare(681292, 681293)).toBe("99.9%");
    expect(goodShare(681293, 681293)).toBe("100.0%");
  });

  it("never rises onto a whole percentage, which may be a target", () => {
    expect(goodShare(7996, 10000)).toBe("79.9%");
    expect(goodShare(8000, 10000)).toBe("80.0%");
    expect(goodShare(8004, 10000)).toBe("80.0%");
  });

  it("rounds as usual elsewhere", () => {
    expect(goodShare(8537, 10000)).toBe("85.4%");
    expect(goodShare(8534, 10000)).toBe("85.3%");
    expect(goodShare(85350, 100000)).toBe("85.4%");
  });

  it("shows some as some and nobody as nobody", () => {
    expect(goodShare(1, 681293)).toBe("<0.1%");
    expect(goodShare(0, 681293)).toBe("0.0%");
    expect(badShare(1, 681293)).toBe("0.1%");
    expect(badShare(0, 681293)).toBe("0.0%");
    expect(badShare(681292, 681293)).toBe(">99.9%");
  });

  it("has no share of nobody", () => {
    expect(goodShare(0, 0)).toBe("–");
    expect(badShare(0, 0)).toBe("–");
  });

  it("keeps what it promises for every share of small towns", () => {
    const broken: string[] = [];
    for (let whole = 1; whole <= 250; whole++) {
      for (let part = 0; part <= whole; part++) {
        const t = tenths(part, whole) ?? NaN;
        const close = Math.abs(t - (part * 1000) / whole) < 1;
        // A whole percentage is shown as reached exactly when it is.
        const honest = Math.floor(t / 10) === Math.floor((part * 100) / whole);
        if (!close || !honest) broken.push(`${part}/${whole} → ${t}`);
      }
    }
    expect(broken).toEqual([]);
  });
});
