/** The land from which something is reached in time: of the services asked about, of one facility, of a place. */
import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import { address, getJSON, type Parameters } from "../api/client";
import { resource } from "../api/resource";
import type { CatchmentFeature, Catchments } from "../api/types";
import { view } from "./address";
import { given, missingServices } from "./answers";
import { edits, playing } from "./play";
import { isEmpty, keyOf, presentFacilities, workspace } from "./town";
import { formatPosition } from "./view";

/** Cutoffs whose outlines are drawn thin inside that of the cutoff chosen. */
const USUAL = [5, 10, 15, 30];

/** Quiet time before asking: outlines come after the figures, and a slider may still be on its way. */
const SETTLE_MS = 300;

/** A town with more streets than this takes longer than a second to outline, so nobody has to wait unasked. */
const QUICK_STREETS = 15_000;

const cutoffs = computed(() => {
  const { minutes } = view.value;
  return [...USUAL.filter((m) => m < minutes), minutes].join(",");
});

function ask(of: Parameters): string {
  return address("/catchments", { ...of, mode: view.value.mode, direction: given(view.value.direction), minutes: cutoffs.value });
}

/** Whether the outlines of the services are to be shown. */
export const outlined = computed(() => {
  const small = (workspace.value.value?.counts.streets ?? Infinity) <= QUICK_STREETS;
  return view.value.catchment ?? small;
});

/** Facilities of which edits speak. */
const changedFacilities = computed(() => new Set(edits.value.map((e) => ("service" in e ? `${e.service}:${e.id}` : ""))));

/** What is looked at closely: a facility or a place, whose own catchment is then shown alone. */
const lookedAt = computed(() => {
  const { facility, at } = view.value;
  if (workspace.value.value === null || isEmpty.value) return null;
  // The server outlines the town as it is, and so not a facility that a scenario has changed.
  if (facility !== null) return playing.value && changedFacilities.value.has(facility) ? null : ask({ facility });
  return at ? ask({ at: formatPosition(at) }) : null;
});

/** The catchment of the facility or place that is looked at. */
export const ownCatchment = resource<Catchments>(lookedAt, 120);

/** The catchment of what is looked at now, never that of what was looked at before. */
export const ownNow = computed(() => {
  const { state, url, value } = ownCatchment.value;
  return state === "ready" && url === lookedAt.value ? value : null;
});

/** The facility that is looked at; null while the list is on its way, or where it has none of that name. */
export const chosenFacility = computed(() => {
  const wanted = view.value.facility;
  const all = wanted === null ? [] : presentFacilities.value;
  return all.find((f) => keyOf(f) === wanted) ?? null;
});

const unionAddresses = computed<string>(() => {
  const { services } = view.value;
  const wanted = outlined.value && !playing.value && workspace.value.value !== null && !isEmpty.value && missingServices.value.length === 0;
  // One text, so that equal means unchanged.
  return wanted ? services.map((service) => ask({ service })).join("\n") : "";
});

/** The catchments of each service asked about; how they are joined is the painter's. */
export const unions = together(unionAddresses);

export interface Outlines {
  state: "idle" | "loading" | "ready" | "failed";
  collections: readonly Catchments[];
}

/** Asks several addresses at once; the newest question wins, as in resource. */
function together(addresses: ReadonlySignal<string>): ReadonlySignal<Outlines> {
  const answer = signal<Outlines>({ state: "idle", collections: [] });
  effect(() => {
    const urls = addresses.value.split("\n").filter(Boolean);
    void workspace.value.value?.fingerprint;
    if (urls.length === 0) {
      answer.value = { state: "idle", collections: [] };
      return;
    }
    answer.value = { state: "loading", collections: [] };
    const abort = new AbortController();
    const timer = setTimeout(() => {
      Promise.all(urls.map((url) => getJSON<Catchments>(url, abort.signal))).then(
        (collections) => !abort.signal.aborted && (answer.value = { state: "ready", collections }),
        () => !abort.signal.aborted && (answer.value = { state: "failed", collections: [] }),
      );
    }, SETTLE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  });
  return answer;
}

/** The catchment at the cutoff chosen, the last of those that nest. */
export function atCutoff(collection: Catchments): CatchmentFeature | undefined {
  return collection.features.find((f) => f.properties.minutes === view.value.minutes);
}
