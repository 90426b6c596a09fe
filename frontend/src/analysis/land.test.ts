import { describe, expect, it } from "vitest";
import { isLand, isOpenLine, isWithin, roundLand, type Corner } from "./land";

const square: Corner[] = [[0, 0], [2, 0], [2, 2], [0, 2]];

describe("land", () => {
  it("is a ring whose edges do not meet, either way round", () => {
    expect(isLand(square)).toBe(true);
    expect(isLand([...square].reverse())).toBe(true);
    expect(isLand([[0, 0], [2, 0], [2, 2], [1, 0.5], [0, 2]])).toBe(true);
    expect(isLand([[0, 0], [2, 0], [1, 1]])).toBe(true);
  });

  it.each([
    ["two corners", [[0, 0], [1, 1]]],
    ["a bow tie", [[0, 0], [2, 2], [2, 0], [0, 2]]],
    ["a line", [[0, 0], [1, 0], [2, 0]]],
    ["an edge that goes back", [[0, 0], [2, 0], [1, 0], [1, 2]]],
    ["a corner twice", [[0, 0], [0, 0], [2, 0], [1, 1]]],
    ["a corner on an edge", [[0, 0], [4, 0], [4, 2], [2, 0], [0, 2]]],
  ] as [string, Corner[]][])("is not %s", (_, ring) => {
    expect(isLand(ring)).toBe(false);
  });

  it("may still be open while its line does not meet itself", () => {
    expect(isOpenLine([[0, 0]])).toBe(true);
    expect(isOpenLine([[0, 0], [2, 2], [2, 0]])).toBe(true);
    // The fourth edge, not yet drawn, would close a bow tie; the third does not meet the first.
    expect(isOpenLine([[0, 0], [2, 0], [0, 2], [2, 2]])).toBe(true);
    expect(isLand([[0, 0], [2, 0], [0, 2], [2, 2]])).toBe(false);
    expect(isOpenLine([[0, 0], [2, 2], [2, 0], [0, 2]])).toBe(false);
  });

  it("around a place holds every place within the radius, and hardly more", () => {
    for (const at of [[119.1, 30.6], [0, 0], [-70, 65]] as Corner[]) {
      const ring = roundLand(at, 100);
      expect(isLand(ring)).toBe(true);
      for (const corner of ring) {
        expect(isWithin(at, corner, 100)).toBe(false);
        expect(isWithin(at, corner, 101.5)).toBe(true);
      }
      const middles = ring.map(([x, y], i): Corner => [(x + ring[(i + 1) % ring.length]![0]) / 2, (y + ring[(i + 1) % ring.length]![1]) / 2]);
      for (const middle of middles) expect(isWithin(at, middle, 99.9)).toBe(false);
    }
  });
});
