/** Drawing land on the map: a canvas of its own, and the keys that do what the pointer does. */
import L from "leaflet";
import { effect } from "@preact/signals";
import { addCorner, cancelDrawing, drawing, finishDrawing, takeCornerBack } from "../state/drawing";
import { paintDrawing } from "./conditions";
import { Overlay } from "./overlay";

/** A click so close to the first corner, in pixels, ends the land. */
const CLOSE_PX = 12;

export function answerDrawing(map: L.Map): () => void {
  const overlay = new Overlay((frame) => paintDrawing(frame, drawing.peek()?.corners ?? [], drawing.peek()?.side === "only"));
  const container = map.getContainer();
  const key = (event: KeyboardEvent) => {
    if (!drawing.peek() || event.defaultPrevented) return;
    if (event.key === "Escape") cancelDrawing();
    else if (event.target !== container) return;
    else if (event.key === "Backspace") takeCornerBack();
    else if (event.key === "Enter") {
      const { lat, lng } = map.getCenter().wrap();
      addCorner(lng, lat);
    } else return;
    event.preventDefault();
  };
  const twice = () => void finishDrawing();
  let on = false;
  const stop = effect(() => {
    const draws = drawing.value !== null;
    if (draws) overlay.schedule();
    if (draws === on) return;
    on = draws;
    if (draws) {
      overlay.addTo(map);
      map.doubleClickZoom.disable();
      map.on("dblclick", twice);
    } else {
      overlay.remove();
      map.doubleClickZoom.enable();
      map.off("dblclick", twice);
    }
  });
  addEventListener("keydown", key);
  return () => {
    stop();
    removeEventListener("keydown", key);
  };
}

/** A click while land is drawn: another corner, or the end of it. */
export function drawAt(map: L.Map, event: L.LeafletMouseEvent): void {
  const corners = drawing.peek()?.corners ?? [];
  const first = corners[0];
  const ends = first && corners.length >= 3 && map.latLngToContainerPoint([first[1], first[0]]).distanceTo(event.containerPoint) <= CLOSE_PX;
  if (ends && finishDrawing()) return;
  const { lng, lat } = event.latlng.wrap();
  addCorner(lng, lat);
}
