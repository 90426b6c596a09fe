/** The map: Leaflet holds it, the view says where it looks. */
import L from "leaflet";
import { effect } from "@preact/signals";
import { adjust, view } from "../state/address";
import { workspace } from "../state/town";
import { paintLand } from "./areas";
import { boxOf, wish, zoom, zoomBy, type Box } from "./camera";
import { Overlay } from "./overlay";
import { paintScene } from "./painter";
import { answerPointer } from "./pointer";
import { scene, shapes } from "./scene";
import { streetsLayer } from "./streets";

/** Puts the map into an element; returns the function that takes it out again. */
export function mountMap(element: HTMLElement): () => void {
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    minZoom: 5,
    maxZoom: 19,
    wheelPxPerZoomLevel: 90,
    fadeAnimation: false,
  });
  const { place, bbox } = { place: view.peek().place, bbox: workspace.peek().value?.bbox };
  if (place) map.setView([place.lat, place.lon], place.zoom);
  else fit(map, bbox ?? [73, 18, 135, 54], 18);

  const pane = map.createPane("land");
  pane.style.zIndex = "150";
  const land = new Overlay((frame) => paintLand(frame, shapes.peek()), "land");
  const people = new Overlay((frame) => paintScene(frame, scene.peek()));
  for (const layer of [land, streetsLayer(), people]) layer.addTo(map);

  const stops = [
    effect(() => {
      void shapes.value;
      land.schedule();
    }),
    effect(() => {
      void [scene.value, view.value.language];
      people.schedule();
    }),
    followView(map),
    followWishes(map),
    showRoutes(map),
    answerPointer(map, people),
  ];
  const resized = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  resized.observe(element);
  return () => {
    for (const stop of stops) stop();
    resized.disconnect();
    map.remove();
  };
}

function fit(map: L.Map, [west, south, east, north]: Box, maxZoom: number): void {
  // On a phone the foot of the map lies under the closed sheet.
  const foot = map.getSize().x < 760 ? 96 : 28;
  map.fitBounds([[south, west], [north, east]], { paddingTopLeft: [28, 28], paddingBottomRight: [28, foot], maxZoom, animate: false });
}

/** The place in the address and the place on the map follow each other. */
function followView(map: L.Map): () => void {
  const write = () => {
    const { lat, lng } = map.getCenter();
    const place = { zoom: map.getZoom(), lat: round5(lat), lon: round5(lng) };
    if (!same(place, view.peek().place)) adjust({ place });
  };
  map.on("moveend", write);
  map.on("zoomend", () => (zoom.value = map.getZoom()));
  zoom.value = map.getZoom();
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

function round5(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

function same(a: { zoom: number; lat: number; lon: number }, b: typeof a | null): boolean {
  return b !== null && a.zoom === b.zoom && Math.abs(a.lat - b.lat) < 2e-5 && Math.abs(a.lon - b.lon) < 2e-5;
}
