/** What the overlay shows, worked out from the state once per change and not once per picture. */
import { computed } from "@preact/signals";
import type { Route } from "../api/types";
import { view } from "../state/address";
import { conditions } from "../state/conditions";
import { chosenSite, current, openedSite } from "../state/sites";
import { baseTimes, blindSpots, currentTimes } from "../state/answers";
import { chosenFacility, ownNow, unions } from "../state/catchments";
import { route } from "../state/point";
import { changesShown } from "../state/shownchanges";
import { playing } from "../state/play";
import { areas, facilitiesOnMap, keyOf, level, shownFacilities } from "../state/town";
import { LAYERS, type LayerName, type Position } from "../state/view";
import { areaShapes, type AreaShape } from "./areas";
import { changedDots, type ChangedDot } from "./changes";
import { catchmentShape, type CatchmentShape } from "./catchment";
import { NO_PLAN, type PlanShapes } from "./plan";
import { planChanges, planShapes, planSigns, planSites } from "./planscene";
import { conditionShapes, NO_SHAPES, type ConditionShapes } from "./conditions";
import { crowded, dotsOf, type Dots } from "./dots";
import { signOf, type Sign } from "./signs";
import { NO_SITES, siteShapes, type SiteShapes } from "./sites";
import { spotShape, type SpotShape } from "./spots";
import { editedFacilities, works } from "./worksof";
import type { Work } from "./works";

export interface Scene {
  minutes: number;
  shown: ReadonlySet<LayerName>;
  dots: Dots | null;
  /** From this zoom on, people are dots; before it, cells. */
  dotsFrom: number;
  areas: readonly AreaShape[];
  signs: readonly Sign[];
  spots: readonly SpotShape[];
  /** The catchments of the services asked about, joined as need says. */
  outlines: readonly CatchmentShape[];
  need: "any" | "all";
  /** The catchment of the facility or place that is looked at; then outlines are not shown. */
  own: CatchmentShape | null;
  facility: Sign | null;
  at: Position | null;
  route: Route | null;
  point: string | null;
  spot: string | null;
  /** A scenario is shown; blind spots are then those of the town as it is. */
  playing: boolean;
  /** Whom a scenario, or a comparison of two, brings within the cutoff, and whom it drops. */
  changed: readonly ChangedDot[];
  works: readonly Work[];
  /** Signs of facilities that a scenario changes. */
  edited: readonly Sign[];
  /** Sites that were found, while somebody looks at them. */
  sites: SiteShapes;
  /** What the search for them has to respect, while somebody looks at it. */
  conditions: ConditionShapes;
  /** The promise that is looked at: then nothing of the question about services is shown. */
  plan: PlanShapes;
}

const baseDots = computed(() => (baseTimes.value ? dotsOf(baseTimes.value) : null));

/** A scenario gives people other times, but leaves them where they live. */
const dots = computed(() => (baseDots.value && currentTimes.value ? { ...baseDots.value, times: currentTimes.value } : null));

export const dotsFrom = computed(() => {
  const d = baseDots.value;
  for (let zoom = 17; d && zoom > 5; zoom--) if (crowded(d, zoom)) return zoom + 1;
  return 0;
});

export const shapes = computed(() => (areas.value.value ? areaShapes(areas.value.value) : []));
export const levelShapes = computed(() => shapes.value.filter((s) => s.level === level.value));
const signs = computed(() => facilitiesOnMap.value.map(signOf));
const edited = computed(() => signs.value.filter((s) => editedFacilities.value.has(keyOf(s.feature))));
const changed = computed(() => changedDots(changesShown.value, view.value.minutes));

/** Blind spots belong to one cutoff: while those of another are on their way, none are shown rather than wrong ones. */
const spots = computed(() => {
  const b = blindSpots.value;
  return b.state === "ready" ? (b.value?.features ?? []).map(spotShape) : [];
});

/** Outlines belong to one cutoff, as blind spots do. */
const outlines = computed(() => unions.value.collections.map(catchmentShape));
const own = computed(() => (ownNow.value ? catchmentShape(ownNow.value) : null));
/** The sign of the facility looked at, wherever it is dragged. */
const facility = computed(() => {
  const chosen = chosenFacility.value;
  return chosen ? (signs.value.find((s) => keyOf(s.feature) === keyOf(chosen)) ?? signOf(chosen)) : null;
});

const sites = computed(() => {
  const found = view.value.tab === "sites" ? current.value : null;
  return found?.answer ? siteShapes(found.answer, found.layer, view.value.group, chosenSite.value, openedSite.value) : NO_SITES;
});

const terms = computed(() => (view.value.tab === "sites" ? conditionShapes(conditions.value, shapes.value, shownFacilities.value, view.value.services) : NO_SHAPES));

export const scene = computed<Scene>(() => {
  const { minutes, hidden, point, spot, at, need } = view.value;
  const all: Scene = {
    minutes,
    shown: new Set(LAYERS.filter((layer) => !hidden.includes(layer))),
    dots: dots.value,
    dotsFrom: dotsFrom.value,
    areas: levelShapes.value,
    signs: signs.value,
    spots: spots.value,
    outlines: at || facility.value ? [] : outlines.value,
    need,
    own: own.value,
    facility: facility.value,
    at,
    route: point !== null ? (route.value.value?.route ?? null) : null,
    point,
    spot,
    playing: playing.value,
    changed: changed.value,
    works: works.value,
    edited: edited.value,
    sites: sites.value,
    conditions: terms.value,
    plan: NO_PLAN,
  };
  return planShapes.value ? ofPlan(all, planShapes.value) : all;
});

/** The same with the promise of a plan in the place of the question. */
function ofPlan(scene: Scene, plan: PlanShapes): Scene {
  return {
    ...scene,
    dots: null,
    dotsFrom: 0,
    signs: planSigns.value,
    spots: [],
    outlines: [],
    own: null,
    playing: false,
    changed: planChanges.value,
    works: [],
    edited: [],
    sites: planSites.value ?? NO_SITES,
    conditions: NO_SHAPES,
    plan,
  };
}
