/** What changed between two snapshots: verdicts, and people newly covered or no longer, each with the reason. */
import { turnOf } from "../analysis/plan";
import type { CheckChange, Outcome, ReasonCounts, SnapshotComparison } from "../api/plantypes";
import { current } from "../state/plan";
import { comparedCheck, comparison, pair } from "../state/snapshots";
import { t } from "../words/language";
import { count, people } from "../words/people";
import { said, tight, valueOf } from "../words/plans";
import { GainedSign, LostSign } from "./effect";
import { Icon } from "./icons";
import { ProblemNote } from "./states";
import { VerdictSign } from "./verdict";

export function SnapshotChanges() {
  const { state, value, problem } = comparison.value;
  if (state === "failed" && problem) return <ProblemNote problem={problem} title={t("sn.failed")} onRetry={() => (pair.value = null)} />;
  if (!value) return <p class="quiet" role="status">{t("a.computing")}</p>;
  return <Changes value={value} />;
}

/** A change of verdict first, then of people; what did not change is counted and not shown. */
function interest(c: CheckChange): number {
  if (turnOf(c.verdict_before, c.verdict_after) !== "same") return 2;
  return c.before !== c.after || (c.covered && c.covered.gained.total + c.covered.lost.total > 0) ? 1 : 0;
}

function Changes({ value }: { value: SnapshotComparison }) {
  const turns = value.checks.map((c) => turnOf(c.verdict_before, c.verdict_after));
  const n = (turn: string) => turns.filter((x) => x === turn).length;
  const changed = value.checks.filter((c) => interest(c) > 0).sort((a, b) => interest(b) - interest(a));
  const facilities = (["opened", "closed", "moved"] as const)
    .map((change) => ({ change, n: (value.facilities ?? []).filter((f) => f.change === change).length }))
    .filter((f) => f.n > 0);
  return (
    <div class="snapshot-changes" role="status">
      <p>{t("sn.sum", { better: n("better"), worse: n("worse"), same: n("same") })}</p>
      {facilities.length > 0 && <p class="quiet">{t("sn.facilities", { list: facilities.map((f) => t(`sn.${f.change}`, { n: f.n })).join(t("title.join")) })}</p>}
      {changed.length > 0 && (
        <table class="compare-table changes">
          <thead>
            <tr>
              <th scope="col">{t("sn.checkHead")}</th>
              <th scope="col">{t("sn.beforeHead")}</th>
              <th scope="col">{t("sn.afterHead")}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map((c) => (
              <Row key={c.id} change={c} />
            ))}
          </tbody>
        </table>
      )}
      {value.checks.length > changed.length && <p class="quiet">{t("sn.same", { n: value.checks.length - changed.length })}</p>}
      <button
        type="button"
        class="button"
        onClick={() => {
          pair.value = null;
          comparedCheck.value = null;
        }}
      >
        {t("sn.compareEnd")}
      </button>
    </div>
  );
}

function Row({ change: c }: { change: CheckChange }) {
  // The unit of a value is known from the scorecard on the page, where it has the check.
  const like = current.value?.card.checks.find((o) => o.id === c.id) ?? ({ measure: "", unit: "", target: null } as unknown as Outcome);
  const side = (verdict: CheckChange["verdict_before"], value: number | null) => (
    <td>
      <VerdictSign verdict={verdict} size={15} />
      <span class="off-screen">{t(`v.${verdict}`)}</span> {tight(valueOf(like, value))}
    </td>
  );
  const { gained, lost } = c.covered ?? {};
  const moves = (gained?.total ?? 0) + (lost?.total ?? 0) > 0;
  const shown = comparedCheck.value === c.id;
  return (
    <>
      <tr class={moves ? "with-people" : ""}>
        <th scope="row">{said(c.title)}</th>
        {side(c.verdict_before, c.before)}
        {side(c.verdict_after, c.after)}
      </tr>
      {moves && (
        <tr class="people-row">
          <td colSpan={3}>
            {gained && gained.total > 0 && (
              <p>
                <GainedSign /> {t("sn.gained", { people: people(gained.total) })} <small>{reasons(gained)}</small>
              </p>
            )}
            {lost && lost.total > 0 && (
              <p>
                <LostSign /> {t("sn.lost", { people: people(lost.total) })} <small>{reasons(lost)}</small>
              </p>
            )}
            <button type="button" class="link" aria-pressed={shown} onClick={() => (comparedCheck.value = shown ? null : c.id)}>
              <Icon name="place" size={13} />
              {t("sn.onMap")}
            </button>
          </td>
        </tr>
      )}
    </>
  );
}

const REASONS = ["facility", "street", "people", "standard"] as const;

/** Those that there are; together they are the whole change. */
function reasons(counts: ReasonCounts): string {
  const list = REASONS.filter((why) => counts[why] > 0).map((why) => t(`sn.by.${why}`, { n: count(counts[why]) }));
  return t("sn.by", { list: list.join(t("title.join")) });
}
