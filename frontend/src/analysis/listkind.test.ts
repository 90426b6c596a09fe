import { expect, it } from "vitest";
import { firstLine, HEAD_BYTES, peopleColumn } from "./listkind";

const bytes = (text: string) => new TextEncoder().encode(text);

it.each([
  ["id,name,lon,lat,population", "population"],
  ['"编号","名称","经度","纬度","常住人口"', "常住人口"],
  ["id;name;Pop", "Pop"],
  ["id\tname\tpeople", "people"],
  ["id,name,lon,lat,population,service", null],
  ["名称,经度,纬度,人口,运营状态", null],
  ["id,name,lon,lat", null],
  ["population", null],
  ['{"type":"FeatureCollection","features":[]', null],
])("finds in %s the column of people %s", (line, column) => {
  expect(peopleColumn(line)).toBe(column);
});

it("reads the first line of UTF-8, with its mark or without", () => {
  expect(firstLine(bytes("\ufeffid,人口\r\n1,2\n"))).toBe("id,人口");
  expect(firstLine(bytes("id,name"))).toBe("id,name");
});

it("has no opinion where it cannot be sure", () => {
  expect(firstLine(new Uint8Array([0xc8, 0xcb, 0xbf, 0xda, 0x0a]))).toBeNull(); // 人口 in GB 18030
  expect(firstLine(bytes("PK\u0003\u0004\n"))).toBeNull();
  expect(firstLine(bytes("a,".repeat(HEAD_BYTES)).subarray(0, HEAD_BYTES))).toBeNull();
});
