/** The legend, with counts: always of the question shown, always in the colours shown. */
import { Fragment } from "preact";
import { computed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { bandOf, bandsUpTo } from "../analysis/bands";
import { gainedLost } from "../analysis/difference";
import { LEFT_OUT } from "../analysis/people";
import { zoom } from "../map/camera";
import { dotsFrom, scene } from "../map/scene";
import { AVOIDED_COLOUR, EDIT_COLOUR, FATE_COLOURS, LATE_OUTLINE, ONLY_COLOUR, SITE_COLOUR, SITE_LAND, SPOT_COLOUR, timeColour, UNKNOWN_OUTLINE } from "../map/palette";
import { go, view } from "../state/address";
import { blindSpots, currentTimes, shown } from "../state/answers";
import { edits, playing } from "../state/play";
import { changesShown } from "../state/shownchanges";
import { sheet } from "../state/sheet";
import { outlined, unions } from "../state/catchments";
import { isWide, levels, serves, shownFacilities } from "../state/town";
import { found } from "../state/tools";
import { LAYERS, type LayerName } from "../state/view";
import { t } from "../words/language";
import { grouped } from "../format/number";
import { count } from "../words/people";
import { GainedSign, LostSign } from "./effect";
import { Icon, ServiceSign } from "./icons";

/** People covered, by class of time. */
const byBand = computed(() => {
  const out = [0, 0, 0, 0, 0, 0];
  const times = currentTimes.value;
  const cutoff = view.value.minutes * 60_000;
  times?.milliseconds.forEach((ms, i) => {
    if (ms !== null && ms <= cutoff) out[bandOf(ms)]! += times.group_population[i] ?? 0;
  });
  return out;
});

export function Legend() {
  const open = useSignal(matchMedia("(min-width: 760px)").matches);
  const { point, facility, at } = view.value;
  const free = point === null && facility === null && at === null && found.value === null;
  // A card needs the room; the legend is one click away.
  useEffect(() => {
    open.value = free && matchMedia("(min-width: 760px)").matches;
  }, [free]);
  // On paper it always stands beside the map.
  const unfolded = open.value || sheet.value !== null;
  const tally = shown.value;
  if (!tally) return null;
  const cells = zoom.value < dotsFrom.value;
  return (
    <aside class={`legend ${unfolded ? "open" : ""} ${isWide.value ? "strip" : ""}`} aria-label={t("l.show")}>
      <button type="button" class="legend-head" aria-expanded={unfolded} onClick={() => (open.value = !open.value)}>
        <Icon name="layers" size={14} />
        {t(view.value.need === "all" && view.value.services.length > 1 ? "l.titleAll" : "l.title")}
        <Icon name="chevron" size={12} />
      </button>
      {unfolded && (
        <div class="legend-body">
          <p class="legend-unit">{t(view.value.group === "households" ? "l.households" : "l.people")}</p>
          <ul>
            {bandsUpTo(view.value.minutes).map((band) => (
                <Row key={band.index} label={t("l.band", { from: band.from, to: band.to })} value={tally.sorted ? count(byBand.value[band.index] ?? 0) : ""}>
                  {cells ? <rect x="3" y="3" width="10" height="10" rx="2" fill={timeColour(band.index)} /> : <circle cx="8" cy="8" r="5.5" fill={timeColour(band.index)} />}
                </Row>
              ))}
            {LEFT_OUT.filter((fate) => tally.people[fate] > 0 || (!tally.sorted && fate !== "none")).map((fate) => (
              <Row key={fate} label={t(`a.${fate as "late"}`)} value={tally.sorted ? count(tally.people[fate]) : ""}>
                <path d={cells ? "M3 3h10v10H3Z" : "M8 1.6 14.4 8 8 14.4 1.6 8Z"} fill={FATE_COLOURS[fate]} stroke={LATE_OUTLINE} stroke-width="1.2" />
              </Row>
            ))}
            {tally.people.unknown > 0 && (
              <Row label={t("a.undetermined")} value={count(tally.people.unknown)}>
                <circle cx="8" cy="8" r="5.5" fill="#fff" stroke={UNKNOWN_OUTLINE} stroke-width="1.4" stroke-dasharray="2.5 2" />
              </Row>
            )}
            <Changed />
            <FoundSites />
            <SiteConditions />
          </ul>
          <p class="legend-note">{t(cells ? "l.cells" : "l.dots")}</p>
          <Layers />
        </div>
      )}
    </aside>
  );
}

/** Whom a scenario, or the comparison of two, brings in and drops. */
function Changed() {
  const { gained, lost } = gainedLost(changesShown.value, view.value.minutes);
  return (
    <>
      {gained > 0 && (
        <li class="changed">
          <GainedSign />
          <span>{t("w.lGained")}</span>
          <b>{count(gained)}</b>
        </li>
      )}
      {lost > 0 && (
        <li class="changed">
          <LostSign />
          <span>{t("w.lLost")}</span>
          <b>{count(lost)}</b>
        </li>
      )}
      {edits.value.length > 0 && (
        <li class="changed">
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <rect x="1.5" y="1.5" width="13" height="13" rx="4" fill="#fff" stroke={EDIT_COLOUR} stroke-width="2" />
          </svg>
          <span>{t("w.lEdits")}</span>
          <b>{edits.value.length}</b>
        </li>
      )}
    </>
  );
}

/** Sites that a search has found. */
function FoundSites() {
  const n = scene.value.sites.signs.length;
  if (n === 0) return null;
  return (
    <li class="changed">
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="7.2" fill={SITE_LAND} stroke={SITE_COLOUR} stroke-width="1.2" stroke-dasharray="2.5 1.8" />
        <circle cx="8" cy="8" r="3.6" fill={SITE_COLOUR} />
      </svg>
      <span>{t("l.sites")}</span>
      <b>{n}</b>
    </li>
  );
}

/** Land where sites may or may not stand, and facilities that are given up for them. */
function SiteConditions() {
  const { not, only, given } = scene.value.conditions;
  const rows = [
    ["cd.lNot", not.length, <path key="not" d="M2 2.5h12v11H2ZM2 9l6.5-6.5M4 13.5l10-10M9.5 13.5l4.5-4.5M2 7l6.5 6.5M3.5 2.5 14 13" fill="#f3ecf6" stroke={AVOIDED_COLOUR} stroke-width="1" />],
    ["cd.lOnly", only.length, <rect key="only" x="2" y="2.5" width="12" height="11" fill="none" stroke={ONLY_COLOUR} stroke-width="1.8" stroke-dasharray="3.5 2" />],
    ["cd.lFate", given.length, <path key="given" d="M3.5 3.5l9 9M12.5 3.5l-9 9" stroke={AVOIDED_COLOUR} stroke-width="2.4" />],
  ] as const;
  return (
    <>
      {rows.map(([word, n, sign]) =>
        n > 0 ? (
          <li key={word} class="changed">
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              {sign}
            </svg>
            <span>{t(word)}</span>
            <b>{n}</b>
          </li>
        ) : null,
      )}
    </>
  );
}

function Row({ label, value, children }: { label: string; value: string; children: preact.JSX.Element }) {
  return (
    <li>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        {children}
      </svg>
      <span>{label}</span>
      <b>{value}</b>
    </li>
  );
}

function Layers() {
  const spots = blindSpots.value.state === "ready" ? (blindSpots.value.value?.features.length ?? 0) : null;
  const counts: Record<LayerName, string> = {
    facilities: grouped(shownFacilities.value.filter((f) => serves(f)).length),
    spots: spots === null ? "…" : String(spots),
    areas: "",
  };
  const { hidden } = view.value;
  const toggle = (layer: LayerName) => go({ hidden: hidden.includes(layer) ? hidden.filter((l) => l !== layer) : [...hidden, layer] });
  return (
    <div class="layers" role="group" aria-label={t("l.layers")}>
      {LAYERS.filter((layer) => layer !== "areas" || levels.value.length > 0).map((layer) => (
        <Fragment key={layer}>
          <label>
            <input type="checkbox" checked={!hidden.includes(layer)} onChange={() => toggle(layer)} />
            <LayerSign layer={layer} />
            <span>{t(layer === "spots" && playing.value ? "w.lSpots" : `l.${layer}`)}</span>
            <b>{counts[layer]}</b>
          </label>
          {layer === "facilities" && !hidden.includes(layer) && <NotServing />}
        </Fragment>
      ))}
      {!playing.value && <CatchmentLayer />}
    </div>
  );
}

/** Signs with a dashed edge, and which of the reasons for them there are. */
function NotServing() {
  const dashed = shownFacilities.value.filter((f) => !serves(f));
  if (dashed.length === 0) return null;
  const reasons = new Set(dashed.map(({ properties: p }) => (p.status === "active" ? "offNetwork" : p.status)));
  const why = (["planned", "closed", "offNetwork"] as const).filter((r) => reasons.has(r)).map((r) => t(r === "offNetwork" ? "l.offNetwork" : `fac.${r}`));
  return (
    <p class="legend-row">
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <rect x="2" y="2" width="12" height="12" rx="3.5" fill="#fff" stroke="#48576a" stroke-width="1.4" stroke-dasharray="2.5 2" />
      </svg>
      <span>{t("l.notServing", { why: why.join(" / ") })}</span>
      <b>{grouped(dashed.length)}</b>
    </p>
  );
}

function CatchmentLayer() {
  const waiting = outlined.value && unions.value.state === "loading";
  return (
    <label>
      <input type="checkbox" name="catchment" checked={outlined.value} onChange={() => go({ catchment: !outlined.value })} />
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M3 4.5C5 1.6 8 3.4 10.4 2.6S15 5.4 13.6 8.4 12.4 13.6 8.6 13 2.6 14 2 10.4 1.6 6.4 3 4.5Z" fill="none" stroke="#0b3a66" stroke-width="1.8" />
      </svg>
      <span>{t("l.catchment")}</span>
      <b>{waiting ? "…" : ""}</b>
    </label>
  );
}

function LayerSign({ layer }: { layer: LayerName }) {
  if (layer === "facilities") return <ServiceSign code={view.value.services[0] ?? ""} size={16} />;
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {layer === "spots" ? (
        <>
          <rect x="1.5" y="2.5" width="13" height="11" fill="#fdf0e4" stroke={SPOT_COLOUR} stroke-width="1.3" />
          <path d="M2 9l6.5-6.5M3.5 13.3 14 2.8M9 13.3l5.5-5.5" stroke={SPOT_COLOUR} stroke-width="1" />
        </>
      ) : (
        <path d="M1 12 6 4l5 5 4-5" fill="none" stroke="#6d757c" stroke-width="1.3" stroke-dasharray="3 2" />
      )}
    </svg>
  );
}
