/** What the pointer does: shows what lies under it, and chooses it on a click. */
import L from "leaflet";
import { go, lookInto } from "../state/address";
import { drawing } from "../state/drawing";
import { picking } from "../state/picking";
import { held, phase } from "../state/play";
import { round5 } from "../state/view";
import { tool, useAt } from "../state/tools";
import { drawAt } from "./draw";
import { answerHand } from "./hand";
import { dotAt } from "./people";
import { worldX, worldY, type Overlay } from "./overlay";
import { scene } from "./scene";
import { chosenSite } from "../state/sites";
import { otherAt, siteAt, type SiteSign } from "./sites";
import { boardSize, EDITED_SIDE, signAt, type Sign } from "./signs";
import { spotAt, type SpotShape } from "./spots";
import { keyOf } from "../state/town";
import { isPlanTab } from "../state/plan";
import { chosenUnit } from "../state/promise";
import { planAt, type PlanHit } from "./plan";
import { lackTip, pointTip, signTip, siteTip, spotTip, unitTip } from "./tips";

type Hit = { kind: "point"; index: number } | { kind: "site"; site: SiteSign } | { kind: "other"; site: SiteSign } | { kind: "sign"; sign: Sign } | { kind: "spot"; spot: SpotShape } | PlanHit | null;

/** @param idInTiles finds a residential point where people come as tiles. */
export function answerPointer(map: L.Map, overlay: Overlay, idInTiles: (at: L.LatLng) => Promise<string | null>): () => void {
  const tip = L.tooltip({ direction: "top", offset: [0, -10], opacity: 1, className: "tip" });
  let waiting = 0;

  const move = (event: L.LeafletMouseEvent) => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      const hit = tool.peek() || drawing.peek() ? null : hitAt(event, overlay);
      map.getContainer().classList.toggle("pointing", hit !== null);
      map.getContainer().classList.toggle("gripping", hit?.kind === "sign" && canBeMoved(hit.sign));
      // In the hand, a facility needs no note: its name is known.
      if (!hit || held.peek()) return void tip.remove();
      tip.setContent(tipOf(hit)).setLatLng(event.latlng).addTo(map);
    });
  };
  const leave = () => {
    cancelAnimationFrame(waiting);
    tip.remove();
  };
  const hand = answerHand(map, overlay, (at) => signUnder(at, overlay));
  const click = (event: L.LeafletMouseEvent) => {
    if (hand.dragged()) return;
    if (drawing.peek()) return drawAt(map, event);
    if (picking.peek()) return pick(event);
    if (tool.peek()) {
      const { lng, lat } = event.latlng.wrap();
      return void useAt(lng, lat);
    }
    const hit = hitAt(event, overlay);
    const { dots, dotsFrom } = scene.peek();
    if (!dots && !isPlanTab.peek() && hit?.kind !== "sign" && hit?.kind !== "site" && hit?.kind !== "other") {
      void idInTiles(event.latlng).then((point) => point !== null && lookInto({ point }));
    }
    if (hit?.kind === "site") chosenSite.value = hit.site.rank;
    else if (hit?.kind === "other") lookInto({ at: { lon: round5(hit.site.lon), lat: round5(hit.site.lat) } });
    else if (hit?.kind === "point") lookInto({ point: dots?.times.id[hit.index] ?? null });
    else if (hit?.kind === "sign") lookInto({ facility: keyOf(hit.sign.feature) });
    else if (hit?.kind === "lack") lookInto({ point: hit.lack.id });
    else if (hit?.kind === "unit") chosenUnit.value = chosenUnit.peek() === hit.unit.id ? null : hit.unit.id;
    else if (hit?.kind === "spot") go({ spot: hit.spot.id, tab: "spots" });
    else if (!hit && dots && map.getZoom() < dotsFrom) map.setView(event.latlng, dotsFrom);
  };
  // A long press on a touch screen arrives as this event too.
  const pick = (event: L.LeafletMouseEvent) => {
    if (hand.holds() || drawing.peek()) return;
    picking.value = false;
    const { lng, lat } = event.latlng.wrap();
    lookInto({ at: { lon: round5(lng), lat: round5(lat) } });
  };
  map.on("mousemove", move).on("mouseout", leave).on("movestart", leave).on("click", click).on("contextmenu", pick);
  return () => {
    leave();
    hand.stop();
  };
}

/** In a scenario, facilities in use can be dragged. */
function canBeMoved(sign: Sign): boolean {
  return phase.peek() === "ready" && sign.feature.properties.status === "active";
}

/** A facility that a scenario changes has a whole sign, whatever the others have. */
function signUnder(at: { x: number; y: number }, overlay: Overlay): Sign | null {
  const frame = overlay.frame;
  if (!frame) return null;
  const s = scene.peek();
  const edited = signAt(frame, s.edited, EDITED_SIDE, at.x, at.y);
  if (edited || !s.shown.has("facilities")) return edited;
  const side = boardSize(frame, s.signs, frame.zoom < s.dotsFrom);
  // Small dots are hard to grip; where they may be gripped, a little more around them counts.
  return signAt(frame, s.signs, s.playing ? Math.max(side, GRIP_SIDE) : side, at.x, at.y);
}

const GRIP_SIDE = 14;

function hitAt(event: L.LeafletMouseEvent, overlay: Overlay): Hit {
  const frame = overlay.frame;
  if (!frame) return null;
  const s = scene.peek();
  const at = overlay.locate(event);
  // What is painted on top is found first.
  const site = siteAt(frame, s.sites, at.x, at.y);
  if (site) return { kind: "site", site };
  const other = otherAt(frame, s.sites, at.x, at.y);
  if (other) return { kind: "other", site: other };
  const sign = signUnder(at, overlay);
  if (sign) return { kind: "sign", sign };
  const promised = planAt(frame, s.plan, at.x, at.y, { x: worldX(event.latlng.lng), y: worldY(event.latlng.lat) });
  if (promised) return promised;
  const index = s.dots && frame.zoom >= s.dotsFrom ? dotAt(frame, s.dots, at.x, at.y) : -1;
  if (index >= 0) return { kind: "point", index };
  const spot = s.shown.has("spots") ? spotAt(s.spots, worldX(event.latlng.lng), worldY(event.latlng.lat)) : null;
  return spot && { kind: "spot", spot };
}

function tipOf(h: NonNullable<Hit>): HTMLElement {
  const { dots, minutes } = scene.peek();
  if (h.kind === "site" || h.kind === "other") return siteTip(h.site);
  if (h.kind === "sign") return signTip(h.sign.feature);
  if (h.kind === "spot") return spotTip(h.spot);
  if (h.kind === "lack") return lackTip(h.lack);
  if (h.kind === "unit") return unitTip(h.unit);
  return pointTip(dots!.times, h.index, minutes);
}
