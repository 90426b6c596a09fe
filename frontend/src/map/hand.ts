/**
 * Facilities in a scenario can be dragged: the sign follows the pointer at once, the scenario as fast as the server
 * answers. With a tool in hand, Enter on the map uses it at the middle.
 */
import L from "leaflet";
import { round7 } from "../analysis/edits";
import type { Edit } from "../api/scenariotypes";
import { drawing } from "../state/drawing";
import { held, phase } from "../state/play";
import { Drag } from "../state/scenario";
import { keyOf } from "../state/town";
import { dropTool, tool, useAt, warnOfDistance } from "../state/tools";
import type { Overlay } from "./overlay";
import type { Sign } from "./signs";

export interface Hand {
  holds: () => boolean;
  dragged: () => boolean;
  stop: () => void;
}

/** A pointer that moved less than this has clicked and not dragged. */
const MOVED_PX = 4;

/**
 * @param signAt finds the sign under a place of the canvas.
 * @returns whether something is held, whether the last press was a drag, so that its click means nothing, and what
 *   stops listening.
 */
export function answerHand(map: L.Map, overlay: Overlay, signAt: (at: L.Point) => Sign | null): Hand {
  const container = map.getContainer();
  let hold: Hold | null = null;
  let dragged = false;

  const press = (event: PointerEvent) => {
    dragged = false;
    if (phase.peek() !== "ready" || tool.peek() || drawing.peek() || !event.isPrimary || event.button !== 0) return;
    const sign = signAt(overlay.place(map.mouseEventToLayerPoint(event)));
    if (!sign || sign.feature.properties.status !== "active") return;
    hold = new Hold(sign, map.mouseEventToContainerPoint(event));
    // Before Leaflet hears of it, so that the map stays where it is.
    map.dragging.disable();
  };
  const move = (event: PointerEvent) => {
    if (!hold || !event.isPrimary) return;
    const at = map.mouseEventToContainerPoint(event);
    if (!dragged && at.distanceTo(hold.from) < MOVED_PX) return;
    dragged = true;
    container.classList.add("dragging");
    hold.to(map, at);
  };
  const release = (keep: boolean) => {
    if (!hold) return;
    map.dragging.enable();
    container.classList.remove("dragging");
    if (dragged) void hold.release(keep);
    hold = null;
  };
  const up = (event: PointerEvent) => event.isPrimary && release(true);
  const cancel = (event: PointerEvent) => event.isPrimary && release(false);
  const key = (event: KeyboardEvent) => {
    if (event.key === "Escape" && hold) release(false);
    else if (event.key === "Escape" && dropTool()) event.preventDefault();
    else if (event.key === "Enter" && event.target === container && tool.peek()) {
      const { lat, lng } = map.getCenter().wrap();
      void useAt(lng, lat);
    }
  };
  container.addEventListener("pointerdown", press, true);
  addEventListener("pointermove", move);
  addEventListener("pointerup", up);
  addEventListener("pointercancel", cancel);
  addEventListener("keydown", key);
  return {
    holds: () => hold !== null,
    dragged: () => dragged,
    stop: () => {
      container.removeEventListener("pointerdown", press, true);
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", key);
    },
  };
}

/** One facility in the hand, held where it was gripped. */
class Hold {
  private readonly drag = new Drag();
  private grip: L.Point | null = null;

  constructor(
    private readonly sign: Sign,
    readonly from: L.Point,
  ) {}

  to(map: L.Map, at: L.Point): void {
    const { service, id } = this.sign.feature.properties;
    const [lon = 0, lat = 0] = this.sign.feature.geometry.coordinates;
    this.grip ??= map.latLngToContainerPoint([lat, lon]).subtract(this.from);
    const { lng, lat: north } = map.containerPointToLatLng(at.add(this.grip)).wrap();
    const to: [number, number] = [round7(lng), round7(north)];
    held.value = { key: keyOf(this.sign.feature), lon: to[0], lat: to[1] };
    const edit: Edit = { kind: "move_facility", service, id, to };
    this.drag.move(edit);
  }

  /** The sign stays in the hand until the server has followed, so that it does not jump back and forth. */
  async release(keep: boolean): Promise<void> {
    const at = held.peek();
    await (keep ? this.drag.end() : this.drag.cancel());
    held.value = null;
    if (keep && at) await warnOfDistance(at.lon, at.lat);
  }
}
