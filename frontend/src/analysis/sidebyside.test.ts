import { expect, it } from "vitest";
import type { Gain } from "../api/scenariotypes";
import type { CoverageRow } from "../api/types";
import { differing, reversed, sideBySide } from "./sidebyside";

const row = (area: string | null, covered: number) => ({ area, area_name: area, total: 100, covered }) as CoverageRow;
const gain = (area: string | null, gained: number, lost: number) => ({ area, before: 50, after: 50 + gained - lost, gained, lost }) as Gain;

const from = [row(null, 90), row("A", 50), row("B", 40), row("C", 0), row("D", 7)];
const to = [row("C", 0), row("B", 37), row("A", 60), row(null, 97), row("E", 7)];

it("sets rows of one area side by side, in whatever order they come", () => {
  const pairs = sideBySide(from, to, null);
  expect(pairs.map((p) => [p.area, p.from, p.to])).toEqual([["C", 0, 0], ["B", 40, 37], ["A", 50, 60], [null, 90, 97]]);
  expect(differing(pairs).map((p) => p.area)).toEqual(["A", "B"]);
});

it("lists an area in which as many gain as lose", () => {
  const pairs = sideBySide(from, to, [gain("C", 5, 5), gain("A", 10, 0), gain("B", 0, 3), gain(null, 15, 8)]);
  expect(differing(pairs).map((p) => [p.area, p.gained, p.lost])).toEqual([["A", 10, 0], ["C", 5, 5], ["B", 0, 3]]);
});

it("turns round", () => {
  expect(reversed([gain("A", 10, 2)])).toEqual([{ area: "A", before: 58, after: 50, gained: 2, lost: 10 }]);
});
