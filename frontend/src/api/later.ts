/** An answer that is asked for when something is looked at, by a function instead of an address. The newest wins. */
import { effect, signal, type ReadonlySignal } from "@preact/signals";
import { asProblem, type Problem } from "./problem";

export interface Answered<T> {
  state: "idle" | "loading" | "ready" | "failed";
  /** The question that value answers, so that nobody takes an old answer for a new one. */
  key: string;
  value: T | null;
  problem: Problem | null;
}

/**
 * Keeps the answer to a question that changes; one that comes late is dropped. An empty question asks nothing.
 *
 * @param ask begins to ask; what it returns besides the answer is called when nobody waits any more.
 * @param wait milliseconds of quiet before asking.
 */
export function later<T>(key: ReadonlySignal<string>, ask: () => { answer: Promise<T>; giveUp?: () => void }, wait = 0): ReadonlySignal<Answered<T>> {
  const idle: Answered<T> = { state: "idle", key: "", value: null, problem: null };
  const out = signal(idle);
  effect(() => {
    const asked = key.value;
    out.value = asked === "" ? idle : { ...idle, state: "loading", key: asked };
    if (asked === "") return;
    let left = false;
    let giveUp: (() => void) | undefined;
    const timer = setTimeout(() => {
      const begun = ask();
      giveUp = begun.giveUp;
      begun.answer.then(
        (value) => left || (out.value = { state: "ready", key: asked, value, problem: null }),
        (error: unknown) => left || (out.value = { state: "failed", key: asked, value: null, problem: asProblem(error) }),
      );
    }, wait);
    return () => {
      left = true;
      clearTimeout(timer);
      giveUp?.();
    };
  });
  return out;
}
