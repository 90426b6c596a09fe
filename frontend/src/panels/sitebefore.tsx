/** Before and after: the figures of the town as it is beside those with the sites, whatever the search was about. */
import { coveredTwice, effectsOf, meansOf, worstOf } from "../analysis/sites";
import type { SiteAnswer } from "../api/sitetypes";
import { grouped, minutes } from "../format/number";
import { view } from "../state/address";
import { keyOf, level, presentFacilities } from "../state/town";
import { t, tOr } from "../words/language";
import { count, percent } from "../words/people";
import { serviceName } from "../words/services";
import { signed } from "../words/signed";

interface Row {
  label: string;
  now: string;
  then: string;
  /** Of people; null where a difference would say nothing. */
  change: number | null;
}

export function BeforeAfter({ answer }: { answer: SiteAnswer }) {
  const rows = rowsOf(answer);
  const { covered_before: was, covered_kept: kept } = answer;
  const costs = answer.cost !== answer.sites.filter((s) => !s.existing).length;
  return (
    <div class="before-after">
      {rows.length > 0 && (
        <table>
          <caption class="off-screen">{t("cd.beforeAfter")}</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">{t("cd.now")}</th>
              <th scope="col">{t("cd.then")}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                <td>{row.now}</td>
                <td>{row.then}</td>
                <td class={row.change === null || row.change >= 0 ? "gain" : "loss"}>{row.change === null ? "" : signed(row.change)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {costs && (
        <p class="sites-cost">
          {t("st.cost")} <b>{grouped(answer.cost)}</b>
        </p>
      )}
      {answer.closed.length > 0 && <p class="quiet">{t("cd.closed", { list: answer.closed.map(nameOf).join(t("title.join")) })}</p>}
      {was !== null && kept !== null && kept < was && <p class="quiet">{t(answer.problem === "capacitated" ? "cd.withoutServed" : "cd.without", { n: count(kept), less: signed(kept - was) })}</p>}
    </div>
  );
}

function nameOf(key: string): string {
  const p = presentFacilities.value.find((f) => keyOf(f) === key)?.properties;
  return p?.name || p?.id || key;
}

function rowsOf(answer: SiteAnswer): Row[] {
  const rows: Row[] = [];
  const people = (label: string, now: number, then: number) => rows.push({ label, now: count(now), then: count(then), change: then - now });
  const effects = effectsOf(answer);
  const several = view.value.services.length > 1;
  const weighted = answer.unit === "weighted_people";
  for (const e of effects) {
    const parts = [several ? serviceName(e.service) : "", weighted ? tOr(`group.${e.group}`, e.group) : ""].filter(Boolean);
    people(parts.length > 0 ? parts.join(" · ") : t("cd.covered"), e.before, e.after);
  }
  const { covered_before: was, covered_after: is } = answer;
  if (answer.problem === "capacitated" && was !== null && is !== null) people(t("cd.served"), was, is);
  if (weighted && was !== null && is !== null) people(t("cd.weighted"), was, is);
  const twice = coveredTwice(answer);
  if (twice !== null) rows.push({ label: t("cd.twice"), now: "", then: count(twice), change: null });
  // Areas that no candidate can serve are not what fairness is about.
  const hopeful = (all: SiteAnswer["before"]) => all.filter((r) => r.area === null || !answer.hopeless_areas.includes(r.area));
  const [worstWas, worstIs] = answer.problem === "fair" ? [worstOf(hopeful(answer.before), level.value), worstOf(hopeful(answer.after ?? []), level.value)] : [null, null];
  if (worstWas && worstIs) rows.push({ label: t("st.worst", { area: worstIs.area_name || worstIs.area || "" }), now: percent(worstWas.covered, worstWas.total), then: percent(worstIs.covered, worstIs.total), change: null });
  const means = meansOf(answer);
  const time = (seconds: number | null) => (seconds === null ? "–" : t("st.min", { n: minutes(seconds) }));
  if (means) rows.push({ label: t("st.meanTime"), now: time(means[0]), then: time(means[1]), change: null });
  if (answer.unit === "seconds") rows.push({ label: t("cd.worstTime"), now: "", then: time(answer.value), change: null });
  return rows;
}
