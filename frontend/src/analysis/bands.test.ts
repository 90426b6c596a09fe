import { expect, it } from "vitest";
import { bandOf, bandsUpTo, BREAKS } from "./bands";

it("puts a break into the class it ends", () => {
  expect(bandOf(0)).toBe(0);
  expect(bandOf(120_000)).toBe(0);
  expect(bandOf(120_001)).toBe(1);
  expect(bandOf(3_600_000)).toBe(5);
  expect(bandOf(9e9)).toBe(5);
});

it("lists the classes of every cutoff without gaps, the last one ending at the cutoff", () => {
  for (let cutoff = 1; cutoff <= 60; cutoff++) {
    const bands = bandsUpTo(cutoff);
    expect(bands[0]?.from).toBe(0);
    expect(bands.at(-1)?.to).toBe(cutoff);
    for (const [i, band] of bands.entries()) if (i > 0) expect(band.from).toBe(bands[i - 1]?.to);
    expect(bands.at(-1)?.index).toBe(bandOf(cutoff * 60_000));
  }
  expect(bandsUpTo(60)).toHaveLength(BREAKS.length);
});
