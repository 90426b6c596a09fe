import { expect, it } from "vitest";
import { Lane } from "./lane";

/** A task that ends when it is told to, and writes down that it was done. */
function tasks() {
  const done: string[] = [];
  const ends = new Map<string, () => void>();
  const task = (name: string) => () =>
    new Promise<void>((end) => {
      done.push(name);
      ends.set(name, end);
    });
  const settle = async (name: string) => {
    ends.get(name)?.();
    for (let i = 0; i < 6; i++) await Promise.resolve();
  };
  return { done, task, settle };
}

it("does one task at a time, and of those that follow a hand only the newest", async () => {
  const { done, task, settle } = tasks();
  const lane = new Lane();
  lane.newest(task("1"));
  await settle("");
  lane.newest(task("2"));
  lane.newest(task("3"));
  lane.newest(task("4"));
  expect(done).toEqual(["1"]);
  await settle("1");
  expect(done).toEqual(["1", "4"]);
});

it("overtakes nothing across a task that must be done", async () => {
  const { done, task, settle } = tasks();
  const lane = new Lane();
  lane.newest(task("drag"));
  await settle("");
  lane.newest(task("drag on"));
  void lane.run(task("undo"));
  lane.newest(task("another drag"));
  for (const name of ["drag", "drag on", "undo", "another drag"]) await settle(name);
  expect(done).toEqual(["drag", "drag on", "undo", "another drag"]);
});

it("goes on after a failure, which is the asker's to see", async () => {
  const lane = new Lane();
  const failed = lane.run(() => Promise.reject(new Error("no")));
  const after = lane.run(() => Promise.resolve("yes"));
  await expect(failed).rejects.toThrow("no");
  await expect(after).resolves.toBe("yes");
});
