import { expect, it } from "vitest";
import { estimated, grouped, metres, minutes, minutesOfParts } from "./number";

it("groups people in thousands", () => {
  expect(grouped(681293)).toBe("681,293");
  expect(grouped(0)).toBe("0");
});

it("keeps three figures of an estimate and leaves small numbers alone", () => {
  expect(estimated(586472)).toBe(586000);
  expect(estimated(1237)).toBe(1240);
  expect(estimated(999)).toBe(999);
  expect(estimated(1)).toBe(1);
});

it("never rounds minutes down onto a whole minute", () => {
  expect(minutes(900)).toBe("15.0");
  expect(minutes(900.001)).toBe("15.1");
  expect(minutes(899)).toBe("15.0");
  expect(minutes(0)).toBe("0.0");
  expect(minutes(475.183)).toBe("7.9");
  expect(minutes(3600)).toBe("60");
  expect(minutes(3600.5)).toBe("61");
});

it("does not measure the walk to the metre", () => {
  expect(metres(47.4)).toBe("47");
  expect(metres(1656)).toBe("1,660");
});

it("splits the minutes of a way so that they add up to what is shown for the whole", () => {
  expect(minutesOfParts([20, 20, 20], 60)).toEqual(["0.4", "0.3", "0.3"]);
  expect(minutesOfParts([], 60)).toEqual([]);
  for (let a = 1; a < 400; a += 7) {
    for (let b = 1; b < 5000; b += 61) {
      for (const c of [0, 33.3, 120.04]) {
        const parts = minutesOfParts([a, b, c], a + b + c);
        const sum = parts.reduce((n, text) => n + Number(text), 0);
        expect(sum.toFixed(1)).toBe(Number(minutes(a + b + c)).toFixed(1));
        expect(Math.abs(Number(parts[1]) - b / 60)).toBeLessThan(a + b + c >= 3600 ? 2 : 0.2);
      }
    }
  }
});
