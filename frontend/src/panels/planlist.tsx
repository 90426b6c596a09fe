/** The promises of a plan with their traffic lights: the headline first, then one row for each. */
import { useSignal } from "@preact/signals";
import { NO_FILTER, sectionsOf, SEVERITIES, tally, unitCounts, VERDICTS, type Lacking } from "../analysis/plan";
import type { Headline, Outcome, Scorecard, ShownCard } from "../api/plantypes";
import { choosePromise, filter } from "../state/plan";
import { copyText, notify } from "../state/notices";
import { openImport } from "../state/importing";
import { t } from "../words/language";
import { said, tight, unitKind, valueOf } from "../words/plans";
import { Icon } from "./icons";
import { GaugeBar, marksOf, valueText, VerdictSign, wantedText } from "./verdict";

export interface Result {
  card: Scorecard;
  shown: ShownCard;
  id: string;
}

export function PlanList({ result }: { result: Result }) {
  const { card } = result;
  const sections = sectionsOf(card.checks, filter.value);
  const empty = sections.stated.length + sections.others.length + sections.listed.length + sections.lacking.length === 0;
  return (
    <>
      <Filters checks={card.checks} />
      {empty && (
        <p class="quiet">
          {t("pl.none")}{" "}
          <button type="button" class="link" onClick={() => (filter.value = NO_FILTER)}>
            {t("pl.noFilter")}
          </button>
        </p>
      )}
      <Section title={t("pl.section.stated")} checks={sections.stated} shown={result.shown} />
      <Section title={t("pl.section.others")} checks={sections.others} shown={result.shown} />
      <Section title={t("pl.section.listed")} checks={sections.listed} shown={result.shown} />
      <LackingSection heaps={sections.lacking} />
      <MarksKey />
    </>
  );
}

const TILES = [["not_met", "not_met"], ["met", "met"], ["not_assessable", "not_assessable"]] as const;

/** Of the targets that the plan states, and nothing else. */
export function HeadlineFigure({ headline }: { headline: Headline }) {
  if (headline.total === 0) {
    return (
      <section class="plan-headline">
        <h2>{t("pl.noHeadline")}</h2>
        <small>{t("pl.noHeadlineWhy", { n: headline.others })}</small>
      </section>
    );
  }
  return (
    <section class="plan-headline" aria-label={t("pl.headlineSentence", { total: headline.total, met: headline.met, failed: headline.not_met, lacking: headline.not_assessable, others: headline.others })}>
      <h2>{t("pl.headline", { total: headline.total, n: headline.total })}</h2>
      <dl class="plan-tiles">
        {TILES.map(([verdict, member]) => (
          <div key={verdict} class={verdict}>
            <dt>
              <VerdictSign verdict={verdict} size={17} />
              {t(`v.${verdict}`)}
            </dt>
            <dd>{headline[member]}</dd>
          </div>
        ))}
      </dl>
      <p class="plan-stack" aria-hidden="true">
        {TILES.map(([verdict, member]) => (headline[member] > 0 ? <i key={verdict} class={verdict} style={{ flexGrow: headline[member] }} /> : null))}
      </p>
      {headline.others > 0 && <small>{t("pl.others", { n: headline.others })}</small>}
    </section>
  );
}

/** By verdict, with how many of all checks have it, and by severity. */
function Filters({ checks }: { checks: readonly Outcome[] }) {
  const { verdict, severity } = filter.value;
  const counts = tally(checks);
  return (
    <div class="plan-filters">
      <div class="plan-verdicts" role="group" aria-label={t("pl.filter")}>
        <button type="button" aria-pressed={verdict === null} onClick={() => (filter.value = { ...filter.peek(), verdict: null })}>
          {t("pl.all")} <b>{checks.length}</b>
        </button>
        {VERDICTS.filter((v) => counts[v] > 0).map((v) => (
          <button key={v} type="button" aria-pressed={verdict === v} title={t(`v.${v}`)} aria-label={`${t(`v.${v}`)} ${counts[v]}`} onClick={() => (filter.value = { ...filter.peek(), verdict: verdict === v ? null : v })}>
            <VerdictSign verdict={v} size={14} />
            <b>{counts[v]}</b>
          </button>
        ))}
      </div>
      <select aria-label={t("sv.label")} value={severity ?? ""} onChange={(event) => (filter.value = { ...filter.peek(), severity: SEVERITIES.find((s) => s === event.currentTarget.value) ?? null })}>
        <option value="">{t("sv.all")}</option>
        {SEVERITIES.map((s) => (
          <option key={s} value={s}>
            {t(`sv.${s}`)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Section({ title, checks, shown }: { title: string; checks: readonly Outcome[]; shown: ShownCard }) {
  if (checks.length === 0) return null;
  return (
    <section class="plan-section">
      <h3>
        {title} <small>{checks.length}</small>
      </h3>
      <ul class="promises">
        {checks.map((o) => (
          <Row key={o.id} outcome={o} shown={shown} />
        ))}
      </ul>
    </section>
  );
}

function Row({ outcome: o, shown }: { outcome: Outcome; shown: ShownCard }) {
  const numbers = shown.items.find((s) => s.id === o.id) ?? null;
  const wanted = wantedText(o, numbers);
  const marks = marksOf(o).filter((m) => m.key !== "stated");
  const oneDecides = (o.modes ?? []).length > 1 && (o.modes ?? []).filter((m) => m.decides).length === 1;
  return (
    <li id={`promise-${o.id}`}>
      <button type="button" class="promise" onClick={() => choosePromise(o.id)}>
        <VerdictSign verdict={o.verdict} />
        <span class="promise-main">
          <span class="promise-title">{said(o.title)}</span>
          <span class="promise-numbers">
            <span class={`verdict-word ${o.verdict}`}>{t(`v.${o.verdict}`)}</span>
            {o.would_be && <small>{t(o.would_be === "met" ? "v.would.met" : "v.would.not_met")}</small>}
            {/* Where one mode decides, its value is that of the check. */}
            {!oneDecides && <b>{valueText(o, numbers)}</b>}
            {(o.modes ?? []).length > 1 && <ModesBeside outcome={o} />}
            {wanted && <span>{t("pl.wanted", { wanted })}</span>}
          </span>
          <GaugeBar outcome={o} />
          <span class="promise-marks">
            <i class="mark-tag severity">{t(`sv.${o.severity}`)}</i>
            {marks.map((m) => (
              <i key={m.text} class={`mark-tag ${m.key}`} title={m.why}>
                {m.text}
              </i>
            ))}
            <Units outcome={o} />
          </span>
        </span>
      </button>
    </li>
  );
}

/** Checks of the country stand on foot, by e-bike and by car side by side; what decides is strong. */
function ModesBeside({ outcome: o }: { outcome: Outcome }) {
  return (
    <span class="promise-modes">
      {(o.modes ?? []).map((m) => (
        <span key={m.mode} class={m.decides ? "decides" : ""} title={t(`mode.${m.mode}`)}>
          <Icon name={m.mode} size={14} />
          <span class="off-screen">{t(`mode.${m.mode}`)}</span>
          {tight(valueOf(o, m.value))}
        </span>
      ))}
    </span>
  );
}

function Units({ outcome: o }: { outcome: Outcome }) {
  const { met, failing } = unitCounts(o);
  const total = met + failing;
  if (total < 2 || o.op === "report") return null;
  return <span class="promise-units">{t("pl.unitsOf", { met, total, kind: unitKind(o.unit_kind) })}</span>;
}

/** What cannot be assessed, in heaps by the one import that would help all of them. */
function LackingSection({ heaps }: { heaps: readonly Lacking[] }) {
  const n = heaps.reduce((sum, h) => sum + h.checks.length, 0);
  const alone = filter.value.verdict === "not_assessable";
  if (n === 0) return null;
  return (
    <section class="plan-section lacking">
      <h3>
        {t("pl.section.lacking")} <small>{n}</small>
      </h3>
      {heaps.map((heap) => (
        <Heap key={heap.command} heap={heap} opened={alone} />
      ))}
    </section>
  );
}

/** More of them say one thing of many columns or numbers, and stand with their checks alone. */
const SAID_REASONS = 5;

function Heap({ heap: { command, checks }, opened }: { heap: Lacking; opened: boolean }) {
  const open = useSignal(false);
  const shown = open.value || opened;
  const reasons = new Set(checks.map((o) => said(o.why)));
  return (
    <div class="heap">
      <p>
        <VerdictSign verdict="not_assessable" size={16} />
        {t(command ? "pl.heap" : "pl.heapNone", { n: checks.length })}
      </p>
      {reasons.size <= SAID_REASONS && [...reasons].map((reason) => <p key={reason} class="heap-why">{reason}</p>)}
      {command && <Command text={command} />}
      <button type="button" class="link" aria-expanded={shown} onClick={() => (open.value = !open.value)}>
        {shown ? t("a.less") : checks.slice(0, 2).map((o) => said(o.title)).join(t("title.join")) + (checks.length > 2 ? "…" : "")}
        <Icon name="chevron" size={12} />
      </button>
      {shown && (
        <ul class="promises">
          {checks.map((o) => (
            <li key={o.id}>
              <button type="button" class="promise" onClick={() => choosePromise(o.id)}>
                <VerdictSign verdict="not_assessable" size={18} />
                <span class="promise-main">
                  <span class="promise-title">{said(o.title)}</span>
                  <span class="promise-marks">
                    <i class="mark-tag severity">{t(`sv.${o.severity}`)}</i>
                    <small>{o.ref}</small>
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A command to be copied, and the way to do the same on the page. */
export function Command({ text }: { text: string }) {
  const copy = async () => notify((await copyText(text)) ? t("pl.copied") : t("bar.copyFailed"));
  return (
    <p class="command">
      <code>{text}</code>
      <button type="button" class="icon-button" aria-label={t("pl.copy")} title={t("pl.copy")} onClick={() => void copy()}>
        <Icon name="copy" size={14} />
      </button>
      <button type="button" class="link" onClick={() => openImport(text)}>
        {t("pl.import")}
      </button>
    </p>
  );
}

/** What signs and marks say, for whoever meets them for the first time. */
function MarksKey() {
  return (
    <details class="marks-key">
      <summary>{t("o.what")}</summary>
      <dl>
        {(["stated", "borrowed", "assumed"] as const).map((o) => (
          <div key={o}>
            <dt>
              <i class={`mark-tag ${o}`}>{t(`o.${o}`)}</i>
            </dt>
            <dd>{t(`o.${o}Why`)}</dd>
          </div>
        ))}
        <div>
          <dt>
            <VerdictSign verdict="reference" size={16} /> {t("v.reference")}
          </dt>
          <dd>{t("v.referenceWhy")}</dd>
        </div>
      </dl>
    </details>
  );
}

