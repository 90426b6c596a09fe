/** One promise closely: what the plan says, where it stands, where it fails, what it would take. */
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { commandOf, isShare, siteWish, unitCounts } from "../analysis/plan";
import type { Outcome, ShownCheck, UnitValue } from "../api/plantypes";
import { lookAt, boxOf } from "../map/camera";
import { go, view } from "../state/address";
import { notify } from "../state/notices";
import { choosePromise, plan } from "../state/plan";
import { chosen, chosenShown, chosenUnit, more, planned, unitMap } from "../state/promise";
import { serviceByCode } from "../state/town";
import { t } from "../words/language";
import { count, people } from "../words/people";
import { amountText, needName, noteText, said, tight, unitKind, unitName, valueOf } from "../words/plans";
import { serviceName } from "../words/services";
import { Icon } from "./icons";
import { Fairness } from "./fairness";
import { Needed } from "./needed";
import { Command, type Result } from "./planlist";
import { PromiseFiles } from "./planoutputs";
import { ProblemNote } from "./states";
import { GaugeBar, Marks, valueText, VerdictSign, wantedText } from "./verdict";

export function PromiseView({ result }: { result: Result }) {
  const o = chosen.value;
  const heading = useRef<HTMLHeadingElement>(null);
  const id = o?.id ?? "";
  // Whoever comes from the list by keyboard goes on reading here.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    document.getElementById("tab-panel")?.scrollTo({ top: 0 });
  }, [id]);
  if (!o) {
    return (
      <>
        <Back />
        <p class="remark" role="alert">{t("pm.goneOf", { id: view.value.promise ?? "" })}</p>
      </>
    );
  }
  const shown = chosenShown.value;
  return (
    <article class="promise-view">
      <Back result={result} id={id} />
      <header>
        <VerdictSign verdict={o.verdict} size={30} />
        <div>
          <p class={`verdict-word ${o.verdict}`}>
            {t(`v.${o.verdict}`)}
            {o.would_be && <small> · {t(o.would_be === "met" ? "v.would.met" : "v.would.not_met")}</small>}
          </p>
          <h2 ref={heading} tabIndex={-1}>
            {said(o.title)}
          </h2>
        </div>
      </header>
      <Marks outcome={o} />
      {o.verdict === "not_assessable" ? <LackingData outcome={o} /> : <Standing outcome={o} shown={shown} />}
      {o.verdict === "reference" && <p class="remark">{t("v.referenceWhy")}</p>}
      <Units outcome={o} shown={shown} />
      <MissingMost outcome={o} />
      <Needed outcome={o} onSites={sitesFor(o)} />
      <Speeds outcome={o} />
      <Fairness outcome={o} />
      <Clause outcome={o} />
      <Assumptions outcome={o} />
      <PromiseFiles outcome={o} />
    </article>
  );
}

/** Back to the list, and on to its neighbours. */
function Back({ result, id }: { result?: Result; id?: string }) {
  const checks = result?.card.checks ?? [];
  const at = checks.findIndex((o) => o.id === id);
  const [before, next] = [checks[at - 1], at >= 0 ? checks[at + 1] : undefined];
  return (
    <nav class="promise-nav">
      <button
        type="button"
        class="link"
        onClick={() => {
          choosePromise(null);
          requestAnimationFrame(() => {
            const row = document.getElementById(`promise-${id}`);
            row?.scrollIntoView({ block: "center" });
            row?.querySelector("button")?.focus({ preventScroll: true });
          });
        }}
      >
        <Icon name="chevron" size={13} />
        {t("pm.back")}
      </button>
      <span>
        {at >= 0 && <small>{`${at + 1}/${checks.length}`}</small>}
        <button type="button" class="icon-button up" aria-label={t("pm.before")} disabled={!before} onClick={() => before && choosePromise(before.id)}>
          <Icon name="chevron" size={13} />
        </button>
        <button type="button" class="icon-button" aria-label={t("pm.next")} disabled={!next} onClick={() => next && choosePromise(next.id)}>
          <Icon name="chevron" size={13} />
        </button>
      </span>
    </nav>
  );
}

function LackingData({ outcome: o }: { outcome: Outcome }) {
  const command = commandOf(o.why.en);
  return (
    <section class="lacking-data">
      <p>{said(o.why)}</p>
      {command && (
        <>
          <p class="quiet">{t("pm.lackingHow")}</p>
          <Command text={command} />
        </>
      )}
    </section>
  );
}

/** The value against the target, large. */
function Standing({ outcome: o, shown }: { outcome: Outcome; shown: ShownCheck | null }) {
  const wanted = wantedText(o, shown);
  const { total, covered, uncovered } = o;
  return (
    <section class="standing">
      <p class="standing-value">
        <strong>{valueText(o, shown)}</strong>
        {wanted && <span>{t("pl.wanted", { wanted })}</span>}
      </p>
      <GaugeBar outcome={o} />
      {total != null && covered != null && uncovered != null && (
        <p class="quiet">{t("pm.covered", { covered: count(covered), total: count(total), uncovered: count(uncovered) })}</p>
      )}
      {(o.deficit ?? 0) > 0 && <p class="standing-short">{t("pm.deficit", { amount: amountText(o.deficit ?? 0, o.deficit_unit) })}</p>}
      {(o.modes ?? []).length > 1 && (
        <table class="modes-table">
          <caption class="off-screen">{t("pm.modes")}</caption>
          <tbody>
            {(o.modes ?? []).map((m) => (
              <tr key={m.mode} class={m.decides ? "decides" : ""}>
                <th scope="row">
                  <Icon name={m.mode} size={15} /> {t(`mode.${m.mode}`)}
                  {m.decides && <small> {t("pm.decides")}</small>}
                </th>
                <td>{tight(valueOf(o, m.value))}</td>
                <td class="quiet">{t("tip.lack", { people: people(m.uncovered) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const PAGE = 15;

/** Where it fails: the units with what each is short of in its own measure. A click goes there. */
function Units({ outcome: o, shown }: { outcome: Outcome; shown: ShownCheck | null }) {
  const pages = useSignal(1);
  useEffect(() => {
    pages.value = 1;
  }, [o.id]);
  const unit = chosenUnit.value;
  useEffect(() => {
    if (unit) document.getElementById(`unit-${unit}`)?.scrollIntoView({ block: "nearest" });
  }, [unit]);
  const { met, failing: failed, noData } = unitCounts(o);
  const failing = o.op === "report" ? [] : (o.failing ?? []);
  if (met + failed + noData === 0 || (failing.length === 0 && noData === 0)) {
    return o.verdict === "met" && met > 1 ? <p class="quiet">{t("pl.unitsOf", { met, total: met + failed, kind: unitKind(o.unit_kind) })}</p> : null;
  }
  const at = failing.findIndex((u) => u.unit === unit);
  const rows = failing.slice(0, Math.max(pages.value * PAGE, at + 1));
  const rest = failing.length - rows.length;
  const lacking = (o.no_data ?? []).slice(0, 5).map((u) => unitName(u)).join(t("title.join"));
  const why = noteText(plan.value, o.no_data?.[0]?.why);
  return (
    <section>
      {failing.length > 0 && (
        <h3>
          {t("pm.failing", { kind: unitKind(o.unit_kind) })} <small>{t("pl.unitsOf", { met, total: met + failed, kind: unitKind(o.unit_kind) })}</small>
        </h3>
      )}
      <ul class="failing">
        {rows.map((u, i) => (
          <UnitRow key={u.unit} unit={u} shown={shown?.failing?.[i] ?? null} outcome={o} chosen={u.unit === unit} />
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" class="link" onClick={() => pages.value++}>
          {t("pm.showMore", { n: Math.min(PAGE, rest) })}
        </button>
      )}
      {noData > 0 && (
        <p class="quiet no-data-list">
          {t("pm.noDataUnits", { list: lacking })}
          {noData > 5 && ` ${t("pm.more", { n: noData - 5 })}`}
          {why && ` (${why})`}
        </p>
      )}
    </section>
  );
}

function UnitRow({ unit: u, shown, outcome, chosen }: { unit: UnitValue; shown: NonNullable<ShownCheck["failing"]>[number] | null; outcome: Outcome; chosen: boolean }) {
  const place = (unitMap.value.value?.features ?? []).find((f) => f.properties.unit === u.unit)?.geometry;
  const note = noteText(plan.value, u.note);
  const look = () => {
    chosenUnit.value = chosen ? null : u.unit;
    if (!chosen && place) lookAt(boxOf(place.coordinates), 16);
  };
  return (
    <li id={`unit-${u.unit}`}>
      <button type="button" class={`unit-row ${chosen ? "chosen" : ""}`} aria-pressed={chosen} onClick={look}>
        <span class="unit-name">
          {unitName(u)}
          {note && <small>{note}</small>}
        </span>
        <span class="unit-value">
          {/* Of a single facility a share is yes or no, which its verdict says. */}
          {outcome.unit_kind === "facility" && isShare(outcome) ? <i /> : <span>{shown?.unit === u.unit ? tight(shown.value) : valueOf(outcome, u.value)}</span>}
          {(u.deficit ?? 0) > 0 && <b>{t("pm.short", { amount: amountText(u.deficit ?? 0, u.deficit_unit) })}</b>}
          {!u.deficit && u.people != null && u.people > 0 && <b>{people(u.people)}</b>}
        </span>
      </button>
    </li>
  );
}

/** Of a bundle, which of its services most people lack. */
function MissingMost({ outcome: o }: { outcome: Outcome }) {
  const missing = (o.missing ?? []).filter((m) => m.people > 0);
  if (missing.length === 0) return null;
  const most = Math.max(1, ...missing.map((m) => m.people));
  return (
    <section>
      <h3>{t("pm.missing")}</h3>
      <ul class="missing">
        {missing.map((m) => {
          const name = needName(plan.value, m.service);
          const open = sitesFor(o, m.service);
          return (
            <li key={m.service}>
              <span>{name}</span>
              <b>{count(m.people)}</b>
              {open && (
                <button type="button" class="link" aria-label={t("pm.sitesFor", { service: name })} onClick={open}>
                  {t("tab.sites")}
                </button>
              )}
              <i style={{ width: `${(m.people / most) * 100}%` }} aria-hidden="true" />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Opens the Sites tab with the question of this check; null where sites would not help. */
function sitesFor(o: Outcome, need?: string): (() => void) | null {
  const check = planned.value;
  const withNeeded = more.value.value ?? o;
  const wish = check && (o.verdict !== "met" || need !== undefined) ? siteWish(plan.value, check, withNeeded, (code) => serviceByCode.value.get(code)?.imported ?? false, need) : null;
  if (!wish) return null;
  return () => {
    const { services, mode, minutes, group, goal } = wish;
    go({ tab: "sites", services, need: "any", mode, minutes, group, goal, direction: "to" });
    notify(t("pm.sitesFilled", { service: services.map(serviceName).join(t("title.join")), mode: t(`mode.${mode}`), minutes }));
  };
}

function Speeds({ outcome: o }: { outcome: Outcome }) {
  const rows = more.value.value?.sensitivity ?? o.sensitivity ?? [];
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>{t("pm.sensitivity")}</h3>
      <table class="modes-table">
        <caption class="off-screen">{t("pm.sensitivity")}</caption>
        <tbody>
          {rows.map((s) => (
            <tr key={s.mode + s.speed}>
              <th scope="row">
                <Icon name={s.mode} size={15} /> {s.speed.replace("km/h", t("pm.kmh"))}
              </th>
              <td>{tight(valueOf(o, s.value))}</td>
              <td class={`verdict-word ${s.verdict}`}>{t(`v.${s.verdict}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Clause({ outcome: o }: { outcome: Outcome }) {
  const check = planned.value;
  const baseline = check?.baseline != null && check.baseline_year ? t("pm.baseline", { year: check.baseline_year, value: tight(valueOf(o, check.baseline)) }) : "";
  const responsible = said(o.responsible);
  return (
    <section class="clause">
      <h3>
        {t("pm.clause")} <small>{o.ref}</small>
      </h3>
      {o.clause && <blockquote lang="zh">{o.clause}</blockquote>}
      {check?.note && <p class="remark">{said(check.note)}</p>}
      {(responsible || baseline) && <p class="quiet">{[responsible && t("pm.responsible", { who: responsible }), baseline].filter(Boolean).join(" · ")}</p>}
    </section>
  );
}

function Assumptions({ outcome: o }: { outcome: Outcome }) {
  const list = (o.assumptions ?? []).map(said).filter(Boolean);
  if (list.length === 0) return null;
  return (
    <details class="marks-key">
      <summary>{t("pm.assumptions")}</summary>
      <ul class="caveats">
        {list.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </details>
  );
}

/** Why the map lacks something, below all that there is. */
export function MapTrouble() {
  const { state, problem } = unitMap.value;
  return state === "failed" && problem ? <ProblemNote problem={problem} title={t("pm.mapFailed")} /> : null;
}
