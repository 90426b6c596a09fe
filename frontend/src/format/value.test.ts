import { describe, expect, it } from "vitest";
import { decimalOf, percentOf } from "./value";

describe("values of plans", () => {
  it("are rounded to what people read", () => {
    expect(percentOf(0.36616366)).toBe("36.6%");
    expect(percentOf(0.75)).toBe("75%");
    expect(percentOf(1 / 3)).toBe("33.3%");
    expect(decimalOf(57.30177)).toBe("57.3");
    expect(decimalOf(13000)).toBe("13,000");
    expect(decimalOf(1234567.891)).toBe("1,234,567.89");
    expect(decimalOf(-1234.5)).toBe("-1,234.5");
  });

  it("never cross a target, none and all", () => {
    expect(percentOf(0.8996, 0.9)).toBe("89.96%");
    expect(percentOf(0.89999, 0.9)).toBe("89.999%");
    expect(percentOf(0.9, 0.9)).toBe("90%");
    expect(percentOf(0.90001, 0.9)).toBe("90.001%");
    expect(percentOf(0.99996)).toBe("99.996%");
    expect(percentOf(0.00004)).toBe("0.004%");
    expect(percentOf(1)).toBe("100%");
    expect(percentOf(0)).toBe("0%");
    // 4.495 is no 4.5, and exactly 18 stays 18.
    expect(decimalOf(4.4999, 4.5)).toBe("4.4999");
    expect(decimalOf(18, 18)).toBe("18");
    expect(decimalOf(29.337, 40)).toBe("29.34");
  });

  it("end somewhere, however near the target", () => {
    expect(percentOf(0.9 - 1e-13, 0.9)).toMatch(/^90(\.0+)?%$|^89\.9+%$/);
  });
});
