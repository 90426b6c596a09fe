/** What an address asked for that there is not, and what stands in its place: said, never silently put right. */
import { effect, signal } from "@preact/signals";
import { adjust, view } from "./address";
import { serviceByCode, workspace } from "./town";
import { unbelieved, type Correction } from "./view";

/** Those the reader has not taken note of yet. */
export const corrections = signal<readonly Correction[]>(unbelieved(location.search, view.peek()));

/** Puts services and groups right that the town does not know, once it is known which it knows. */
export function correctUnknown(): void {
  effect(() => {
    const known = serviceByCode.value;
    const chosen = view.value.services;
    const unknown = known.size > 0 ? chosen.filter((code) => !known.has(code)) : [];
    if (unknown.length === 0) return;
    const services = chosen.filter((code) => known.has(code));
    adjust({ services, ...(services.length < 2 ? { need: "any" as const } : {}) });
    say(unknown.map((given) => ({ what: "service", given })));
  });
  effect(() => {
    const groups = workspace.value.value?.groups ?? [];
    const { group } = view.value;
    if (group === "all" || groups.length === 0 || groups.some((g) => g.group === group)) return;
    adjust({ group: "all" });
    say([{ what: "group", given: group }]);
  });
}

function say(more: readonly Correction[]): void {
  corrections.value = [...corrections.peek(), ...more];
}
