/** The map on the page, with what stands upon it. */
import { useEffect, useRef } from "preact/hooks";
import { PlaceCard } from "../panels/place";
import { PointCard } from "../panels/point";
import { DrawBar } from "../panels/drawbar";
import { EffectCard } from "../panels/effect";
import { Legend } from "../panels/legend";
import { PlanLegend } from "../panels/planlegend";
import { Icon } from "../panels/icons";
import { StreetCard } from "../panels/streetcard";
import { WhatIfBar } from "../panels/whatifbar";
import { lookInto } from "../state/address";
import { drawing } from "../state/drawing";
import { notify } from "../state/notices";
import { picking } from "../state/picking";
import { isPlanTab } from "../state/plan";
import { found, tool } from "../state/tools";
import { workspace } from "../state/town";
import { round5 } from "../state/view";
import { t } from "../words/language";
import { attribution } from "../words/sources";
import { lookAt, middle, zoomBy } from "./camera";
import { mountMap } from "./map";

export function MapView() {
  const element = useRef<HTMLDivElement>(null);
  const w = workspace.value.value;
  const ready = w !== null;
  useEffect(() => (ready && element.current ? mountMap(element.current) : undefined), [ready]);
  return (
    <div class="map-area">
      <div ref={element} class={`map ${picking.value || tool.value || drawing.value ? "picking" : ""}`} role="application" aria-label={t("map.label")} />
      {((tool.value && !found.value) || drawing.value) && <i class="crosshair" aria-hidden="true" />}
      <Controls />
      {drawing.value ? <DrawBar /> : isPlanTab.value ? null : <WhatIfBar />}
      <PointCard />
      <PlaceCard />
      {found.value ? <StreetCard /> : isPlanTab.value ? null : <EffectCard />}
      {isPlanTab.value ? <PlanLegend /> : <Legend />}
      <p class="attribution">
        {attribution(w)}
      </p>
    </div>
  );
}

function Controls() {
  const w = workspace.value.value;
  return (
    <div class="controls">
      <button type="button" aria-label={t("map.zoomIn")} title={t("map.zoomIn")} onClick={() => (zoomBy.value = { steps: 1 })}>
        <Icon name="plus" />
      </button>
      <button type="button" aria-label={t("map.zoomOut")} title={t("map.zoomOut")} onClick={() => (zoomBy.value = { steps: -1 })}>
        <Icon name="minus" />
      </button>
      {w?.bbox && (
        <button type="button" aria-label={t("map.home")} title={t("map.home")} onClick={() => w.bbox && lookAt([...w.bbox], 18)}>
          <Icon name="home" />
        </button>
      )}
      {w?.bbox && (
        <button type="button" class="from-here" aria-pressed={picking.value} aria-label={t("c.fromHere")} title={t("c.fromHere")} onClick={pickPlace}>
          <Icon name="target" />
        </button>
      )}
    </div>
  );
}

/** The pointer then chooses a place; a keyboard has none, so it takes the middle of the map. */
function pickPlace(event: MouseEvent): void {
  const byKeyboard = event.detail === 0;
  const { lon, lat } = middle.peek();
  if (byKeyboard) return lookInto({ at: { lon: round5(lon), lat: round5(lat) } });
  picking.value = !picking.peek();
  if (picking.peek()) notify(t("c.pick"));
}
