/** Search over facilities, residential points and areas: what is chosen is looked at. */
import { computed } from "@preact/signals";
import type { Entry } from "../analysis/search";
import { lookAt, lookAtPoint } from "../map/camera";
import { shapes } from "../map/scene";
import { lookInto, go, view } from "../state/address";
import { currentTimes } from "../state/answers";
import { presentFacilities } from "../state/town";
import { t } from "../words/language";
import { serviceName } from "../words/services";
import { Combobox } from "./combobox";
import { Icon } from "./icons";

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
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <Combobox id="search" label={t("bar.search")} entries={entries.value} note={noteOf} onChoose={show} keeps />
    </div>
  );
}

function noteOf({ kind, note }: Entry): string {
  return kind === "facility" ? serviceName(note) : [t(`kind.${kind}`), note].filter(Boolean).join(" · ");
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
