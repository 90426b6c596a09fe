/** Two scenarios side by side: figures, areas, the difference on the map and as a file. */
import { differing } from "../analysis/sidebyside";
import { gainedLost } from "../analysis/difference";
import { minutes as minutesText } from "../format/number";
import { go, view } from "../state/address";
import { BASE, compareOnMap, comparing, SAVED, THIS, type Compared } from "../state/comparison";
import { play, playing } from "../state/play";
import { saved } from "../state/saved";
import { t } from "../words/language";
import { count, percent } from "../words/people";
import { signed } from "../words/signed";
import { AreaName, GainedSign, LostSign } from "./effect";
import { Icon } from "./icons";
import { ProblemNote } from "./states";

export function Compare() {
  const names = (saved.value ?? []).map((s) => s.name);
  const keys = [BASE, ...(playing.value ? [THIS] : []), ...names.map((name) => SAVED + name)];
  if (keys.length < 2) return null;
  const { compare } = view.value;
  const [from, to] = compare ?? [BASE, keys.at(-1) ?? BASE];
  const choose = (pair: readonly [string, string]) => {
    compareOnMap.value = true;
    go({ compare: pair[0] === pair[1] ? null : pair });
  };
  const { state, value, problem } = comparing.value;
  return (
    <section class="compare" aria-label={t("w.compare")}>
      <h3>{t("w.compare")}</h3>
      <div class="compare-choice">
        <Choice label={t("w.compareFrom")} value={from} keys={keys.filter((k) => k !== to)} onChange={(key) => choose([key, to])} />
        <Choice label={t("w.compareTo")} value={to} keys={keys.filter((k) => k !== from)} onChange={(key) => choose([from, key])} />
        {!compare && (
          <button type="button" class="button" onClick={() => choose([from, to])}>
            {t("w.compareGo")}
          </button>
        )}
      </div>
      {problem && <ProblemNote problem={problem} onRetry={() => go({ compare: null })} />}
      {compare && !problem && !value && state === "loading" && <p class="quiet" role="status">{t("a.computing")}</p>}
      {compare && value && <Result value={value} from={nameOf(from)} to={nameOf(to)} stale={state === "loading"} />}
    </section>
  );
}

/** A scenario by its key; those of the address that are no more are still named. */
function nameOf(key: string): string {
  if (key === BASE) return t("w.base");
  if (key === THIS) return play.value?.name ? `${play.value.name}（${t("w.compareThis")}）` : t("w.compareThis");
  return key.slice(SAVED.length);
}

function Choice({ label, value, keys, onChange }: { label: string; value: string; keys: readonly string[]; onChange: (key: string) => void }) {
  const shown = keys.includes(value) ? keys : [value, ...keys];
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {shown.map((key) => (
          <option key={key} value={key}>
            {nameOf(key)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Result({ value, from, to, stale }: { value: Compared; from: string; to: string; stale: boolean }) {
  const { gained, lost } = gainedLost(value.points, view.value.minutes);
  const median = (s: number | null) => (s === null ? "–" : t("p.within", { min: minutesText(s) }));
  const rows: [label: string, from: string, to: string, difference: string][] = [
    [t("w.compareShare"), percent(value.from.covered, value.from.total), percent(value.to.covered, value.to.total), ""],
    [t("w.compareCovered"), count(value.from.covered), count(value.to.covered), signed(value.to.covered - value.from.covered)],
    [t("w.compareUncovered"), count(value.from.uncovered), count(value.to.uncovered), signed(value.to.uncovered - value.from.uncovered)],
    [t("w.compareMedian"), median(value.from.median_s), median(value.to.median_s), ""],
  ];
  return (
    <div class={stale ? "stale" : ""}>
      <table class="compare-table">
        <thead>
          <tr>
            <td />
            <th scope="col">{from}</th>
            <th scope="col">{to}</th>
            <th scope="col">{t("w.compareDiff")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, ...cells]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {cells.map((cell, i) => (
                <td key={i}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="compare-gains">
        <span>
          <GainedSign /> {t("w.gained")} <b>{count(gained)}</b>
        </span>
        <span>
          <LostSign /> {t("w.lost")} <b>{count(lost)}</b>
        </span>
      </p>
      <AreaTable value={value} />
      <label class="check-line">
        <input type="checkbox" checked={compareOnMap.value} onChange={() => (compareOnMap.value = !compareOnMap.value)} />
        {t("w.compareMap")}
      </label>
      <div class="card-buttons">
        <a class="button" href={value.download} download="difference.geojson">
          <Icon name="export" size={14} />
          {t("w.download")}
        </a>
        <button type="button" class="button" onClick={() => go({ compare: null })}>
          {t("w.compareClose")}
        </button>
      </div>
    </div>
  );
}

function AreaTable({ value }: { value: Compared }) {
  const pairs = differing(value.pairs);
  if (pairs.length === 0) return value.pairs.length > 1 ? <p class="quiet">{t("w.compareSame")}</p> : null;
  const split = pairs.some((p) => p.gained !== null);
  return (
    <table class="compare-table areas">
      <thead>
        <tr>
          <th scope="col">{t("w.compareArea")}</th>
          {split && <th scope="col">{t("w.gained")}</th>}
          {split && <th scope="col">{t("w.lost")}</th>}
          <th scope="col">{t("w.compareDiff")}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => (
          <tr key={pair.area}>
            <th scope="row">
              <AreaName pair={pair} />
            </th>
            {split && <td>{pair.gained ? count(pair.gained) : "–"}</td>}
            {split && <td>{pair.lost ? count(pair.lost) : "–"}</td>}
            <td>
              <b>{signed(pair.to - pair.from)}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
