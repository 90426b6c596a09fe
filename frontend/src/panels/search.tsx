/** Search over facilities, residential points and areas: a combobox in the manner of the ARIA practices. */
import { computed, useSignal } from "@preact/signals";
import { find, type Entry } from "../analysis/search";
import { lookAt, lookAtPoint } from "../map/camera";
import { shapes } from "../map/scene";
import { lookInto, go, view } from "../state/address";
import { currentTimes } from "../state/answers";
import { presentFacilities } from "../state/town";
import { t } from "../words/language";
import { serviceName } from "../words/services";
import { Icon } from "./icons";

const LIMIT = 8;

const entries = computed<Entry[]>(() => {
  const times = currentTimes.value;
  const names = new Map(shapes.value.map((s) => [s.id, s.name]));
  return [
    ...shapes.value.map((s): Entry => ({ kind: "area", id: s.id, name: s.name, note: "", lon: 0, lat: 0 })),
    ...presentFacilities.value.map((f): Entry => {
      const [lon = 0, lat = 0] = f.geometry.coordinates;
      const { service, id, name } = f.properties;
      return { kind: "facility", id: `${service}:${id}`, name: name || id, note: service, lon, lat };
    }),
    ...(times?.id ?? []).map((id, i): Entry => {
      const area = names.get(times?.area[i] ?? "") ?? "";
      return { kind: "point", id, name: times?.name[i] || id, note: area, lon: times?.lon[i] ?? 0, lat: times?.lat[i] ?? 0 };
    }),
  ];
});

export function Search() {
  const text = useSignal("");
  const active = useSignal(0);
  const open = useSignal(false);
  const found = text.value ? find(entries.value, text.value, LIMIT) : [];
  const shown = open.value && text.value.trim() !== "";

  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    open.value = false;
    text.value = entry.name;
    show(entry);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") active.value = Math.min(active.value + 1, found.length - 1);
    else if (event.key === "ArrowUp") active.value = Math.max(active.value - 1, 0);
    else if (event.key === "Enter") choose(found[active.value]);
    else if (event.key === "Escape") open.value = false;
    else return;
    event.preventDefault();
  };

  return (
    <div class="search" role="search">
      <Icon name="search" />
      <input
        type="text"
        role="combobox"
        aria-expanded={shown}
        aria-controls="search-list"
        aria-autocomplete="list"
        aria-activedescendant={shown && found.length ? `search-${active.value}` : undefined}
        aria-label={t("bar.search")}
        placeholder={t("bar.search")}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          active.value = 0;
          open.value = true;
        }}
        onKeyDown={key}
        onFocus={() => (open.value = true)}
        onBlur={() => (open.value = false)}
      />
      <ul id="search-list" class="search-list" role="listbox" aria-label={t("bar.search")} hidden={!shown || found.length === 0}>
        {found.map((entry, i) => (
          <li
            key={`${entry.kind} ${entry.id}`}
            id={`search-${i}`}
            role="option"
            aria-selected={i === active.value}
            // Before the blur of the field closes the list.
            onMouseDown={(event) => {
              event.preventDefault();
              choose(entry);
            }}
          >
            <span class="search-name">{entry.name}</span>
            <span class="search-note">
              {entry.kind === "facility" ? serviceName(entry.note) : [t(`kind.${entry.kind}`), entry.note].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
      </ul>
      {shown && found.length === 0 && <div class="search-list search-none">{t("bar.searchNone", { text: text.value })}</div>}
      <span class="off-screen" role="status">
        {shown && found.length > 0 ? t("bar.searchCount", { n: found.length }) : ""}
      </span>
    </div>
  );
}

function show(entry: Entry): void {
  if (entry.kind === "area") {
    const shape = shapes.value.find((s) => s.id === entry.id);
    if (shape) lookAt(shape.bounds);
    return;
  }
  if (entry.kind === "point") {
    lookAtPoint(entry.lon, entry.lat, 16);
    lookInto({ point: entry.id });
    return;
  }
  if (!view.value.services.includes(entry.note)) go({ services: [entry.note] });
  lookInto({ facility: entry.id });
}
