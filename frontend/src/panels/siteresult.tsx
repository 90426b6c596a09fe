/** What a search for sites found: before and after, how good it is known to be, the sites in order, who remains. */
import { useEffect } from "preact/hooks";
import { effectOf, mainAreas, meansOf, peopleOf, worstOf, type Effect } from "../analysis/sites";
import type { Alternative, ChosenSite, SiteAnswer } from "../api/sitetypes";
import { sitesAddress } from "../api/sites";
import { grouped, minutes } from "../format/number";
import { boxOf, lookAt, lookAtPoint } from "../map/camera";
import { letter } from "../map/sites";
import { view } from "../state/address";
import { chosenSite, openedSite, trySites, type Finding } from "../state/sites";
import { level } from "../state/town";
import { t } from "../words/language";
import { count, people, percent } from "../words/people";
import { serviceName, servicesPhrase } from "../words/services";
import { proofText } from "../words/sites";
import { Icon, ServiceSign } from "./icons";
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
      <p class="quiet">{candidatesText(answer)}</p>
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
  const { group } = view.value;
  const gained = effect ? effect.after - effect.before : answer.sites.reduce((sum, s) => sum + peopleOf(s, group), 0);
  return (
    <div class="sites-gain">
      <p class="sites-net">
        <strong>+{count(gained)}</strong>
        <span>
          {t(view.value.services.length > 1 ? "st.gainMany" : "st.gain")}
          <small>{t("st.result", { n: grouped(answer.sites.length) })}</small>
          {effect && <b>{t("st.fromTo", { before: percent(effect.before, effect.total), after: percent(effect.after, effect.total) })}</b>}
        </span>
      </p>
      <Facts answer={answer} />
    </div>
  );
}

/** What else the goal was about: the worst-served area, the mean time, the cost. */
function Facts({ answer }: { answer: SiteAnswer }) {
  const means = meansOf(answer);
  const fair = answer.problem === "fair";
  const [was, is] = fair ? [worstOf(answer.before, level.value), worstOf(answer.after ?? [], level.value)] : [null, null];
  const costs = answer.cost !== answer.sites.length;
  if (!was && !means && !costs) return null;
  return (
    <dl>
      {was && is && <FromTo label={t("st.worst", { area: is.area_name || is.area || "" })} before={percent(was.covered, was.total)} after={percent(is.covered, is.total)} />}
      {means && <FromTo label={t("st.meanTime")} before={means[0] === null ? "–" : t("st.min", { n: minutes(means[0]) })} after={t("st.min", { n: minutes(means[1]) })} />}
      {costs && (
        <div>
          <dt>{t("st.cost")}</dt>
          <dd>{grouped(answer.cost)}</dd>
        </div>
      )}
    </dl>
  );
}

function FromTo({ label, before, after }: { label: string; before: string; after: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{t("st.fromTo", { before, after })}</dd>
    </div>
  );
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
  const inPeople = answer.unit === "people" || answer.unit === "sites" || answer.unit === "cost";
  useEffect(() => {
    if (chosen) document.getElementById(`site-${rank}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const facts = [
    view.value.services.length > 1 ? serviceName(site.service) : "",
    site.covered_after !== null && total !== undefined && inPeople ? t("st.then", { share: percent(site.covered_after, total) }) : "",
    inPeople && differs(site.alone, site.gain) ? t("st.alone", { n: count(site.alone ?? 0) }) : "",
    answer.unit === "people" && differs(site.together, site.gain) ? t("st.together", { n: count(site.together ?? 0) }) : "",
  ].filter(Boolean);
  const newly = people(peopleOf(site, view.value.group));
  const look = () => {
    chosenSite.value = chosen ? null : rank;
    if (!chosen) showLand(finding, rank, site);
  };
  return (
    <li id={`site-${rank}`} class={chosen ? "chosen" : ""}>
      <button type="button" class="item" aria-pressed={chosen} aria-label={t("st.look", { n: rank, name })} onClick={look}>
        <span class="site-number" aria-hidden="true">{rank}</span>
        <span class="item-main">
          <strong>{answer.unit === "person_seconds" ? t("st.siteNearest", { people: newly }) : t("st.siteGain", { people: newly })}</strong>
          <span class="item-name">
            {view.value.services.length > 1 && <ServiceSign code={site.service} size={15} />}
            {name}
          </span>
          {facts.length > 0 && <small>{facts.join(" · ")}</small>}
          {site.areas.length > 0 && <small>{mainAreas(site, 2).map((a) => t("st.areaPeople", { area: a.area_name || a.area, n: count(a.demand) })).join(" · ")}</small>}
        </span>
      </button>
      <p class="site-buttons">
        <button type="button" class="link" aria-label={t("st.tryNamed", { n: rank })} onClick={() => void trySites(`${serviceName(site.service)} · ${name}`.slice(0, 80), [rank])}>
          <Icon name="whatif" size={13} />
          {t("st.try")}
        </button>
        <button type="button" class="link" aria-expanded={opened} aria-label={t("st.othersOf", { n: rank })} onClick={() => (openedSite.value = opened ? null : rank)}>
          {t("st.others")}
          <Icon name="chevron" size={12} />
        </button>
      </p>
      {opened && <Others site={site} rank={rank} answer={answer} />}
    </li>
  );
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
          <span>{lessText(other, answer)}</span>
        </li>
      ))}
    </ol>
  );
}

function lessText(other: Alternative, { value, unit }: SiteAnswer): string {
  const less = Math.abs(value - other.value);
  if (less === 0) return t("st.otherSame");
  return unit === "people" ? t("st.otherLess", { n: count(less) }) : t("st.otherWorse");
}

/** Who is still not covered, and whether more sites could change that. */
function Remaining({ answer, effect }: { answer: SiteAnswer; effect: Effect | null }) {
  if (!effect) return null;
  const rest = effect.total - effect.after;
  if (rest === 0) return null;
  const far = answer.uncoverable.by_reason.no_candidate;
  return (
    <div class="sites-rest">
      <h3>{t("st.remain", { people: people(rest) })}</h3>
      <ul>
        {effect.beyond > 0 && <li>{t("st.remainBeyond", { people: people(effect.beyond) })}</li>}
        {far > 0 && <li>{t("st.remainUncoverable", { people: people(far) })}</li>}
        {effect.unknown > 0 && <li>{t("st.remainUnknown", { people: people(effect.unknown) })}</li>}
        {answer.hopeless_areas.length > 0 && <li>{t("st.hopeless", { list: answer.hopeless_areas.slice(0, 10).join(t("title.join")) })}</li>}
      </ul>
    </div>
  );
}

function candidatesText({ candidates: c }: SiteAnswer): string {
  return [
    c.junctions > 0 ? t("st.candidates", { n: grouped(c.places), m: grouped(c.spacing_m ?? 0) }) : "",
    c.given > 0 ? t("st.candidatesGiven", { n: grouped(c.places) }) : "",
    c.idle > 0 ? t("st.candidatesIdle", { n: grouped(c.idle) }) : "",
    c.off_network.count > 0 ? t("st.offNetwork", { n: grouped(c.off_network.count) }) : "",
  ]
    .filter(Boolean)
    .join(view.value.language === "zh" ? "" : " ");
}
