/** Edits in words. */
import type { Edit } from "../api/scenariotypes";
import { facilities } from "../state/town";
import { markOf } from "../state/marks";
import { edits } from "../state/play";
import { t, tOr } from "./language";
import { serviceName } from "./services";

export function editText(edit: Edit): string {
  switch (edit.kind) {
    case "add_facility":
      return t("edit.add_facility", { service: serviceName(edit.service), name: edit.name || edit.id });
    case "move_facility":
    case "close_facility":
    case "reopen_facility":
      return t(`edit.${edit.kind}`, { name: facilityName(edit.service, edit.id) });
    case "close_street":
      return t(edit.from === undefined ? "edit.close_way" : "edit.close_segment", { street: markOf(edit)?.name || t("edit.way", { id: edit.way_id }) });
    case "open_gate": {
      const stops = markOf(edit)?.stops;
      return stops?.length ? t("edit.open_gate", { who: travellers(stops) }) : t("edit.open_gate_plain", { node: edit.node });
    }
    case "build_street":
      return t("edit.build_street", { street: edit.name || tOr(`w.build.${edit.class}`, edit.class) });
  }
}

/** "行人、自行车" */
export function travellers(stops: readonly string[]): string {
  return stops.map((who) => tOr(`who.${who}`, who)).join(t("title.join"));
}

function facilityName(service: string, id: string): string {
  const known = facilities.value.value?.features.find(({ properties: p }) => p.service === service && p.id === id)?.properties.name;
  const added = edits.value.find((e) => e.kind === "add_facility" && e.service === service && e.id === id);
  return known || (added?.kind === "add_facility" && added.name) || `${serviceName(service)} ${id}`;
}
