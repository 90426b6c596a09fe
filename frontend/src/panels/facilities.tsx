/** The facilities of the services asked about, and whom each is nearest to. */
import { useSignal } from "@preact/signals";
import type { FacilityFeature } from "../api/types";
import { lookInto, view } from "../state/address";
import { loadOf, loadsKnown } from "../state/loads";
import { keyOf, shownFacilities } from "../state/town";
import { grouped } from "../format/number";
import { t } from "../words/language";
import { people } from "../words/people";
import { serviceName } from "../words/services";
import { ServiceSign } from "./icons";

const PAGE = 30;

export function FacilitiesTab() {
  const pages = useSignal(1);
  const several = view.value.services.length > 1;
  const served = (f: FacilityFeature) => loadOf(f) ?? 0;
  const sorted = [...shownFacilities.value].sort((a, b) => served(b) - served(a));
  const rest = sorted.length - pages.value * PAGE;
  if (sorted.length === 0) return <p class="quiet">{t("fac.none")}</p>;
  return (
    <div class="facilities">
      <p class="quiet">
        {t("fac.total", { n: sorted.length })}
        {loadsKnown.value && t("title.stop") + t("fac.note")}
      </p>
      <ul class="list">
        {sorted.slice(0, pages.value * PAGE).map((f) => (
          <FacilityItem key={keyOf(f)} facility={f} served={loadOf(f)} withService={several} />
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

function FacilityItem({ facility, served, withService }: { facility: FacilityFeature; served: number | null; withService: boolean }) {
  const p = facility.properties;
  const chosen = view.value.facility === keyOf(facility);
  const facts = [
    withService ? serviceName(p.service) : "",
    remark(facility, served),
    p.capacity !== null ? t("fac.capacity", { n: grouped(p.capacity) }) : "",
    p.opening_hours,
  ].filter(Boolean);
  return (
    <li>
      <button type="button" class={`item ${chosen ? "chosen" : ""}`} aria-current={chosen} onClick={() => lookInto({ facility: keyOf(facility) })}>
        <ServiceSign code={p.service} />
        <span class="item-main">
          <strong>{p.name || p.id}</strong>
          <small>{facts.join(" · ")}</small>
        </span>
      </button>
    </li>
  );
}

function remark({ properties: p }: FacilityFeature, served: number | null): string {
  if (p.status !== "active") return t(`fac.${p.status}`);
  if (!p.on_network) return t("fac.offNetwork");
  if (served === null) return "";
  return served > 0 ? t("fac.nearestFor", { people: people(served) }) : t("fac.nobody");
}
