/** What the overlay shows, worked out from the state once per change and not once per picture. */
import { computed } from "@preact/signals";
import type { Route } from "../api/types";
import { view } from "../state/address";
import { blindSpots, currentTimes } from "../state/answers";
import { route } from "../state/point";
import { areas, level, shownFacilities } from "../state/town";
import { LAYERS, type LayerName } from "../state/view";
import { areaShapes, type AreaShape } from "./areas";
import { crowded, dotsOf, type Dots } from "./dots";
import { signOf, type Sign } from "./signs";
import { spotShape, type SpotShape } from "./spots";

export interface Scene {
  minutes: number;
  shown: ReadonlySet<LayerName>;
  dots: Dots | null;
  /** From this zoom on, people are dots; before it, cells. */
  dotsFrom: number;
  areas: readonly AreaShape[];
  signs: readonly Sign[];
  spots: readonly SpotShape[];
  route: Route | null;
  point: string | null;
  spot: string | null;
}

const dots = computed(() => (currentTimes.value ? dotsOf(currentTimes.value) : null));

export const dotsFrom = computed(() => {
  const d = dots.value;
  for (let zoom = 17; d && zoom > 5; zoom--) if (crowded(d, zoom)) return zoom + 1;
  return 0;
});

export const shapes = computed(() => (areas.value.value ? areaShapes(areas.value.value) : []));
export const levelShapes = computed(() => shapes.value.filter((s) => s.level === level.value));
const signs = computed(() => shownFacilities.value.map(signOf));

/** Blind spots belong to one cutoff: while those of another are on their way, none are shown rather than wrong ones. */
const spots = computed(() => {
  const b = blindSpots.value;
  return b.state === "ready" ? (b.value?.features ?? []).map(spotShape) : [];
});

export const scene = computed<Scene>(() => {
  const { minutes, hidden, point, spot } = view.value;
  return {
    minutes,
    shown: new Set(LAYERS.filter((layer) => !hidden.includes(layer))),
    dots: dots.value,
    dotsFrom: dotsFrom.value,
    areas: levelShapes.value,
    signs: signs.value,
    spots: spots.value,
    route: point !== null ? (route.value.value?.route ?? null) : null,
    point,
    spot,
  };
});
