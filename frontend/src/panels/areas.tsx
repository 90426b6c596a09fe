/** The ranking of areas: who is worst off, in share or in people. */
import { useSignal } from "@preact/signals";
import type { CoverageRow } from "../api/types";
import { renew } from "../api/resource";
import { lookAt } from "../map/camera";
import { shapes } from "../map/scene";
import { go } from "../state/address";
import { coverage, rows, settling } from "../state/answers";
import { play } from "../state/play";
import { level, levels } from "../state/town";
import { t, tOr } from "../words/language";
import { count, percent } from "../words/people";
import { signed } from "../words/signed";
import { ProblemNote } from "./states";

type Column = "name" | "share" | "uncovered";

/** People who live in no area. */
const OUTSIDE = "(outside)";

export function AreasTab() {
  const sort = useSignal<{ column: Column; up: boolean }>({ column: "uncovered", up: false });
  const { problem } = coverage.value;
  // A scenario has rows of its own, and those of the town as it is beside them.
  const state = play.value ? (settling.value ? "loading" : "ready") : coverage.value.state;
  const before = new Map(play.value?.base.map((r) => [r.area, r]));
  if (levels.value.length === 0) return <NoAreas />;
  if (state === "failed" && problem) return <ProblemNote problem={problem} onRetry={renew} />;
  const areaRows = (rows.value ?? []).filter((r) => r.area !== null && r.total > 0);
  const sorted = order(areaRows, sort.value.column, sort.value.up);
  const most = Math.max(1, ...areaRows.map((r) => r.uncovered));
  const header = (column: Column) => (
    <th scope="col" aria-sort={sort.value.column === column ? (sort.value.up ? "ascending" : "descending") : "none"} class={column}>
      <button
        type="button"
        onClick={() => (sort.value = { column, up: sort.value.column === column ? !sort.value.up : column !== "uncovered" })}
        title={t("areas.sort", { column: t(`areas.${column}`) })}
      >
        {t(`areas.${column}`)}
      </button>
    </th>
  );
  return (
    <div class={state === "loading" ? "stale" : ""}>
      <LevelChoice />
      <table class="ranking">
        <thead>
          <tr>
            {header("name")}
            {header("share")}
            {header("uncovered")}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <AreaRow key={row.area} row={row} most={most} before={before.get(row.area) ?? null} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AreaRow({ row, most, before }: { row: CoverageRow; most: number; before: CoverageRow | null }) {
  const change = before ? row.covered - before.covered : 0;
  const shape = shapes.value.find((s) => s.id === row.area);
  const name = row.area === OUTSIDE ? t("areas.outside") : row.area_name || row.area || "";
  const parts = [row.covered, row.uncovered - row.undetermined, row.undetermined];
  return (
    <tr>
      <th scope="row">
        {shape ? (
          <button type="button" class="row-button" onClick={() => lookAt(shape.bounds)}>
            {name}
          </button>
        ) : (
          <span class="row-name">{name}</span>
        )}
        <span class="mini-bar" aria-hidden="true">
          {parts.map((n, i) => (n > 0 ? <i key={i} class={["covered", "late", "unknown"][i]} style={{ flexGrow: n }} /> : null))}
        </span>
      </th>
      <td class="share">
        {percent(row.covered, row.total)}
        {change !== 0 && (
          <small class={change > 0 ? "gain" : "loss"} title={t("w.areaChange")}>
            {signed(change)}
          </small>
        )}
      </td>
      <td class="uncovered" title={percent(row.uncovered, row.total)}>
        <span>{count(row.uncovered)}</span>
        <i class="people-bar" style={{ width: `${(row.uncovered / most) * 100}%` }} aria-hidden="true" />
      </td>
    </tr>
  );
}

function LevelChoice() {
  if (levels.value.length < 2) return null;
  return (
    <label class="level">
      {t("areas.level")}
      <select value={level.value} onChange={(event) => go({ level: event.currentTarget.value })}>
        {levels.value.map((l) => (
          <option key={l.level} value={l.level}>
            {tOr(`level.${l.level}`, l.level)}
          </option>
        ))}
      </select>
    </label>
  );
}

function NoAreas() {
  return (
    <div class="state">
      <p>{t("areas.none")}</p>
      <p>{t("areas.noneHow")}</p>
      <pre tabIndex={0}>lifecircle import areas districts.geojson --level town</pre>
    </div>
  );
}

function order(rows: readonly CoverageRow[], column: Column, up: boolean): CoverageRow[] {
  const sign = up ? 1 : -1;
  const by = (a: CoverageRow, b: CoverageRow) => {
    if (column === "name") return (a.area_name ?? "").localeCompare(b.area_name ?? "", "zh-CN");
    if (column === "share") return (a.share ?? 0) - (b.share ?? 0);
    return a.uncovered - b.uncovered;
  };
  // "(outside)" is no area and stays at the end; ties keep the order of ids.
  return [...rows].sort((a, b) => Number(a.area === OUTSIDE) - Number(b.area === OUTSIDE) || sign * by(a, b));
}
