/** 导入核查表: what a file brought, row by row where it was refused. */
import type { ImportReport } from "../api/types";
import { grouped } from "../format/number";
import { named, t } from "../words/language";
import { Icon } from "../panels/icons";

export function ReportView({ report }: { report: ImportReport }) {
  const columns = report.columns ?? [];
  return (
    <div class="report">
      <p class="report-file">{report.file}</p>
      <dl class="counts">
        <Fact label={t("i.read")} value={report.read} />
        <Fact label={t("i.kept")} value={report.kept} />
        <Fact label={t("i.rejected")} value={report.rejected} bad={report.rejected > 0} />
        {(report.updated ?? 0) > 0 && <Fact label={t("i.updated")} value={report.updated ?? 0} />}
        {(report.unused ?? 0) > 0 && <Fact label={t("i.unused")} value={report.unused ?? 0} />}
        {report.replaced > 0 && <Fact label={t("i.replaced")} value={report.replaced} />}
      </dl>
      <Held report={report} />
      <p class="quiet">{[report.datum, report.encoding].filter(Boolean).join(" · ")}</p>
      <Warnings report={report} />
      <Rejects report={report} />
      {columns.length > 0 && (
        <details>
          <summary>{t("i.columns")}</summary>
          <ul class="columns">
            {columns.map((c) => (
              <li key={c.column}>
                {c.column} → <code>{c.field}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** What the workspace held of this kind and what it holds now, where the server says. */
function Held({ report: { before, stayed, now, join, idle_buildings: idle } }: { report: ImportReport }) {
  const said = [
    before ? t("i.before", { n: grouped(before.records) }) : "",
    stayed ? t("i.stayed", { n: grouped(stayed.records) }) : "",
    now ? t("i.now", { n: grouped(now.records) }) : "",
  ].filter(Boolean);
  return (
    <>
      {said.length > 0 && <p class="quiet">{said.join(" · ")}</p>}
      {join && <p class="quiet">{t("i.join", { id: grouped(join.by_id), name: grouped(join.by_name), n: grouped(join.changed), without: grouped(join.without) })}</p>}
      {idle && <p class="quiet">{t("i.idle", { n: grouped(idle.found), now: grouped(idle.now) })}</p>}
    </>
  );
}

function Fact({ label, value, bad = false }: { label: string; value: number; bad?: boolean }) {
  return (
    <div class={bad ? "bad" : ""}>
      <dt>{label}</dt>
      <dd>{grouped(value)}</dd>
    </div>
  );
}

function Warnings({ report }: { report: ImportReport }) {
  const warnings = report.warnings ?? [];
  if (warnings.length === 0) return null;
  return (
    <section>
      <h3>{t("i.warnings")}</h3>
      <ul class="findings">
        {warnings.map((w) => (
          <li key={w.code} class="warning">
            <Icon name="warning" />
            <div>
              {w.count > 0 && <b>{grouped(w.count)}</b>} {named(w.text_zh, w.text)}
              {w.examples && w.examples.length > 0 && <small>{t("check.examples", { list: w.examples.slice(0, 4).join(t("title.join")) })}</small>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rejects({ report }: { report: ImportReport }) {
  const rejects = report.rejects ?? [];
  if (rejects.length === 0) return null;
  return (
    <section>
      <h3>
        {t("i.rejects")}
        {report.rejected > rejects.length && <small> {t("i.rejectsFirst", { n: grouped(report.rejected), shown: rejects.length })}</small>}
      </h3>
      <div class="scroll" tabIndex={0} role="region" aria-label={t("i.rejects")}>
        <table class="rejects">
          <thead>
            <tr>
              <th scope="col">{t("i.fileHead")}</th>
              <th scope="col">{t("i.rowHead")}</th>
              <th scope="col">{t("i.columnHead")}</th>
              <th scope="col">{t("i.valueHead")}</th>
              <th scope="col">{t("i.ruleHead")}</th>
            </tr>
          </thead>
          <tbody>
            {rejects.map((r, i) => (
              <tr key={i}>
                <td>{r.file}</td>
                <td class="number">{r.row}</td>
                <td>{r.column}</td>
                <td>
                  <code>{r.value}</code>
                </td>
                <td>{named(r.rule_zh ?? "", r.rule)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
