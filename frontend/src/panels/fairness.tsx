/** How fairly people live from what a check of coverage is about: typical and worst times, and how unequal they are. */
import { computed, signal } from "@preact/signals";
import { servicesOf } from "../analysis/plan";
import { address } from "../api/client";
import { resource } from "../api/resource";
import type { Outcome } from "../api/plantypes";
import type { FairnessAnswer } from "../api/plantypes";
import { minutes } from "../format/number";
import { plan } from "../state/plan";
import { planned } from "../state/promise";
import { serviceByCode, level } from "../state/town";
import { t } from "../words/language";
import { ProblemNote } from "./states";

/** Asked for by whoever unfolds it, and then for each promise. */
const open = signal(false);

const asked = computed(() => {
  const check = open.value ? planned.value : null;
  if (!check || !isFair(check.measure) || !check.minutes) return null;
  const service = check.services.flatMap((code) => servicesOf(plan.value, code)).filter((code) => serviceByCode.value.get(code)?.imported);
  if (service.length === 0) return null;
  return address("/fairness", { service: [...new Set(service)].join(","), need: service.length > 1 ? "any" : null, mode: check.modes[0] ?? "walk", minutes: check.minutes, group: check.group, by: level.value });
});
const fairness = resource<FairnessAnswer>(asked);

function isFair(measure: string): boolean {
  return measure === "coverage" || measure === "community_share";
}

export function Fairness({ outcome: o }: { outcome: Outcome }) {
  if (!isFair(o.measure) || o.verdict === "not_assessable" || !planned.value?.minutes) return null;
  return (
    <details class="marks-key" open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>{t("fa.title")}</summary>
      {open.value && <Figures />}
    </details>
  );
}

function Figures() {
  const { state, value, problem } = fairness.value;
  if (state === "failed" && problem) return <ProblemNote problem={problem} />;
  if (!value || state !== "ready") return <p class="quiet" role="status">{t("a.computing")}</p>;
  const whole = value.results.find((r) => !r.setting && r.area === null);
  if (!whole) return null;
  const time = (seconds: number | null) => (seconds === null ? t("h.never") : t("st.min", { n: minutes(seconds) }));
  const index = (n: number | null) => (n === null ? "–" : n.toFixed(3));
  const parts = value.parts.find((p) => p.by === level.value) ?? null;
  const settings = value.results.filter((r) => r.setting === "urban" || r.setting === "rural");
  const rows = [
    [t("fa.mean"), time(whole.mean)],
    [t("fa.median"), time(whole.median)],
    [t("fa.p95"), time(whole.p95)],
    [t("fa.worst"), time(whole.worst_tenth)],
    ...settings.map((r) => [`${t("fa.median")} · ${t(r.setting === "urban" ? "fa.urban" : "fa.rural")}`, time(r.median)]),
    [t("fa.gini"), index(whole.gini)],
    [t("fa.theil"), index(whole.theil)],
    ...(parts && parts.theil > 0 ? [[t("fa.between"), `${Math.round((parts.theil_between / parts.theil) * 100)}%`]] : []),
  ] as [string, string][];
  return (
    <dl class="facts-list">
      {rows.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
