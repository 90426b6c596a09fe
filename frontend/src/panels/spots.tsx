/** Blind spots: how many people, why, what is missing. A click goes there. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { BlindSpotFeature } from "../api/types";
import { renew } from "../api/resource";
import { areaAt } from "../map/areas";
import { boxOf, lookAt } from "../map/camera";
import { worldX, worldY } from "../map/overlay";
import { levelShapes } from "../map/scene";
import { go, view } from "../state/address";
import { blindSpots } from "../state/answers";
import { playing } from "../state/play";
import { t } from "../words/language";
import { count, people } from "../words/people";
import { isDoubt } from "../analysis/people";
import { why } from "../words/reasons";
import { ProblemNote } from "./states";

const PAGE = 20;

export function SpotsTab() {
  const pages = useSignal(1);
  const { value, state, problem } = blindSpots.value;
  const { spot } = view.value;
  useEffect(() => {
    if (spot) document.getElementById(`spot-${spot}`)?.scrollIntoView({ block: "nearest" });
  }, [spot]);
  if (state === "failed" && problem) return <ProblemNote problem={problem} onRetry={renew} />;
  if (!value) return null;
  const at = value.features.findIndex((f) => f.properties.id === spot);
  const shown = value.features.slice(0, Math.max(pages.value * PAGE, at + 1));
  const rest = value.features.length - shown.length;
  const { scattered } = value;
  return (
    <div class={`spots ${state === "loading" ? "stale" : ""}`}>
      {playing.value && <p class="remark">{t("w.presentOnly")}</p>}
      <p class="quiet">{value.features.length === 0 ? t("spots.none") : t("spots.total", { n: value.features.length })}</p>
      <ol class="list">
        {shown.map((feature, i) => (
          <Spot key={feature.properties.id} feature={feature} rank={i + 1} chosen={feature.properties.id === spot} />
        ))}
      </ol>
      {rest > 0 && (
        <button type="button" class="link" onClick={() => pages.value++}>
          {t("spots.more", { n: Math.min(PAGE, rest) })}
        </button>
      )}
      {scattered.people > 0 && (
        <p class="remark">{t("spots.scattered", { points: count(scattered.points), people: people(scattered.people) })}</p>
      )}
    </div>
  );
}

/** The area in which the first cell lies: where to look for it, when it has no name of its own. */
function areaOf(feature: BlindSpotFeature): string {
  const [west, south, east, north] = boxOf(feature.geometry.type === "Polygon" ? feature.geometry.coordinates : feature.geometry.coordinates[0]);
  return areaAt(levelShapes.value, worldX((west + east) / 2), worldY((south + north) / 2))?.name ?? "";
}

function Spot({ feature, rank, chosen }: { feature: BlindSpotFeature; rank: number; chosen: boolean }) {
  const p = feature.properties;
  const look = () => {
    go({ spot: p.id, tab: "spots" });
    lookAt(boxOf(feature.geometry.coordinates), 16);
  };
  return (
    <li id={`spot-${p.id}`}>
      <button type="button" class={`item ${chosen ? "chosen" : ""}`} aria-current={chosen} onClick={look}>
        <span class="rank">{rank}</span>
        <span class="item-main">
          <strong>{people(p.population)}</strong>
          <span class="item-name">{[areaOf(feature), p.name && t("spots.around", { name: p.name })].filter(Boolean).join(" · ") || t("spots.points", { n: p.points })}</span>
          <small>
            {isDoubt(p.reason) && <em class="doubt">{t("a.undetermined")}</em>}
            {why({ reason: p.reason, missing_s: p.missing_s })}
            {(p.nearest_facility_name || p.nearest_facility_id) && (
              <> · {t("spots.nearest", { name: p.nearest_facility_name || p.nearest_facility_id || "" })}</>
            )}
          </small>
        </span>
      </button>
    </li>
  );
}
