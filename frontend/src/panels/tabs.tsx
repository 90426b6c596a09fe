/** The details of the answer in tabs, after the ARIA practices: arrows move, the panel follows. */
import { go, view } from "../state/address";
import { workspace } from "../state/town";
import { TABS, type Tab } from "../state/view";
import { t } from "../words/language";
import { AreasTab } from "./areas";
import { CheckTab } from "./check";
import { FacilitiesTab } from "./facilities";
import { PlanTab } from "./plan";
import { ScenariosTab } from "./scenarios";
import { SitesTab } from "./sites";
import { SpotsTab } from "./spots";

const PANELS: Record<Tab, () => preact.JSX.Element | null> = { check: CheckTab, areas: AreasTab, spots: SpotsTab, facilities: FacilitiesTab, sites: SitesTab, plan: PlanTab, scenarios: ScenariosTab };

/** On a phone the tabs lie below the fold of the sheet; opening one goes there. */
function open(tab: Tab): void {
  go({ tab });
  requestAnimationFrame(() => document.getElementById("tab-panel")?.scrollIntoView({ block: "nearest" }));
}

export function Tabs() {
  const { tab } = view.value;
  const Panel = PANELS[tab];
  const faults = (workspace.value.value?.findings ?? []).filter((f) => f.severity !== "info").length;
  const key = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? tab;
    open(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="details">
      <div class="tabs" role="tablist" aria-label={t("tabs.label")} onKeyDown={key}>
        {TABS.map((name) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            aria-selected={name === tab}
            aria-controls="tab-panel"
            tabIndex={name === tab ? 0 : -1}
            onClick={() => open(name)}
          >
            {t(`tab.${name}`)}
            {name === "check" && faults > 0 && <span class="badge">{faults}</span>}
          </button>
        ))}
      </div>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        <Panel />
      </div>
    </div>
  );
}
