import { expect, it } from "vitest";
import { boxOf } from "./camera";
import { insideRings } from "./rings";
import { Room } from "./room";

const square = (x: number, y: number, side: number) =>
  [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]] as [number, number][];

it("finds what lies in a ring, and not what lies in its hole", () => {
  const rings = [square(0, 0, 10), square(4, 4, 2)];
  expect(insideRings(rings, 1, 1)).toBe(true);
  expect(insideRings(rings, 5, 5)).toBe(false);
  expect(insideRings(rings, 11, 5)).toBe(false);
  expect(insideRings([], 0, 0)).toBe(false);
});

it("finds the box of any geometry", () => {
  expect(boxOf([[[[119, 30], [120, 31]]], [[[118, 30.5]]]])).toEqual([118, 30, 120, 31]);
  expect(boxOf([119, 30])).toEqual([119, 30, 119, 30]);
});

it("gives room once", () => {
  const room = new Room();
  expect(room.take(0, 0, 10, 10)).toBe(true);
  expect(room.take(5, 5, 10, 10)).toBe(false);
  expect(room.take(10, 0, 10, 10)).toBe(true);
});
