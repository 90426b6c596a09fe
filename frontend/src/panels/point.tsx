/** One residential point: how far it is from everything, why it is uncovered, and what would be enough. */
import { useEffect, useRef } from "preact/hooks";
import type { ExplainedService, Route, Stretch } from "../api/types";
import { isDoubt } from "../analysis/people";
import { renew } from "../api/resource";
import { metres, minutes, minutesOfParts } from "../format/number";
import { go, view } from "../state/address";
import { changes, playing } from "../state/play";
import { levels } from "../state/town";
import { explanation, pickedRoute, route, routeService } from "../state/point";
import { t, tOr } from "../words/language";
import { count } from "../words/people";
import { why } from "../words/reasons";
import { serviceName } from "../words/services";
import { Icon, ServiceSign } from "./icons";
import { Remedies } from "./remedies";
import { ProblemNote } from "./states";

export function PointCard() {
  const { point } = view.value;
  const heading = useRef<HTMLHeadingElement>(null);
  const { value, problem, state } = explanation.value;
  useEffect(() => {
    if (point !== null) heading.current?.focus({ preventScroll: true });
  }, [point]);
  if (point === null) return null;
  const p = value?.point;
  const routeTo = value?.services.find((s) => s.service === routeService.value);
  const areas = levels.value.flatMap((l) => (p?.areas ?? []).filter((a) => a.level === l.level)).map((a) => a.name);
  return (
    <section class={`card ${state === "loading" ? "stale" : ""}`} aria-labelledby="point-title">
      <header>
        <div>
          <h2 id="point-title" ref={heading} tabIndex={-1}>
            {p?.name || p?.id || point}
          </h2>
          <p class="quiet">{[t("p.title"), ...areas.slice(0, 2)].join(" · ")}</p>
        </div>
        <button type="button" class="icon-button" aria-label={t("p.close")} onClick={() => go({ point: null })}>
          <Icon name="close" />
        </button>
      </header>
      {problem && <ProblemNote problem={problem} onRetry={renew} />}
      {p && <Groups groups={p.people} />}
      {playing.value && <InScenario point={point} />}
      {value && <Doubt services={value.services} />}
      {value && <Way services={value.services} />}
      {value && routeTo && <Remedies point={value.point} service={routeTo} />}
      {value && <Times services={value.services} />}
    </section>
  );
}

/** Everyone, the young, the old, and whoever was asked about. */
const USUAL_GROUPS = ["all", "age0_17", "age60"];

function Groups({ groups }: { groups: Record<string, number | null> }) {
  const wanted = [...new Set([...USUAL_GROUPS, view.value.group])];
  const shown = wanted.map((group) => [group, groups[group] ?? null] as const).filter(([, n]) => n !== null);
  return (
    <dl class="groups">
      {shown.map(([group, n]) => (
        <div key={group}>
          <dt>{tOr(`group.${group}`, group)}</dt>
          <dd>{count(n ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Where the data cannot tell of what was asked about, the card says so before anything else. */
function Doubt({ services }: { services: readonly ExplainedService[] }) {
  const doubtful = services.find((s) => view.value.services.includes(s.service) && isDoubt(s.reason));
  if (!doubtful) return null;
  return (
    <p class="card-doubt">
      <em class="doubt">{t("a.undetermined")}</em>
      {t("p.doubt", { reason: why(doubtful) })}
    </p>
  );
}

/** What a scenario changes for the point; all else on the card is of the town as it is. */
function InScenario({ point }: { point: string }) {
  const moved = changes.value.points.get(point);
  const time = (ms: number | null) => (ms === null ? t("p.never") : t("p.within", { min: minutes(ms / 1000) }));
  return (
    <p class="card-note scenario-note">
      {moved && <b>{t("w.pointNow", { after: time(moved.afterMs), before: time(moved.beforeMs) })}</b>}
      <span>{t("w.presentOnly")}</span>
    </p>
  );
}

interface Leg {
  kind: Stretch["kind"];
  seconds: number;
  /** Names of the streets in the order they are walked. */
  streets: string[];
}

/** Stretches of one kind that follow each other are one leg. */
function legsOf({ stretches }: Route): Leg[] {
  const legs: Leg[] = [];
  for (const { kind, seconds, street } of stretches) {
    let leg = legs.at(-1);
    if (leg?.kind !== kind) legs.push((leg = { kind, seconds: 0, streets: [] }));
    leg.seconds += seconds;
    if (street && leg.streets.at(-1) !== street) leg.streets.push(street);
  }
  return legs;
}

/** The way that is drawn on the map, in words. */
function Way({ services }: { services: readonly ExplainedService[] }) {
  const way = route.value.value?.route;
  const service = way ? services.find((s) => s.service === way.service) : undefined;
  if (!way || !service) return null;
  const { seconds, length_m } = way;
  const legs = legsOf(way);
  const times = minutesOfParts(legs.map((leg) => leg.seconds), seconds);
  return (
    <div class="way">
      <p>{t("p.routeTo", { service: serviceName(service.service), name: service.facility_name || service.facility_id || "" })}</p>
      <p class="way-facts">{t("p.routeFacts", { min: minutes(seconds), m: metres(length_m) })}</p>
      {legs.length > 1 && (
        <ol class="legs">
          {legs.map((leg, i) => (
            <li key={i} class={leg.kind} style={{ flexGrow: Math.max(leg.seconds, seconds * 0.12) }}>
              <span>{leg.kind === "street" && leg.streets.length > 0 ? leg.streets.join(" → ") : t(`p.leg.${leg.kind}`)}</span>
              <b>{t("p.within", { min: times[i] ?? "" })}</b>
            </li>
          ))}
        </ol>
      )}
      <Near service={service} />
      {service.reason === "beyond_cutoff" && service.missing_m !== null && service.missing_s !== null && (
        <p class="enough">{t("p.enough", { m: metres(service.missing_m), min: Math.ceil(seconds / 60) })}</p>
      )}
    </div>
  );
}

/** The next nearest ones: how much depends on the nearest. */
function Near({ service }: { service: ExplainedService }) {
  const near = service.nearest ?? [];
  if (near.length < 2) return null;
  return (
    <ol class="near" aria-label={t("r.nearest")}>
      {near.map((f) => (
        <li key={f.facility_id}>
          <span>{f.facility_name || f.facility_id}</span>
          <b class={f.within ? "in" : "out"}>{t("p.within", { min: minutes(f.seconds ?? 0) })}</b>
        </li>
      ))}
    </ol>
  );
}

/** Those asked about first, then by time. */
function Times({ services }: { services: readonly ExplainedService[] }) {
  const asked = view.value.services;
  const rank = (s: ExplainedService) => (asked.includes(s.service) ? 0 : 1);
  const sorted = [...services].sort((a, b) => rank(a) - rank(b) || (a.seconds ?? Infinity) - (b.seconds ?? Infinity));
  const drawn = route.value.value?.route?.service;
  return (
    <div class="times">
      <h3>{t("p.all")}</h3>
      <ul>
        {sorted.map((s) => (
          <li key={s.service}>
            <button
              type="button"
              class={s.service === drawn ? "chosen" : ""}
              aria-pressed={s.service === drawn}
              disabled={s.seconds === null}
              title={t("p.showRoute", { service: serviceName(s.service) })}
              onClick={() => (pickedRoute.value = s.service)}
            >
              <ServiceSign code={s.service} size={18} />
              <span class="times-name">
                {serviceName(s.service)}
                <small>{s.seconds === null ? why(s) : s.facility_name || s.facility_id}</small>
              </span>
              <span class={`times-value ${isDoubt(s.reason) ? "unknown" : s.reason === "" ? "in" : "out"}`}>
                {timeOf(s)}
                {s.reason === "beyond_cutoff" && <small>{t("spots.missing", { min: minutes(s.missing_s ?? 0) })}</small>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}


/** A time, or what stands in its place: doubt about the data is never told as a gap in service. */
function timeOf({ seconds, reason }: ExplainedService): string {
  if (isDoubt(reason)) return t("a.undetermined");
  if (reason === "no_facility") return t("p.none");
  return seconds === null ? t("p.never") : t("p.within", { min: minutes(seconds) });
}
