/** The answer: one large figure, what it is made of, and a sentence that can be taken into a report. */
import type { ComponentChildren } from "preact";
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Problem } from "../api/problem";
import { renew } from "../api/resource";
import { LATE, LEFT_OUT, type Fate, type Tally } from "../analysis/people";
import { bandsUpTo } from "../analysis/bands";
import { grouped } from "../format/number";
import { FATE_COLOURS, timeColour } from "../map/palette";
import { view } from "../state/address";
import { missingServices, settling, shown, times, tooMany, wholeRow } from "../state/answers";
import { held, play, playing } from "../state/play";
import { workspace } from "../state/town";
import { copyText, notify, openDialog } from "../state/notices";
import { t } from "../words/language";
import { count, percent, isEstimate, people } from "../words/people";
import { sentence } from "../words/sentence";
import { serviceName, servicesPhrase } from "../words/services";
import { signed } from "../words/signed";
import { CurveChart } from "./curve";
import { FromTo, gains, net } from "./effect";
import { Icon } from "./icons";
import { ProblemNote } from "./states";

/** From this share of residential points on, a number that is not given is said beside the headline. */
const MANY_WITHOUT = 0.05;

/** The figure and its bar are the answer; what explains them unfolds below. */
const unfolded = signal(false);

export function Answer() {
  const missing = missingServices.value;
  if (missing[0] !== undefined) return <NoData code={missing[0]} />;
  if (view.value.services.length === 0) return <Frame>{<p class="quiet">{t("a.noService")}</p>}</Frame>;
  const { state, problem } = times.value;
  if (state === "failed" && !tooMany.value && problem) {
    return (
      <Frame>
        <ProblemNote problem={problem as Problem} onRetry={renew} />
      </Frame>
    );
  }
  const tally = shown.value;
  if (!tally) return <Frame>{<Skeleton />}</Frame>;
  return (
    <Frame busy={state === "loading" || settling.value}>
      <Figure tally={tally} />
      <Parts tally={tally} />
      {unfolded.value && (
        <>
          <Late tally={tally} />
          <Remarks tally={tally} />
          <CurveChart />
          <Sentence tally={tally} />
        </>
      )}
      <div class="answer-foot">
        <button type="button" class="link unfold" aria-expanded={unfolded.value} onClick={() => (unfolded.value = !unfolded.value)}>
          {t(unfolded.value ? "a.less" : "a.more")}
          <Icon name="chevron" size={12} />
        </button>
        <CopySentence tally={tally} />
        <button type="button" class="link how" onClick={() => (openDialog.value = "how")}>
          {t("a.how")}
        </button>
      </div>
    </Frame>
  );
}

function Frame({ children, busy = false }: { children: ComponentChildren; busy?: boolean }) {
  return (
    <section class={`answer ${busy ? "busy" : ""}`} id="answer" tabIndex={-1} aria-label={t("a.title")} aria-busy={busy}>
      {busy && <Progress />}
      {children}
    </section>
  );
}

/** Shown only when the answer takes longer than a moment; the question before can be taken back. */
function Progress() {
  return (
    <div class="progress" role="status">
      <span>{t("a.computing")}</span>
      <button type="button" class="link" onClick={() => history.back()}>
        {t("a.cancel")}
      </button>
    </div>
  );
}

function Figure({ tally }: { tally: Tally }) {
  const { covered } = tally.people;
  const households = view.value.group === "households";
  return (
    <div class="figure">
      <p class="figure-title">
        {servicesPhrase()}
        <span>
          {view.value.direction === "from" && `${t("q.from")} · `}
          {t(`mode.${view.value.mode}`)} · {t("q.minutesValue", { n: view.value.minutes })}
        </span>
      </p>
      <p class="figure-share">
        <strong>{percent(covered, tally.total).replace("%", "")}</strong>
        <span class="figure-unit">%</span>
        <span class="figure-label">
          {t(households ? "a.shareHouseholds" : "a.share")}
          <span class="figure-people">
            {t(households ? "a.ofHouseholds" : "a.of", { covered: count(covered), total: count(tally.total) })}
            {isEstimate() && (
              <abbr class="estimate" tabIndex={0} title={t("a.estimateWhy")} aria-label={`${t("a.estimate")}: ${t("a.estimateWhy")}`}>
                {t("a.estimate")}
              </abbr>
            )}
          </span>
        </span>
      </p>
      {playing.value && <Scenario />}
      <GroupGap />
    </div>
  );
}

/** The headline is that of a scenario: of which, and what it was. */
function Scenario() {
  const n = net.value;
  return (
    <p class="figure-scenario">
      <em class="scenario-tag">{play.value?.name || t("w.unnamed")}</em>
      {n !== null && <FromTo />}
      {n !== null && <b class={n > 0 ? "gain" : n < 0 ? "loss" : ""}>{signed(n)}</b>}
    </p>
  );
}

/** Says so where the headline speaks of part of the town only, as many points do not give the group. */
function GroupGap() {
  const w = workspace.value.value;
  const without = w?.groups?.find((g) => g.group === view.value.group)?.points_no_data ?? 0;
  const points = w?.counts.residential_points ?? 0;
  if (without <= points * MANY_WITHOUT) return null;
  return (
    <p class="figure-gap">
      <Icon name="warning" size={13} />
      {t("a.groupGap", { n: grouped(without), points: grouped(points) })}
    </p>
  );
}

/** Covered, beyond reach by the minutes missing, without any facility, to be verified: widths are shares of everyone. */
function Parts({ tally }: { tally: Tally }) {
  const late = LATE.reduce((sum, fate) => sum + tally.people[fate], 0);
  const bar: Fate[] = ["covered", ...LEFT_OUT, "unknown"];
  const { none } = tally.people;
  const last = bandsUpTo(view.value.minutes).at(-1);
  return (
    <div class="parts">
      <div class="parts-bar" aria-hidden="true">
        {bar.map((fate) =>
          tally.people[fate] > 0 ? (
            <span
              key={fate}
              class={`part ${fate}`}
              style={{
                flexGrow: tally.people[fate],
                background: fate === "covered" ? `linear-gradient(90deg, ${timeColour(0)}, ${timeColour(last?.index ?? 0)})` : fate === "unknown" ? undefined : FATE_COLOURS[fate],
              }}
            />
          ) : null,
        )}
      </div>
      <dl class={`parts-list ${none > 0 ? "four" : ""}`}>
        <PartRow kind="covered" label={t("a.covered")} n={tally.people.covered} share={percent(tally.people.covered, tally.total)} />
        <PartRow kind="uncovered" label={t("a.beyond")} n={late} share={percent(late, tally.total)} />
        {none > 0 && <PartRow kind="none" label={t("a.none")} n={none} share={percent(none, tally.total)} />}
        <PartRow
          kind="unknown"
          label={t("a.undetermined")}
          why={t("a.undeterminedWhy")}
          n={tally.people.unknown}
          share={percent(tally.people.unknown, tally.total)}
        />
      </dl>
    </div>
  );
}

/** Those beyond reach by the minutes they miss: two minutes are a gate, ten a facility. */
function Late({ tally }: { tally: Tally }) {
  const fates = LATE.filter((fate) => tally.people[fate] > 0 && tally.sorted);
  if (fates.length === 0) return null;
  return (
    <dl class="late-list">
      {fates.map((fate) => (
        <div key={fate} class={`late-row ${fate}`}>
          <dt>
            <i class="swatch" />
            {t(`a.${fate as "late2"}`)}
          </dt>
          <dd>{count(tally.people[fate])}</dd>
        </div>
      ))}
    </dl>
  );
}

function PartRow({ kind, label, n, share, why }: { kind: string; label: string; n: number; share: string; why?: string }) {
  return (
    <div class={`part-row ${kind}`}>
      <dt>
        <i class="swatch" />
        {label}
        {why && (
          <span class="why" tabIndex={0} title={why} role="note" aria-label={why}>
            <Icon name="info" size={13} />
          </span>
        )}
      </dt>
      <dd>{count(n)}</dd>
      <dd class="part-share">{share}</dd>
    </div>
  );
}

function Remarks({ tally }: { tally: Tally }) {
  const edge = wholeRow.value?.edge_of_data ?? 0;
  return (
    <>
      {tally.pointsNoData > 0 && <p class="remark">{t("a.noDataPoints", { n: tally.pointsNoData })}</p>}
      {edge > 0 && <p class="remark">{t("a.edge", { n: count(edge) })}</p>}
      {tooMany.value && <p class="remark">{t("s.tooMany")}</p>}
    </>
  );
}

function Sentence({ tally }: { tally: Tally }) {
  return <p class="sentence">{sentence(tally)}</p>;
}

function CopySentence({ tally }: { tally: Tally }) {
  const copy = async () => notify(t((await copyText(sentence(tally))) ? "a.sentenceCopied" : "bar.copyFailed"));
  return (
    <button type="button" class="link" title={sentence(tally)} onClick={copy}>
      <Icon name="copy" size={13} />
      {t("a.copySentence")}
    </button>
  );
}

/** A service nobody imported: no data, never 0 %. */
function NoData({ code }: { code: string }) {
  return (
    <Frame>
      <div class="state">
        <h2>{t("a.serviceNoData", { service: serviceName(code) })}</h2>
        <p>{t("a.serviceNoDataText")}</p>
        <code>lifecircle import facilities FILE --service {code}</code>
        <button type="button" class="button" onClick={() => (openDialog.value = "import")}>
          {t("check.import")}
        </button>
      </div>
    </Frame>
  );
}

function Skeleton() {
  return (
    <div class="skeleton" role="status" aria-label={t("s.loading")}>
      <span />
      <span />
      <span />
    </div>
  );
}

/** Tells a screen reader the new total once it has settled, not at every step of a slider. */
export function Announcer() {
  const tally = shown.value;
  const v = view.value;
  const g = gains.value;
  const text = !tally || tally.total === 0 || held.value
    ? null
    : playing.value && g && net.value !== null
      ? t("w.announce", { share: percent(tally.people.covered, tally.total), net: signed(net.value), gained: count(g.gained), lost: count(g.lost) })
      : t("a.announce", {
          services: servicesPhrase(),
          mode: t(`mode.${v.mode}`),
          minutes: v.minutes,
          share: percent(tally.people.covered, tally.total),
          uncovered: people(tally.total - tally.people.covered),
        });
  useEffect(() => {
    // While something is in somebody's hand, nobody is told of every step.
    if (text === null) return;
    const timer = setTimeout(() => {
      const region = document.getElementById("announcer");
      if (region && region.textContent !== text) region.textContent = text;
    }, 700);
    return () => clearTimeout(timer);
  }, [text]);
  return <div id="announcer" class="off-screen" role="status" aria-live="polite" />;
}

/** The answer in one line, for the closed sheet of a phone. */
export function Headline() {
  const tally = shown.value;
  const v = view.value;
  return (
    <span class="headline">
      <strong>{tally ? percent(tally.people.covered, tally.total) : "–"}</strong>
      {playing.value && net.value !== null && <em class={`headline-net ${net.value > 0 ? "gain" : net.value < 0 ? "loss" : ""}`}>{signed(net.value)}</em>}
      <span>
        {servicesPhrase() || t("a.noService")}
        <small>
          {t(`mode.${v.mode}`)} · {t("q.minutesValue", { n: v.minutes })}
          {tally ? ` · ${t("a.uncovered")} ${count(tally.total - tally.people.covered)}` : ""}
        </small>
      </span>
    </span>
  );
}

