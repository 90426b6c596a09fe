import { expect, it } from "vitest";
import { find, type Entry } from "./search";

const entry = (kind: Entry["kind"], id: string, name: string): Entry => ({ kind, id, name, note: "", lon: 0, lat: 0 });
const entries = [
  entry("point", "P1", "滨江花园1幢"),
  entry("point", "P2", "新滨江小区"),
  entry("facility", "clinic:C1", "滨江社区卫生服务中心"),
  entry("area", "A1", "滨江街道"),
  entry("facility", "bus:B", "Ａ Stop <b>"),
];

it("finds names that begin with the text first, areas before facilities before points", () => {
  expect(find(entries, "滨江", 9).map((e) => e.id)).toEqual(["A1", "clinic:C1", "P1", "P2"]);
});

it("does not mind case, width or spaces, and finds ids", () => {
  expect(find(entries, "astop", 9).map((e) => e.id)).toEqual(["bus:B"]);
  expect(find(entries, "p2", 9).map((e) => e.id)).toEqual(["P2"]);
});

it("finds nothing for nothing, and no more than asked for", () => {
  expect(find(entries, "  ", 9)).toEqual([]);
  expect(find(entries, "滨江", 2)).toHaveLength(2);
});
