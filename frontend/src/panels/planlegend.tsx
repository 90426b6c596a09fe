/** The legend of a promise, with counts: units by their state, people left out, facilities, sites that it would take. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { hasLacks, unitCounts } from "../analysis/plan";
import type { Outcome } from "../api/plantypes";
import { grouped } from "../format/number";
import { FATE_COLOURS, SITE_COLOUR, SPOT_COLOUR, UNKNOWN_OUTLINE } from "../map/palette";
import { MET_FILL, MET_LINE } from "../map/plan";
import { planChanges, planShapes, planSigns, planSites } from "../map/planscene";
import { view } from "../state/address";
import { sheet } from "../state/sheet";
import { chosen, lacks, lacksShown, planned } from "../state/promise";
import { isWide } from "../state/town";
import { allServices } from "../analysis/plan";
import { plan } from "../state/plan";
import { t } from "../words/language";
import { count } from "../words/people";
import { said, unitKind } from "../words/plans";
import { GainedSign, LostSign } from "./effect";
import { Icon, ServiceSign } from "./icons";

export function PlanLegend() {
  const open = useSignal(matchMedia("(min-width: 760px)").matches);
  const { point, facility, at } = view.value;
  const free = point === null && facility === null && at === null;
  useEffect(() => {
    open.value = free && matchMedia("(min-width: 760px)").matches;
  }, [free]);
  const o = chosen.value;
  const changes = planChanges.value;
  if (!o && changes.length === 0) return plan.value ? <p class="legend map-hint">{t("pl.mapHint")}</p> : null;
  const unfolded = open.value || sheet.value !== null;
  return (
    <aside class={`legend plan-legend ${unfolded ? "open" : ""} ${isWide.value ? "strip" : ""}`} aria-label={t("l.show")}>
      <button type="button" class="legend-head" aria-expanded={unfolded} onClick={() => (open.value = !open.value)}>
        <Icon name="layers" size={14} />
        <span class="legend-title">{o ? said(o.title) : t("sn.compare")}</span>
        <Icon name="chevron" size={12} />
      </button>
      {unfolded && (
        <div class="legend-body">
          <ul>{o ? <Rows outcome={o} /> : <ChangeRows />}</ul>
        </div>
      )}
    </aside>
  );
}

function Rows({ outcome: o }: { outcome: Outcome }) {
  const { met, failing, noData } = unitCounts(o);
  const shapes = planShapes.value;
  const marks = (shapes?.units ?? []).some((u) => u.rings.length === 0);
  const signs = planSigns.value.length;
  const sites = planSites.value?.signs.length ?? 0;
  const listed = o.op === "report";
  return (
    <>
      {met + failing + noData === 0 && <li class="legend-whole">{t("lg.whole")}</li>}
      {met + failing + noData > 0 && <li class="legend-kind">{unitKind(o.unit_kind)}</li>}
      {listed && met + failing > 0 && (
        <Row label={t("lg.value")} value={grouped(met + failing)} name="value">
          <defs>
            <linearGradient id="lg-ramp">
              <stop offset="0" stop-color="rgba(11,58,102,0.06)" />
              <stop offset="1" stop-color="rgba(11,58,102,0.56)" />
            </linearGradient>
          </defs>
          <rect x="1" y="3" width="14" height="10" fill="url(#lg-ramp)" stroke={MET_LINE} />
        </Row>
      )}
      {!listed && met + failing > 0 && (
        <>
          <Row label={t("lg.met")} value={grouped(met)} name="met">
            {marks ? <circle cx="8" cy="8" r="5.5" fill={MET_LINE} /> : <rect x="1.5" y="2.5" width="13" height="11" fill={MET_FILL} stroke={MET_LINE} />}
          </Row>
          <Row label={t("lg.failing")} value={grouped(failing)} name="failing">
            {marks ? (
              <path d="M8 1.6 14.4 8 8 14.4 1.6 8Z" fill={FATE_COLOURS.late} />
            ) : (
              <>
                <rect x="1.5" y="2.5" width="13" height="11" fill="#fde6d3" stroke={SPOT_COLOUR} stroke-width="1.2" />
                <path d="M2 9l6.5-6.5M3.5 13.3 14 2.8M9 13.3l5.5-5.5" stroke={SPOT_COLOUR} stroke-width="1" />
              </>
            )}
          </Row>
        </>
      )}
      {noData > 0 && (
        <Row label={t("lg.noData")} value={grouped(noData)} name="no-data">
          <rect x="1.5" y="2.5" width="13" height="11" fill="#fff" stroke={UNKNOWN_OUTLINE} stroke-dasharray="2.5 2" />
          <path d="M5 6h.1M8 8h.1M11 6h.1M5 10.4h.1M11 10.4h.1" stroke={UNKNOWN_OUTLINE} stroke-width="1.6" stroke-linecap="round" />
        </Row>
      )}
      {(shapes?.unmapped ?? 0) > 0 && <li class="legend-kind">{t("lg.unmapped", { n: shapes?.unmapped ?? 0 })}</li>}
      {hasLacks(o) && <LacksRow outcome={o} />}
      {signs > 0 && (
        <li>
          <ServiceSign code={allServices(plan.value, planned.value!)[0] ?? ""} size={16} />
          <span>{t("l.facilities")}</span>
          <b>{grouped(signs)}</b>
        </li>
      )}
      {sites > 0 && (
        <Row label={t("lg.needed")} value={grouped(sites)} name="sites">
          <circle cx="8" cy="8" r="6.5" fill={SITE_COLOUR} />
        </Row>
      )}
    </>
  );
}

/** People left out, to be shown or not; of very many points those with most people. */
function LacksRow({ outcome: o }: { outcome: Outcome }) {
  const { value, state } = lacks.value;
  const cut = value && value.numberReturned < value.numberMatched ? value.numberReturned : 0;
  return (
    <li class="lacks">
      <label>
        <input type="checkbox" checked={lacksShown.value} onChange={() => (lacksShown.value = !lacksShown.value)} />
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M8 1.6 14.4 8 8 14.4 1.6 8Z" fill={FATE_COLOURS.late} />
        </svg>
        <span>
          {t("lg.lacks")}
          {cut > 0 && <small> {t("lg.lacksMore", { n: grouped(cut) })}</small>}
        </span>
        <b>{state === "loading" ? "…" : count(value?.uncovered ?? o.uncovered ?? 0)}</b>
      </label>
    </li>
  );
}

function ChangeRows() {
  const sum = (gained: boolean) => planChanges.value.filter((d) => d.gained === gained).reduce((n, d) => n + d.people, 0);
  return (
    <>
      <li>
        <GainedSign />
        <span>{t("lg.gained")}</span>
        <b>{count(sum(true))}</b>
      </li>
      <li>
        <LostSign />
        <span>{t("lg.lost")}</span>
        <b>{count(sum(false))}</b>
      </li>
    </>
  );
}

function Row({ label, value, name, children }: { label: string; value: string; name: string; children: preact.ComponentChildren }) {
  return (
    <li class={`legend-${name}`}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        {children}
      </svg>
      <span>{label}</span>
      <b>{value}</b>
    </li>
  );
}
