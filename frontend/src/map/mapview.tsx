/** The map on the page, with what stands upon it. */
import { useEffect, useRef } from "preact/hooks";
import { PointCard } from "../panels/point";
import { Legend } from "../panels/legend";
import { Icon } from "../panels/icons";
import { workspace } from "../state/town";
import { t } from "../words/language";
import { attribution } from "../words/sources";
import { lookAt, zoomBy } from "./camera";
import { mountMap } from "./map";

export function MapView() {
  const element = useRef<HTMLDivElement>(null);
  const w = workspace.value.value;
  const ready = w !== null;
  useEffect(() => (ready && element.current ? mountMap(element.current) : undefined), [ready]);
  return (
    <div class="map-area">
      <div ref={element} class="map" role="application" aria-label={t("map.label")} />
      <Controls />
      <PointCard />
      <Legend />
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
    </div>
  );
}
