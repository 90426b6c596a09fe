/** What a scenario can do to a facility: from its card, and from the list. */
import type { FacilityFeature } from "../api/types";
import { phase } from "../state/play";
import { apply } from "../state/scenario";
import { keyOf } from "../state/town";
import { take } from "../state/tools";
import { t } from "../words/language";
import { Icon } from "./icons";

function toggle({ properties: p }: FacilityFeature): void {
  void apply({ kind: p.status === "active" ? "close_facility" : "reopen_facility", service: p.service, id: p.id });
}

export function Change({ facility }: { facility: FacilityFeature }) {
  const active = facility.properties.status === "active";
  const move = (event: MouseEvent) => {
    take({ does: "move", key: keyOf(facility) });
    if (event.detail === 0) document.querySelector<HTMLElement>(".map")?.focus();
  };
  return (
    <div class="card-buttons change">
      {active && (
        <button type="button" class="button" disabled={phase.value !== "ready"} onClick={move}>
          <Icon name="move" size={14} />
          {t("w.move")}
        </button>
      )}
      <button type="button" class="button" disabled={phase.value !== "ready"} onClick={() => toggle(facility)}>
        {t(active ? "w.closeFacility" : "w.reopenFacility")}
      </button>
    </div>
  );
}

export function Toggle({ facility }: { facility: FacilityFeature }) {
  const { status, name, id } = facility.properties;
  const active = status === "active";
  return (
    <button type="button" class="link toggle" disabled={phase.value !== "ready"} aria-label={t(active ? "w.closeNamed" : "w.reopenNamed", { name: name || id })} onClick={() => toggle(facility)}>
      {t(active ? "w.closeFacility" : "w.reopenFacility")}
    </button>
  );
}
