/** What a search for sites found: before and after, how good it is known to be, the sites in order, who remains. */
import { useEffect } from "preact/hooks";
import { effectOf, effectsOf, gainOf, leftAreas, mainAreas, peopleOf, type Effect } from "../analysis/sites";
import type { Alternative, ChosenSite, SiteAnswer } from "../api/sitetypes";
import { sitesAddress } from "../api/sites";
import { grouped } from "../format/number";
import { boxOf, lookAt, lookAtPoint } from "../map/camera";
import { letter } from "../map/sites";
import { view } from "../state/address";
import { AVOID_M, avoidPlace, isKept, keptOf, setFate, toggleKept } from "../state/conditions";
import { shapes } from "../map/scene";
import { chosenSite, openedSite, trySites, type Finding } from "../state/sites";
import { level } from "../state/town";
import { t, tOr } from "../words/language";
import { count, people, percent } from "../words/people";
import { serviceName, servicesPhrase } from "../words/services";
import { proofText } from "../words/sites";
import { signed } from "../words/signed";
import { Icon, ServiceSign } from "./icons";
import { BeforeAfter } from "./sitebefore";
import { SiteCurveChart } from "./sitecurve";
import { ProblemNote } from "./states";

export function SiteResult({ finding }: { finding: Finding }) {
  const { answer, job, problem } = finding;
  if (!answer) return null;
  const effect = effectOf(answer);
  const none = answer.sites.length === 0;
  return (
    <section class="sites-result" aria-label={t("tab.sites")}>
      {none ? <p class="sites-none">{t(answer.target === undefined ? "st.none" : "st.reached")}</p> : <Gain answer={answer} effect={effect} />}
      <ProofNote answer={answer} />
      {problem && <ProblemNote problem={problem} />}
      {!none && <SiteList finding={finding} answer={answer} />}
      <SiteCurveChart finding={finding} />
      <Remaining answer={answer} effect={effect} />
      <p class="quiet">{candidatesText(answer, finding.question?.candidates?.length ?? 0)}</p>
      {job && (
        <p class="sites-files">
          <span class="quiet">{t("st.download")}</span>
          <a href={sitesAddress(job.id, "/layer.geojson")} download="sites.geojson">{t("st.downloadLayer")}</a>
          <a href={sitesAddress(job.id)} download="sites.json">{t("st.downloadAll")}</a>
        </p>
      )}
    </section>
  );
}

/** One large figure, and what it was and will be. */
function Gain({ answer, effect }: { answer: SiteAnswer; effect: Effect | null }) {
  const shares = effect && answer.problem !== "capacitated" ? effect : null;
  return (
    <div class="sites-gain">
      <p class="sites-net">
        <strong>{signed(gainOf(answer, view.value.group))}</strong>
        <span>
          {t(gainWord(answer))}
          <small>{t("st.result", { n: grouped(answer.sites.length) })}</small>
          {shares && <b>{t("st.fromTo", { before: percent(shares.before, shares.total), after: percent(shares.after, shares.total) })}</b>}
        </span>
      </p>
      <BeforeAfter answer={answer} />
    </div>
  );
}

function gainWord({ problem, unit }: SiteAnswer): "st.gain" | "st.gainMany" | "cd.gainServed" | "cd.gainWeighted" {
  if (problem === "capacitated") return "cd.gainServed";
  if (unit === "weighted_people") return "cd.gainWeighted";
  return view.value.services.length > 1 ? "st.gainMany" : "st.gain";
}

function ProofNote({ answer }: { answer: SiteAnswer }) {
  const { short, why } = proofText(answer);
  return (
    <p class={`sites-proof ${answer.proven ? "proven" : ""}`}>
      <Icon name={answer.proven ? "check" : "info"} />
      <span>
        <strong>{short}</strong> {why}
      </span>
    </p>
  );
}

function SiteList({ finding, answer }: { finding: Finding; answer: SiteAnswer }) {
  return (
    <>
      <div class="sites-head">
        <h3>{t("st.ranked")}</h3>
        <button type="button" class="button small" onClick={() => void trySites(nameOf(answer))}>
          <Icon name="whatif" size={14} />
          {t("st.tryAll")}
        </button>
      </div>
      <ol class="list sites-list">
        {answer.sites.map((site, i) => (
          <SiteRow key={site.service + site.id} site={site} rank={i + 1} answer={answer} finding={finding} />
        ))}
      </ol>
    </>
  );
}

function nameOf(answer: SiteAnswer): string {
  return [...t("st.scenarioName", { n: answer.sites.length, service: servicesPhrase() })].slice(0, 80).join("");
}

function SiteRow({ site, rank, answer, finding }: { site: ChosenSite; rank: number; answer: SiteAnswer; finding: Finding }) {
  const chosen = chosenSite.value === rank;
  const opened = openedSite.value === rank;
  const name = site.name || site.id;
  const total = effectOf(answer)?.total;
  const inPeople = ["people", "weighted_people", "sites", "cost"].includes(answer.unit);
  useEffect(() => {
    if (chosen) document.getElementById(`site-${rank}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const facts = [
    site.existing ? t("cd.stays") : "",
    view.value.services.length > 1 ? serviceName(site.service) : "",
    site.covered_after !== null && total !== undefined && inPeople && answer.problem !== "capacitated" ? t("st.then", { share: percent(site.covered_after, total) }) : "",
    inPeople && differs(site.alone, site.gain) ? t("st.alone", { n: count(site.alone ?? 0) }) : "",
    site.served !== null ? t("cd.serves", { n: count(site.served), capacity: site.capacity === null ? t("cd.any") : grouped(site.capacity) }) : "",
    site.cost !== 1 && !site.existing ? t("cd.siteCost", { n: grouped(site.cost) }) : "",
    answer.unit === "people" && differs(site.together, site.gain) ? t("st.together", { n: count(site.together ?? 0) }) : "",
  ].filter(Boolean);
  const timed = answer.unit === "person_seconds" || answer.unit === "seconds";
  const newly = newlyText(site, answer);
  const look = () => {
    chosenSite.value = chosen ? null : rank;
    if (!chosen) showLand(finding, rank, site);
  };
  return (
    <li id={`site-${rank}`} class={chosen ? "chosen" : ""}>
      <button type="button" class="item" aria-pressed={chosen} aria-label={t("st.look", { n: rank, name })} onClick={look}>
        <span class="site-number" aria-hidden="true">{rank}</span>
        <span class="item-main">
          <strong>{t(timed ? "st.siteNearest" : "st.siteGain", { people: newly })}</strong>
          <span class="item-name">
            {view.value.services.length > 1 && <ServiceSign code={site.service} size={15} />}
            {name}
          </span>
          {facts.length > 0 && <small>{facts.join(" · ")}</small>}
          {site.areas.length > 0 && <small>{mainAreas(site, 2).map((a) => t("st.areaPeople", { area: a.area_name || a.area, n: count(a.demand) })).join(" · ")}</small>}
        </span>
      </button>
      <p class="site-buttons">
        {!site.existing && (
          <button type="button" class="link" aria-label={t("st.tryNamed", { n: rank })} onClick={() => void trySites(`${serviceName(site.service)} · ${name}`.slice(0, 80), [rank])}>
            <Icon name="whatif" size={13} />
            {t("st.try")}
          </button>
        )}
        <PlaceButtons place={site} existing={site.existing} />
        <button type="button" class="link" aria-expanded={opened} aria-label={t("st.othersOf", { n: rank })} onClick={() => (openedSite.value = opened ? null : rank)}>
          {t("st.others")}
          <Icon name="chevron" size={12} />
        </button>
      </p>
      {opened && <Others site={site} rank={rank} answer={answer} />}
    </li>
  );
}

/** Whether a site must stand at a place, or must not: the search begins anew. A facility stays for good, or closes. */
function PlaceButtons({ place, existing = false }: { place: Parameters<typeof keptOf>[0]; existing?: boolean }) {
  const name = place.name || place.id;
  const at = [place.lon, place.lat] as const;
  const key = `${place.service}:${place.id}`;
  const kept = !existing && isKept(place.service, at);
  return (
    <>
      <button
        type="button"
        class="link site-keep"
        aria-pressed={kept}
        aria-label={t("cd.keepNamed", { name })}
        onClick={() => (existing ? setFate(key, null) : toggleKept(keptOf(place)))}
      >
        <Icon name={kept ? "check" : "place"} size={13} />
        {t("cd.keep")}
      </button>
      <button type="button" class="link site-avoid" aria-label={t("cd.avoidNamed", { name, m: AVOID_M })} onClick={() => (existing ? setFate(key, "closing") : avoidPlace(at, name))}>
        {t("cd.avoid")}
      </button>
    </>
  );
}

/** Whom a site adds: of the group asked about; within its capacity where that counts, and weighted where people are. */
function newlyText(site: ChosenSite, { unit, problem }: SiteAnswer): string {
  if (unit === "weighted_people") return count(site.gain ?? 0);
  return people(problem === "capacitated" ? (site.gain ?? 0) : peopleOf(site, view.value.group));
}

/** Said only where it differs from the gain: among sites far from each other all three are the same. */
function differs(n: number | null, gain: number | null): boolean {
  return n !== null && gain !== null && n !== gain;
}

/** Brings the land of a site into sight. */
function showLand({ layer }: Finding, rank: number, site: ChosenSite): void {
  const land = layer?.features.find(({ properties: p }) => p.feature === "catchment" && p.rank === rank)?.geometry;
  if (land) lookAt(boxOf(land.coordinates), 16);
  else lookAtPoint(site.lon, site.lat);
}

function Others({ site, rank, answer }: { site: ChosenSite; rank: number; answer: SiteAnswer }) {
  if (site.alternatives.length === 0) return <p class="quiet site-others">{t("st.othersNone")}</p>;
  return (
    <ol class="site-others">
      {site.alternatives.map((other, i) => (
        <li key={other.id}>
          <span class="site-letter" aria-hidden="true">{letter(rank, i)}</span>
          <button type="button" class="row-button" onClick={() => lookAtPoint(other.lon, other.lat)}>
            {other.name || other.id}
          </button>
          <span class="site-lost">{lessText(other, answer)}</span>
          <p class="site-other-buttons">
            <PlaceButtons place={{ ...other, service: site.service }} />
          </p>
        </li>
      ))}
    </ol>
  );
}

function lessText(other: Alternative, { value, unit }: SiteAnswer): string {
  const less = Math.abs(value - other.value);
  if (less === 0) return t("st.otherSame");
  return unit === "people" || unit === "weighted_people" ? t("st.otherLess", { n: count(less) }) : t("st.otherWorse");
}

/** Who is still not covered, why, where most of them live, and whether more sites could change that. */
function Remaining({ answer, effect }: { answer: SiteAnswer; effect: Effect | null }) {
  if (!effect) return <RemainingOfEach answer={answer} />;
  const rest = effect.total - effect.after;
  const full = answer.problem === "capacitated" ? Math.max(0, answer.unserved - rest) : 0;
  if (rest + full === 0) return null;
  const far = answer.uncoverable.by_reason.no_candidate;
  const where = leftAreas(answer, level.value, 3);
  return (
    <div class="sites-rest">
      {rest > 0 && <h3>{t("st.remain", { people: people(rest) })}</h3>}
      <ul>
        {effect.beyond > 0 && <li>{t("st.remainBeyond", { people: people(effect.beyond) })}</li>}
        {far > 0 && <li>{t("st.remainUncoverable", { people: people(far) })}</li>}
        {effect.unknown > 0 && <li>{t("st.remainUnknown", { people: people(effect.unknown) })}</li>}
        {full > 0 && <li>{t("st.remainFull", { people: people(full) })}</li>}
        {answer.hopeless_areas.length > 0 && <li>{t("st.hopeless", { list: hopelessNames(answer) })}</li>}
        {where.length > 0 && (
          <li class="sites-where">
            {t("st.remainWhere")}
            {where.map((row) => (
              <LeftArea key={row.area} id={row.area ?? ""} text={t("st.areaPeople", { area: row.area_name || row.area || "", n: count(row.uncovered) })} />
            ))}
          </li>
        )}
      </ul>
    </div>
  );
}

function hopelessNames({ hopeless_areas, before }: SiteAnswer): string {
  const names = new Map(before.map((r) => [r.area, r.area_name]));
  return hopeless_areas.slice(0, 10).map((id) => names.get(id) || id).join(t("title.join"));
}

function LeftArea({ id, text }: { id: string; text: string }) {
  const shape = shapes.value.find((s) => s.id === id);
  return shape ? (
    <button type="button" class="link" onClick={() => lookAt(shape.bounds)}>
      {text}
    </button>
  ) : (
    <span>{text}</span>
  );
}

/** Of several services or groups, each by itself. */
function RemainingOfEach({ answer }: { answer: SiteAnswer }) {
  const left = effectsOf(answer).filter((e) => e.after < e.total);
  if (left.length === 0) return null;
  const several = view.value.services.length > 1;
  return (
    <div class="sites-rest">
      <h3>{t("st.remainEach")}</h3>
      <ul>
        {left.map((e) => (
          <li key={e.service + e.group}>
            {t("st.remainOf", { of: several ? serviceName(e.service) : tOr(`group.${e.group}`, e.group), people: people(e.total - e.after), beyond: count(e.beyond), unknown: count(e.unknown) })}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** @param kept places that have to be chosen are given with those of a list, and are none of it. */
function candidatesText({ candidates: c }: SiteAnswer, kept: number): string {
  return [
    c.junctions > 0 ? t("st.candidates", { n: grouped(c.junctions), m: grouped(c.spacing_m ?? 0) }) : "",
    c.given > kept ? t("st.candidatesGiven", { n: grouped(c.given - kept) }) : "",
    c.idle > (c.idle_buildings ?? 0) ? t("st.candidatesIdle", { n: grouped(c.idle - (c.idle_buildings ?? 0)) }) : "",
    (c.idle_buildings ?? 0) > 0 ? t("st.candidatesBuildings", { n: grouped(c.idle_buildings ?? 0) }) : "",
    (c.too_close?.count ?? 0) > 0 ? t("st.candidatesClose", { n: grouped(c.too_close?.count ?? 0) }) : "",
    c.forbidden + c.outside > 0 ? t("cd.leftOut", { n: grouped(c.forbidden + c.outside) }) : "",
    c.off_network.count > 0 ? t("st.offNetwork", { n: grouped(c.off_network.count) }) : "",
  ]
    .filter(Boolean)
    .join(view.value.language === "zh" ? "" : " ");
}
