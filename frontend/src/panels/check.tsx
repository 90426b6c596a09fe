/** 数据体检: what is in the workspace and what is wrong with it, before any figure is believed. */
import { grouped } from "../format/number";
import { openDialog } from "../state/notices";
import { workspace } from "../state/town";
import { named, t } from "../words/language";
import { count } from "../words/people";
import { Icon } from "./icons";

const ORDER = ["error", "warning", "info"] as const;
const ICONS = { error: "error", warning: "warning", info: "info" } as const;

export function CheckTab() {
  const w = workspace.value.value;
  if (!w) return null;
  const findings = [...(w.findings ?? [])].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return (
    <div class="check">
      <p class="quiet">{t("check.intro")}</p>
      <ul class="findings">
        {findings.map((f) => (
          <li key={f.code} class={f.severity}>
            <Icon name={ICONS[f.severity]} />
            <div>
              <span class="off-screen">{t(`sev.${f.severity}`)}</span>
              {f.count > 0 && <b>{grouped(f.count)}</b>} {named(f.text_zh, f.text_en)}
              {f.examples && f.examples.length > 0 && <small>{t("check.examples", { list: f.examples.slice(0, 4).join(t("title.join")) })}</small>}
            </div>
          </li>
        ))}
        {findings.length === 0 && (
          <li class="info">
            <Icon name="check" />
            <div>{t("check.none")}</div>
          </li>
        )}
      </ul>
      <h3>{t("check.counts")}</h3>
      <dl class="counts">
        <Count label={t("check.people")} value={count(w.counts.people)} />
        <Count label={t("check.points")} value={grouped(w.counts.residential_points)} />
        <Count label={t("check.facilities")} value={grouped(w.counts.facilities)} />
        {(w.counts.idle_buildings ?? 0) > 0 && <Count label={t("source.idle_buildings")} value={grouped(w.counts.idle_buildings ?? 0)} />}
        <Count label={t("check.areas")} value={grouped(w.counts.areas)} />
        <Count label={t("check.streets")} value={t("check.km", { n: grouped(w.counts.street_km) })} />
      </dl>
      <button type="button" class="button" onClick={() => (openDialog.value = "import")}>
        {t("check.import")}
      </button>
    </div>
  );
}

function Count({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
