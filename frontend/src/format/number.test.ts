import { expect, it } from "vitest";
import { estimated, grouped, metres, minutes } from "./number";

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
