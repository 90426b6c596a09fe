/** What a search for sites makes of a place or a facility that is looked at: buttons on its card. */
import { isWithin, type Corner } from "../analysis/land";
import type { FacilityFeature } from "../api/types";
import { view } from "../state/address";
import { AVOID_M, avoidPlace, conditions, fateOf, isKept, keptOf, setFate, toggleKept } from "../state/conditions";
import { current } from "../state/sites";
import { keyOf } from "../state/town";
import { t } from "../words/language";
import { serviceName } from "../words/services";

export function PlaceChoice({ lon, lat }: { lon: number; lat: number }) {
  const { id, name, at } = known([lon, lat]);
  return (
    <div class="card-buttons change">
      {view.value.services.map((service) => {
        const kept = isKept(service, at);
        return (
          <button key={service} type="button" class="button" aria-pressed={kept} onClick={() => toggleKept(keptOf({ service, id, name, lon: at[0], lat: at[1] }))}>
            {t(kept ? "cd.letGo" : "cd.keepHere", { service: serviceName(service) })}
          </button>
        );
      })}
      <button type="button" class="button" onClick={() => avoidPlace(at, name)}>
        {t("cd.avoidHere", { m: AVOID_M })}
      </button>
    </div>
  );
}

/** A place that a search has named, to the last decimal of it; or one that nobody has a name for. */
function known(at: Corner): { id: string; name: string; at: Corner } {
  const { sites = [] } = current.value?.answer ?? {};
  const one = sites.flatMap((s) => [s, ...s.alternatives]).find((s) => isWithin([s.lon, s.lat], at, 1));
  if (one) return { id: one.id, name: one.name || one.id, at: [one.lon, one.lat] };
  const n = conditions.value.keep.length + conditions.value.avoid.length + 1;
  return { id: "", name: t("cd.placeName", { n }), at };
}

export function FacilityFateChoice({ facility }: { facility: FacilityFeature }) {
  const key = keyOf(facility);
  const fate = fateOf(key) ?? "stays";
  return (
    <div class="need fate-choice" role="group" aria-label={t("cd.fateWhy")}>
      <span>{t("cd.fateWhy")}</span>
      <div class="segments">
        {(["stays", "replace", "closing"] as const).map((one) => (
          <button key={one} type="button" aria-pressed={one === fate} onClick={() => setFate(key, one === "stays" ? null : one)}>
            {t(`cd.fate.${one}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
