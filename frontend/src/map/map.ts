/** The map: Leaflet holds it, the view says where it looks. */
import L from "leaflet";
import { computed, effect } from "@preact/signals";
import { adjust, view } from "../state/address";
import { atCutoff, chosenFacility, ownNow } from "../state/catchments";
import { drawer } from "../state/drawer";
import { sheet } from "../state/sheet";
import { isWide, workspace } from "../state/town";
import { round5 } from "../state/view";
import { paintLand } from "./areas";
import { boxOf, middle, wish, zoom, zoomBy, type Box } from "./camera";
import { answerDrawing } from "./draw";
import { Overlay } from "./overlay";
import { paintScene } from "./painter";
import { peopleTiles } from "./peopletiles";
import { answerPointer } from "./pointer";
import { scene, shapes } from "./scene";
import { streetsLayer } from "./streets";

/** Where to look while nothing was imported. */
const CHINA: Box = [73, 18, 135, 54];

/** Below this width the page is that of a phone, as in style/narrow.css. */
const NARROW = 760;

/** The room of the legend in pixels: as a strip at the foot, or in the corner. */
const STRIP = 66;
const CORNER = 220;

/** Puts the map into an element; returns the function that takes it out again. */
export function mountMap(element: HTMLElement): () => void {
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    minZoom: 5,
    maxZoom: 19,
    // A town fills the map as well as it can, not only to the next whole zoom.
    zoomSnap: 0.25,
    wheelPxPerZoomLevel: 90,
    fadeAnimation: false,
  });
  const { place } = view.peek();
  if (place) map.setView([place.lat, place.lon], place.zoom);
  else fit(map, workspace.peek().value?.bbox ?? CHINA, 18);

  const pane = map.createPane("land");
  pane.style.zIndex = "150";
  const land = new Overlay((frame) => paintLand(frame, shapes.peek()), "land");
  const people = new Overlay((frame) => paintScene(frame, scene.peek()));
  land.addTo(map);
  people.addTo(map);

  const tiles = peopleTiles(map);
  const stops = [
    tiles.stop,
    effect(() => {
      void shapes.value;
      land.schedule();
    }),
    effect(() => {
      void [scene.value, view.value.language];
      people.schedule();
    }),
    showStreets(map),
    followView(map),
    showCatchments(map),
    followWishes(map),
    followDrawer(map),
    showRoutes(map),
    answerPointer(map, people, tiles.idAt),
    answerDrawing(map),
    followSheet(map),
  ];
  const resized = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  resized.observe(element);
  return () => {
    for (const stop of stops) stop();
    resized.disconnect();
    map.remove();
  };
}

/** The streets of the data as it is: an import brings new ones. */
function showStreets(map: L.Map): () => void {
  const data = computed(() => workspace.value.value?.fingerprint);
  return effect(() => {
    void data.value;
    const streets = streetsLayer().addTo(map);
    return () => streets.remove();
  });
}

/** The room of the tools of a scenario at the top. */
const TOOLS = 60;

/** The room of the sheet of a phone in pixels, as in style/narrow.css, and that of the legend above it. */
const PEEK = 76;
const HALF = 0.46;
const KEY = 54;

/** Looks at a box, clear of what lies over the map: the card of a point, or on a phone the sheet at the foot. */
function fit(map: L.Map, [west, south, east, north]: Box, maxZoom: number): void {
  const { x, y } = map.getSize();
  const narrow = x < NARROW;
  const { point, facility, at } = view.peek();
  const card = point !== null || facility !== null || at !== null;
  const right = card && !narrow ? 348 : narrow ? 12 : 20;
  const foot = narrow ? (card ? y * 0.62 : (drawer.peek() === "peek" ? PEEK : y * HALF) + KEY) : 20 + (isWide.peek() ? STRIP : 0);
  const bounds = L.latLngBounds([south, west], [north, east]);
  const paddingTopLeft = L.point(narrow ? 12 : 60, TOOLS);
  const options = (right: number) => ({ paddingTopLeft, paddingBottomRight: L.point(right, foot), maxZoom, animate: false });
  // A legend in the corner is left free where that costs the town nothing.
  const beside = right + (narrow || card || isWide.peek() ? 0 : CORNER);
  const zoomOf = (right: number) => map.getBoundsZoom(bounds, false, paddingTopLeft.add([right, foot]));
  map.fitBounds(bounds, options(zoomOf(beside) < zoomOf(right) ? right : beside));
}

/** The place in the address and the place on the map follow each other. */
function followView(map: L.Map): () => void {
  const write = () => {
    const { lat, lng } = map.getCenter();
    middle.value = { lon: lng, lat };
    const place = { zoom: map.getZoom(), lat: round5(lat), lon: round5(lng) };
    if (!same(place, view.peek().place)) adjust({ place });
  };
  map.on("moveend", write);
  map.on("zoomend", () => (zoom.value = map.getZoom()));
  zoom.value = map.getZoom();
  // A place given by the address was taken before anybody listened.
  middle.value = { lon: map.getCenter().lng, lat: map.getCenter().lat };
  return effect(() => {
    const { place } = view.value;
    const { lat, lng } = map.getCenter();
    if (place && !same(place, { zoom: map.getZoom(), lat: round5(lat), lon: round5(lng) })) {
      map.setView([place.lat, place.lon], place.zoom, { animate: false });
    }
  });
}

function followWishes(map: L.Map): () => void {
  const stops = [
    effect(() => {
      const w = wish.value;
      if (w) fit(map, w.box, w.zoom);
    }),
    effect(() => {
      const by = zoomBy.value;
      if (by) map.zoomIn(by.steps);
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Where the whole town is seen, it stays to be seen beside the sheet of a phone; under a full sheet nothing is. */
function followDrawer(map: L.Map): () => void {
  let before = drawer.peek();
  return effect(() => {
    const now = drawer.value;
    if (now === before) return;
    before = now;
    const box = workspace.peek().value?.bbox;
    if (!box || now === "full" || map.getSize().x >= NARROW) return;
    const [west, south, east, north] = box;
    const town = L.latLngBounds([south, west], [north, east]);
    if (map.getBounds().pad(0.02).contains(town)) fit(map, box, 18);
  });
}

/** A way that has just been asked for is brought into sight, unless it is in sight already. */
function showRoutes(map: L.Map): () => void {
  // A place given by the address comes first: reloading shows what was there.
  let shownFor = view.peek().place ? view.peek().point : null;
  return effect(() => {
    const { route, point } = scene.value;
    if (point === null) shownFor = null;
    if (!route || point === null || point === shownFor) return;
    shownFor = point;
    const box = boxOf(route.stretches.map((s) => s.line));
    const line = L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
    const size = map.latLngToContainerPoint(line.getNorthWest()).distanceTo(map.latLngToContainerPoint(line.getSouthEast()));
    if (size < 60 || !map.getBounds().pad(-0.05).contains(line)) fit(map, box, 16);
  });
}

/** The catchment of a facility or a place that has just been asked for is brought into sight, as ways are. */
function showCatchments(map: L.Map): () => void {
  const key = () => view.peek().facility ?? (view.peek().at ? "at" : null);
  let shownFor = view.peek().place ? key() : null;
  return effect(() => {
    const value = ownNow.value;
    const { facility, at } = view.value;
    const chosen = chosenFacility.value;
    if (facility === null && !at) shownFor = null;
    if (!value || (facility === null && !at) || key() === shownFor) return;
    shownFor = key();
    const shape = atCutoff(value);
    const land = shape?.geometry?.coordinates ?? [];
    const coordinates = land.length > 0 ? land : chosen?.geometry.coordinates;
    if (!coordinates) return;
    const box = boxOf(coordinates);
    const bounds = L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
    const size = map.latLngToContainerPoint(bounds.getNorthWest()).distanceTo(map.latLngToContainerPoint(bounds.getSouthEast()));
    if (size < 200 || !map.getBounds().pad(-0.05).contains(bounds)) fit(map, box, 16);
  });
}

/** On paper the map has another shape; it shows what it showed on the screen, and returns to it afterwards. */
function followSheet(map: L.Map): () => void {
  const snap = map.options.zoomSnap;
  let before: { center: L.LatLng; zoom: number; bounds: L.LatLngBounds } | null = null;
  return effect(() => {
    if (sheet.value && !before) {
      before = { center: map.getCenter(), zoom: map.getZoom(), bounds: map.getBounds() };
      map.options.zoomSnap = 0.1;
      const { bounds } = before;
      // The page takes its new shape in the next frame.
      requestAnimationFrame(() => map.invalidateSize({ animate: false }).fitBounds(bounds, { animate: false }));
    } else if (!sheet.value && before) {
      map.options.zoomSnap = snap;
      map.invalidateSize({ animate: false }).setView(before.center, before.zoom, { animate: false });
      before = null;
    }
  });
}

function same(a: { zoom: number; lat: number; lon: number }, b: typeof a | null): boolean {
  return b !== null && a.zoom === b.zoom && Math.abs(a.lat - b.lat) < 2e-5 && Math.abs(a.lon - b.lon) < 2e-5;
}
