/** The facilities of the services asked about, and whom each serves: a ranking like that of the areas. */
import { useSignal } from "@preact/signals";
import type { FacilityFeature, Served } from "../api/types";
import { renew } from "../api/resource";
import { grouped } from "../format/number";
import { lookInto, view } from "../state/address";
import { edits, playing } from "../state/play";
import { served, servedApart, servedBy } from "../state/served";
import { keyOf, shownFacilities } from "../state/town";
import { t } from "../words/language";
import { count } from "../words/people";
import { serviceName } from "../words/services";
import { Toggle } from "./changefacility";
import { ServiceSign } from "./icons";
import { ProblemNote } from "./states";

const PAGE = 30;
const NUMBERS = ["within", "nearest", "only"] as const;
type Column = "name" | (typeof NUMBERS)[number];

export function FacilitiesTab() {
  const pages = useSignal(1);
  const sort = useSignal<{ column: Column; up: boolean }>({ column: "nearest", up: false });
  const apart = servedApart.value;
  const { state, problem, value } = served.value;
  const all = shownFacilities.value;
  if (all.length === 0) return <p class="quiet">{t("fac.none")}</p>;
  if (problem && !apart) return <ProblemNote problem={problem} onRetry={renew} />;
  const columns: readonly Column[] = apart ? ["name"] : ["name", ...NUMBERS];
  const ranked = order(all, apart ? "name" : sort.value.column, apart || sort.value.up);
  // What a scenario adds is looked for first, and nobody knows yet whom it serves.
  const isNew = new Set(edits.value.map((e) => (e.kind === "add_facility" ? `${e.service}:${e.id}` : "")));
  const sorted = isNew.size > 0 ? [...ranked].sort((a, b) => Number(isNew.has(keyOf(b))) - Number(isNew.has(keyOf(a)))) : ranked;
  const rest = sorted.length - pages.value * PAGE;
  return (
    <div class={`facilities ${value && state === "loading" ? "stale" : ""}`}>
      <p class="quiet">
        {t("fac.total", { n: all.length })}
        {t("title.stop") + t(apart ? "fac.apart" : playing.value ? "w.presentOnly" : "fac.note")}
      </p>
      <table class="ranking">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" aria-sort={sort.value.column === column ? (sort.value.up ? "ascending" : "descending") : "none"} class={column}>
                <button
                  type="button"
                  title={column === "name" ? undefined : t(`fac.${column}Why`)}
                  onClick={() => (sort.value = { column, up: sort.value.column === column ? !sort.value.up : column === "name" })}
                >
                  {t(`fac.${column}`)}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, pages.value * PAGE).map((f) => (
            <FacilityRow key={keyOf(f)} facility={f} served={servedBy(f)} apart={apart} />
          ))}
        </tbody>
      </table>
      {rest > 0 && (
        <button type="button" class="link" onClick={() => pages.value++}>
          {t("spots.more", { n: Math.min(PAGE, rest) })}
        </button>
      )}
    </div>
  );
}

function FacilityRow({ facility, served, apart }: { facility: FacilityFeature; served: Served | null; apart: boolean }) {
  const p = facility.properties;
  const chosen = view.value.facility === keyOf(facility);
  const facts = [
    view.value.services.length > 1 ? serviceName(p.service) : "",
    p.status !== "active" ? t(`fac.${p.status}`) : p.on_network ? "" : t("fac.offNetwork"),
    p.capacity !== null ? t("fac.capacity", { n: grouped(p.capacity) }) : "",
  ].filter(Boolean);
  return (
    <tr class={chosen ? "chosen" : ""}>
      <th scope="row">
        <button type="button" class="item facility-item" aria-current={chosen} onClick={() => lookInto({ facility: keyOf(facility) })}>
          <ServiceSign code={p.service} />
          <span>
            <strong>{p.name || p.id}</strong>
            {facts.length > 0 && <small>{facts.join(" · ")}</small>}
          </span>
        </button>
        {playing.value && <Toggle facility={facility} />}
      </th>
      {!apart &&
        NUMBERS.map((column) => (
          <td key={column} class={column}>
            {served ? count(served[column]) : "–"}
          </td>
        ))}
    </tr>
  );
}

/** Facilities that serve nobody, as they are not in use, come last by any number. */
function order(facilities: readonly FacilityFeature[], column: Column, up: boolean): FacilityFeature[] {
  const sign = up ? 1 : -1;
  const name = ({ properties: p }: FacilityFeature) => p.name || p.id;
  if (column === "name") return [...facilities].sort((a, b) => sign * name(a).localeCompare(name(b), "zh-CN"));
  const number = (f: FacilityFeature) => servedBy(f)?.[column] ?? null;
  return [...facilities].sort((a, b) => {
    const [x, y] = [number(a), number(b)];
    return Number(x === null) - Number(y === null) || sign * ((x ?? 0) - (y ?? 0));
  });
}
