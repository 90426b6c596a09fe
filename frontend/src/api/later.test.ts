import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import { later } from "./later";
import { Problem } from "./problem";

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("an answer that is asked for when somebody looks", () => {
  it("is that to the newest question, however late others come", async () => {
    const key = signal("");
    const waiting: ((value: string) => void)[] = [];
    let left = 0;
    const out = later<string>(key, () => ({ answer: new Promise((resolve) => waiting.push(resolve)), giveUp: () => left++ }));
    expect(out.value.state).toBe("idle");
    key.value = "a";
    await settle();
    key.value = "b";
    await settle();
    expect([out.value.state, out.value.key, left]).toEqual(["loading", "b", 1]);
    waiting[1]!("of b");
    waiting[0]!("of a");
    await settle();
    expect(out.value).toEqual({ state: "ready", key: "b", value: "of b", problem: null });
    key.value = "";
    expect(out.value).toEqual({ state: "idle", key: "", value: null, problem: null });
  });

  it("is never the one before while the next is on its way, and a failure is told", async () => {
    const key = signal("a");
    const out = later<string>(key, () => ({ answer: key.peek() === "a" ? Promise.resolve("of a") : Promise.reject(new Problem({ title: "no", status: 404 })) }));
    await settle();
    expect(out.value.value).toBe("of a");
    key.value = "b";
    expect([out.value.state, out.value.value]).toEqual(["loading", null]);
    await settle();
    expect([out.value.state, out.value.problem?.status]).toEqual(["failed", 404]);
  });
});
