import { effect, signal, type ReadonlySignal } from "@preact/signals";
import { getJSON } from "./client";
import { asProblem, type Problem } from "./problem";

/** What is known of an answer. While a newer one is loading, `value` still holds the one before. */
export interface Loadable<T> {
  state: "idle" | "loading" | "ready" | "failed";
  /** The address that `value` answers, so that nobody takes an old answer for a new one. */
  url: string | null;
  value: T | null;
  problem: Problem | null;
}

/** Counts imports: every answer depends on the data, so a new count asks everything again. */
const generation = signal(0);

/** To be called when the data on the server has changed, or to try again after a failure. */
export function renew(): void {
  generation.value++;
}

/**
 * Keeps the answer to an address that changes. The newest question wins: an answer that comes late
 * is dropped, its request aborted. A null address means that there is nothing to ask.
 *
 * @param wait milliseconds of quiet before asking, for addresses that follow a slider.
 */
export function resource<T>(address: ReadonlySignal<string | null>, wait = 0): ReadonlySignal<Loadable<T>> {
  const answer = signal<Loadable<T>>({ state: "idle", url: null, value: null, problem: null });
  effect(() => {
    const url = address.value;
    void generation.value;
    const before = answer.peek();
    if (url === null) {
      answer.value = { state: "idle", url: null, value: null, problem: null };
      return;
    }
    answer.value = { ...before, state: "loading", problem: null };
    const abort = new AbortController();
    const timer = setTimeout(() => {
      getJSON<T>(url, abort.signal).then(
        (value) => {
          if (!abort.signal.aborted) answer.value = { state: "ready", url, value, problem: null };
        },
        (error: unknown) => {
          if (!abort.signal.aborted) answer.value = { state: "failed", url, value: null, problem: asProblem(error) };
        },
      );
    }, wait);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  });
  return answer;
}
