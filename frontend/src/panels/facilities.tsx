/** The facilities of the services asked about, and whom each is nearest to. */
import { computed, useSignal } from "@preact/signals";
import type { FacilityFeature } from "../api/types";
import { nearestLoads, type Load } from "../analysis/people";
import { lookAtPoint } from "../map/camera";
import { view } from "../state/address";
import { currentTimes } from "../state/answers";
import { shownFacilities } from "../state/town";
import { grouped } from "../format/number";
import { t } from "../words/language";
import { people } from "../words/people";
import { serviceName } from "../words/services";
import { ServiceSign } from "./icons";

const PAGE = 30;

const loads = computed<Map<string, Load>>(() =>
  currentTimes.value ? nearestLoads(currentTimes.value, view.value.minutes) : new Map<string, Load>(),
);

export function FacilitiesTab() {
  const pages = useSignal(1);
  const several = view.value.services.length > 1;
  const served = (f: FacilityFeature) => loads.value.get(f.properties.id)?.people ?? 0;
  const sorted = [...shownFacilities.value].sort((a, b) => served(b) - served(a));
  const rest = sorted.length - pages.value * PAGE;
  if (sorted.length === 0) return <p class="quiet">{t("fac.none")}</p>;
  return (
    <div class="facilities">
      <p class="quiet">
        {t("fac.total", { n: sorted.length })}。{t("fac.note")}
      </p>
      <ul class="list">
        {sorted.slice(0, pages.value * PAGE).map((f) => (
          <FacilityItem key={`${f.properties.service}:${f.properties.id}`} facility={f} served={served(f)} withService={several} />
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" class="link" onClick={() => pages.value++}>
          {t("spots.more", { n: Math.min(PAGE, rest) })}
        </button>
      )}
    </div>
  );
}

function FacilityItem({ facility, served, withService }: { facility: FacilityFeature; served: number; withService: boolean }) {
  const p = facility.properties;
  const [lon = 0, lat = 0] = facility.geometry.coordinates;
  const facts = [
    withService ? serviceName(p.service) : "",
    remark(facility, served),
    p.capacity !== null ? t("fac.capacity", { n: grouped(p.capacity) }) : "",
    p.opening_hours,
  ].filter(Boolean);
  return (
    <li>
      <button type="button" class="item" onClick={() => lookAtPoint(lon, lat, 17)}>
        <ServiceSign code={p.service} />
        <span class="item-main">
          <strong>{p.name || p.id}</strong>
          <small>{facts.join(" · ")}</small>
        </span>
      </button>
    </li>
  );
}

function remark({ properties: p }: FacilityFeature, served: number): string {
  if (p.status !== "active") return t(`fac.${p.status}`);
  if (!p.on_network) return t("fac.offNetwork");
  return served > 0 ? t("fac.nearestFor", { people: people(served) }) : t("fac.nobody");
}
