/** A facility or a place that is looked at: what is known of it, and who could be there within the cutoff. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { FacilityFeature } from "../api/types";
import { renew } from "../api/resource";
import { grouped } from "../format/number";
import { lookInto, view } from "../state/address";
import { ownCatchment, chosenFacility } from "../state/catchments";
import { servedBy } from "../state/served";
import { edits, playing } from "../state/play";
import { keyOf, workspace } from "../state/town";
import { t, tOr } from "../words/language";
import { count } from "../words/people";
import { serviceName } from "../words/services";
import { Change } from "./changefacility";
import { FacilityFateChoice, PlaceChoice } from "./placechoice";
import { Icon, ServiceSign } from "./icons";
import { ProblemNote } from "./states";

export function PlaceCard() {
  const { facility, at } = view.value;
  if (facility !== null && chosenFacility.value) return <FacilityCard key={facility} facility={chosenFacility.value} />;
  if (!at) return null;
  return (
    <Card id={`${at.lon},${at.lat}`} title={t("c.place")} note={`${at.lat.toFixed(5)}, ${at.lon.toFixed(5)}`}>
      {view.value.tab === "sites" && <PlaceChoice lon={at.lon} lat={at.lat} />}
      <Reach />
    </Card>
  );
}

function FacilityCard({ facility }: { facility: FacilityFeature }) {
  const p = facility.properties;
  const status = p.status === "active" && !p.on_network ? t("fac.offNetwork") : t(`fac.${p.status}`);
  const served = view.value.services.includes(p.service) ? servedBy(facility) : null;
  const changed = edits.value.some((e) => "service" in e && `${e.service}:${e.id}` === keyOf(facility));
  const facts: [label: string, value: string][] = [
    [t("c.status"), status],
    [t("c.capacity"), p.capacity === null ? "" : grouped(p.capacity) + tOr(`unit.${p.capacity_unit}`, ` ${p.capacity_unit}`)],
    [t("c.area"), p.area_m2 === null ? "" : t("c.squareMetres", { n: grouped(p.area_m2) })],
    [t("c.hours"), p.opening_hours],
    [t("c.address"), p.address],
  ];
  return (
    <Card id={`${p.service}:${p.id}`} title={p.name || p.id} note={serviceName(p.service)} sign={<ServiceSign code={p.service} size={26} />}>
      {playing.value && <Change facility={facility} />}
      {view.value.tab === "sites" && view.value.services.includes(p.service) && p.status === "active" && <FacilityFateChoice facility={facility} />}
      <Reach changed={changed} />
      {served && playing.value && <p class="card-note">{t("w.presentOnly")}</p>}
      {served && (
        <dl class="served">
          {(["within", "nearest", "only"] as const).map((which) => (
            <div key={which} title={t(`fac.${which}Why`)}>
              <dt>{t(`fac.${which}`)}</dt>
              <dd>{count(served[which])}</dd>
            </div>
          ))}
        </dl>
      )}
      <dl class="card-facts">
        {facts.map(([label, value]) =>
          value.trim() ? (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </Card>
  );
}

function Card(props: { id: string; title: string; note: string; sign?: ComponentChildren; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), [props.id]);
  return (
    <section class="card place" aria-labelledby="place-title">
      <header>
        {props.sign}
        <div class="card-title">
          <h2 id="place-title" ref={heading} tabIndex={-1}>
            {props.title}
          </h2>
          <p class="quiet">{props.note}</p>
        </div>
        <button type="button" class="icon-button" aria-label={t("p.close")} onClick={() => lookInto()}>
          <Icon name="close" />
        </button>
      </header>
      {props.children}
    </section>
  );
}

/** The people inside at the cutoff, and at the shorter ones whose outlines are drawn. */
function Reach({ changed = false }: { changed?: boolean }) {
  const { state, value, problem } = ownCatchment.value;
  const { mode, minutes } = view.value;
  if (problem) return <ProblemNote problem={problem} onRetry={renew} />;
  const bands = value?.features.map((f) => f.properties) ?? [];
  const asked = bands.find((b) => b.minutes === minutes);
  if (changed) return <p class="card-note">{t("w.changedFacility")}</p>;
  const all = workspace.value.value?.counts.people ?? 0;
  if (!asked) return <p class="reach quiet" role="status">{t("s.loading")}</p>;
  return (
    <div class={`reach ${state === "loading" ? "stale" : ""}`}>
      <p class="reach-people">
        <strong>{t("a.people", { n: count(asked.population) })}</strong>
        <span>{t("c.within", { min: minutes, mode: t(`mode.${mode}`) })}</span>
      </p>
      {bands.length > 1 && (
        <ul class="reach-bands">
          {bands.map((b) => (
            <li key={b.minutes} class={b.minutes === minutes ? "asked" : ""}>
              <span>{t("q.minutesValue", { n: b.minutes })}</span>
              <i aria-hidden="true">
                <i style={{ width: `${asked.population > 0 ? (b.population / asked.population) * 100 : 0}%` }} />
              </i>
              <b>{count(b.population)}</b>
            </li>
          ))}
        </ul>
      )}
      {view.value.group !== "all" && all > 0 && <p class="card-note">{t("c.everyone")}</p>}
    </div>
  );
}
