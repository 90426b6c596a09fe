/** How the figure was computed: mode, speed, access rule, the same figure under other assumptions, sources. */
import type { CoverageRow, ModeInfo, Share } from "../api/types";
import { resource } from "../api/resource";
import type { Coverage } from "../api/types";
import { minutes } from "../format/number";
import { view } from "../state/address";
import { bandWanted } from "../state/answers";
import { openDialog } from "../state/notices";
import { playing } from "../state/play";
import { modes, serviceByCode, workspace } from "../state/town";
import { computed } from "@preact/signals";
import { named, t, tOr } from "../words/language";
import { percent, people } from "../words/people";
import { attribution } from "../words/sources";
import { caveats } from "../words/sentence";
import { serviceName } from "../words/services";
import { ProblemNote } from "../panels/states";
import { Dialog } from "./dialog";

/** The band costs two more computations, so it is asked for only while somebody looks. */
const band = resource<Coverage>(computed(() => (openDialog.value === "how" ? bandWanted.value : null)));

export function HowDialog() {
  const row = band.value.value?.results.find((r) => r.area === null);
  const mode = modes.value.value?.items.find((m) => m.mode === view.value.mode);
  return (
    <Dialog title={t("h.title")}>
      {playing.value && <p class="remark">{t("w.presentOnly")}</p>}
      {band.value.state === "failed" && band.value.problem && <ProblemNote problem={band.value.problem} />}
      {band.value.state === "loading" && <p class="quiet">{t("a.computing")}</p>}
      {row && <Band row={row} />}
      {mode && <Method mode={mode} row={row} />}
      <Sources />
      <p class="quiet">{t("h.rounding")}</p>
      <ul class="caveats">
        {caveats().map((c) => (
          <li key={c}>{c}</li>
        ))}
      </ul>
    </Dialog>
  );
}

function Band({ row }: { row: CoverageRow }) {
  const b = row.band;
  const speed = (s: { speed_kmh?: number; speed_factor?: number }, which: "Slower" | "Faster") =>
    s.speed_kmh ? t(`h.band${which}Kmh`, { v: s.speed_kmh }) : t(`h.band${which}`, { f: s.speed_factor ?? "?" });
  return (
    <section>
      <h3>{t("h.band")}</h3>
      <table class="band">
        <tbody>
          <BandRow label={t("h.bandAsked")} share={row} total={row.total} asked />
          {b && <BandRow label={t("h.bandNearest")} share={b.access_nearest} total={row.total} />}
          {b && <BandRow label={speed(b.slower, "Slower")} share={b.slower} total={row.total} />}
          {b && <BandRow label={speed(b.faster, "Faster")} share={b.faster} total={row.total} />}
        </tbody>
      </table>
    </section>
  );
}

function BandRow({ label, share, total, asked = false }: { label: string; share: Share; total: number; asked?: boolean }) {
  return (
    <tr class={asked ? "asked" : ""}>
      <th scope="row">{label}</th>
      <td class="band-bar" aria-hidden="true">
        <i style={{ width: `${total > 0 ? (share.covered / total) * 100 : 0}%` }} />
      </td>
      <td>{percent(share.covered, total)}</td>
      <td>{people(share.covered)}</td>
    </tr>
  );
}

function Method({ mode, row }: { mode: ModeInfo; row: CoverageRow | undefined }) {
  const speeds = Object.values(mode.speeds_kmh).filter((v) => v > 0);
  const [min, max] = [Math.min(...speeds), Math.max(...speeds)];
  const time = (s: number | null | undefined) => (s == null ? t("h.never") : minutes(s));
  return (
    <section>
      <dl class="facts">
        <div>
          <dt>{t("h.mode")}</dt>
          <dd>
            {tOr(`mode.${mode.mode}`, named(mode.name_zh, mode.name))}
            {t("title.join")}
            {min === max ? t("h.speed", { v: min }) : t("h.speedClasses", { min, max })}
          </dd>
        </div>
        <div>
          <dt>{t("h.access")}</dt>
          <dd>{t("h.accessText", { limit: mode.access.limit_m, factor: mode.access.factor, speed: mode.access.speed_kmh })}</dd>
        </div>
        <div>
          <dt>{t("h.times")}</dt>
          <dd>
            {row && t("h.timesText", { mean: time(row.mean_s), median: time(row.median_s), p95: time(row.p95_s) })} {t(view.value.direction === "from" ? "h.directionFrom" : "h.direction")}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Sources() {
  const w = workspace.value.value;
  if (!w) return null;
  return (
    <section>
      <h3>{t("h.sources")}</h3>
      <ul class="sources">
        {(w.sources ?? []).map((s, i) => (
          <li key={i}>
            <span>
              {tOr(`source.${s.kind}`, s.kind)}
              {s.service ? ` · ${serviceByCode.value.has(s.service) ? serviceName(s.service) : s.service}` : ""}
            </span>
            <small>
              {[s.data_date, s.datum].filter(Boolean).join(" · ")} · SHA-256 <code title={s.sha256}>{s.sha256.slice(0, 12)}</code>
            </small>
          </li>
        ))}
      </ul>
      <p class="quiet">
        {t("h.extent")}: {tOr(`extent.${w.extent.source}`, w.extent.source)} · {attribution(w)} · {t("h.version", { v: w.program_version })}
      </p>
    </section>
  );
}

