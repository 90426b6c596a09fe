/** The residential point that is explained, and the way from it. */
import { computed, effect, signal } from "@preact/signals";
import { address } from "../api/client";
import { resource } from "../api/resource";
import type { Explanation } from "../api/types";
import { view } from "./address";
import { given } from "./answers";
import { isEmpty, workspace } from "./town";

const asked = computed(() => {
  const v = view.value;
  if (v.point === null || workspace.value.value === null || isEmpty.value) return null;
  return { point: v.point, mode: v.mode, direction: given(v.direction), minutes: v.minutes };
});

/** Times from the point to every service. The wait is for the slider. */
export const explanation = resource<Explanation>(
  computed(() => (asked.value ? address("/explain", asked.value) : null)),
  120,
);

/** A service picked by hand in the card; forgotten with the next point. */
export const pickedRoute = signal<string | null>(null);

export function forgetPickedRouteWithPoint(): void {
  const point = computed(() => view.value.point);
  effect(() => {
    void point.value;
    pickedRoute.value = null;
  });
}

/**
 * The service to which the way is drawn: the one picked, else the one that decides the answer, which is the
 * nearest of several where any will do, and the farthest where all are needed.
 */
export const routeService = computed(() => {
  const { services, need } = view.value;
  if (pickedRoute.value !== null) return pickedRoute.value;
  if (services.length <= 1) return services[0] ?? null;
  const reached = (explanation.value.value?.services ?? [])
    .filter((s) => services.includes(s.service) && s.seconds !== null)
    .sort((a, b) => (a.seconds ?? 0) - (b.seconds ?? 0));
  return (need === "any" ? reached[0] : reached.at(-1))?.service ?? null;
});

/** What would bring the point within the cutoff: asked where it is not, of the service to which the way is drawn. */
const remediesAddress = computed(() => {
  const service = routeService.value;
  const found = explanation.value.value?.services.find((s) => s.service === service);
  const q = asked.value;
  if (q === null || explanation.value.state !== "ready" || !found || found.reason === "") return null;
  return address("/explain/remedies", { ...q, service, k: 1 });
});
export const remedies = resource<Explanation>(remediesAddress, 120);

/** Those of the present point and cutoff, never of another. */
export const remediesNow = computed(() => {
  const { state, url, value } = remedies.value;
  return state === "ready" && url === remediesAddress.value ? (value?.remedies ?? null) : null;
});

/** The way does not depend on the cutoff, so a slider leaves it alone. */
export const route = resource<Explanation>(
  computed(() => {
    const v = view.value;
    if (asked.value === null || routeService.value === null) return null;
    return address("/explain", { point: v.point, mode: v.mode, direction: given(v.direction), minutes: 15, service: routeService.value });
  }),
);
