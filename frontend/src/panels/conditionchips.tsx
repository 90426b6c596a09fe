/** The conditions of the search as chips, always in sight: each is looked at with a click, and dropped with another. */
import type { ComponentChildren } from "preact";
import { SIDES } from "../analysis/conditions";
import { AIMS, FIRST_GOAL } from "../analysis/sites";
import { grouped } from "../format/number";
import { boxOf, lookAt, lookAtPoint } from "../map/camera";
import { shapes } from "../map/scene";
import { go, lookInto, view } from "../state/address";
import { clearConditions, conditions, list, setConditions, setFate, setWeight, toggleKept } from "../state/conditions";
import { keyOf, presentFacilities } from "../state/town";
import { t, tOr } from "../words/language";
import { serviceName } from "../words/services";
import { Icon } from "./icons";

interface Chip {
  key: string;
  text: string;
  /** How it shows on the map: what must be, what must not be, and plain numbers. */
  kind: "keep" | "not" | "only" | "plain";
  drop: () => void;
  look?: () => void;
}

export function ConditionChips() {
  const chips = chipsNow();
  if (chips.length === 0) return null;
  return (
    <ul class="cond-chips" aria-label={t("cd.chips")}>
      {chips.map((chip) => (
        <li key={chip.key} class={`cond-chip ${chip.kind}`}>
          <Label look={chip.look}>{chip.text}</Label>
          <button type="button" class="cond-drop" aria-label={t("cd.remove", { what: chip.text })} onClick={chip.drop}>
            <Icon name="close" size={12} />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button type="button" class="link" onClick={clearAll}>
            {t("cd.clear")}
          </button>
        </li>
      )}
    </ul>
  );
}

function Label({ look, children }: { look: (() => void) | undefined; children: ComponentChildren }) {
  return look ? (
    <button type="button" class="cond-look" onClick={look}>
      {children}
    </button>
  ) : (
    <span>{children}</span>
  );
}

function clearAll(): void {
  go({ goal: { ...view.peek().goal, aim: FIRST_GOAL.aim } });
  clearConditions();
}

function chipsNow(): Chip[] {
  const c = conditions.value;
  const { services, goal } = view.value;
  const chips: Chip[] = [];
  const add = (kind: Chip["kind"], key: string, text: string, drop: () => void, look?: () => void) => chips.push({ kind, key, text, drop, ...(look ? { look } : {}) });
  const target = goal.by === "target";
  if (!target && goal.aim !== FIRST_GOAL.aim && AIMS.includes(goal.aim)) add("plain", "aim", t(`st.aim.${goal.aim}`), () => go({ goal: { ...goal, aim: FIRST_GOAL.aim } }));
  if (target && c.everyone) add("plain", "everyone", t("cd.everyone"), () => setConditions({ everyone: false }));
  if (target && c.least === "cost") add("plain", "least", t("cd.least.cost"), () => setConditions({ least: "sites" }));
  for (const k of c.keep) if (services.includes(k.service)) add("keep", `keep ${k.service} ${k.at}`, t(services.length > 1 ? "cd.chip.keepOf" : "cd.chip.keep", { name: k.name, service: serviceName(k.service) }), () => toggleKept(k), () => lookAtPoint(...k.at));
  for (const a of c.avoid) {
    add("not", `avoid ${a.at}`, t("cd.chip.avoid", { name: a.name, m: a.metres }), () => setConditions({ avoid: c.avoid.filter((b) => b !== a) }), () => lookAtPoint(...a.at));
  }
  for (const side of SIDES) {
    for (const id of c.areas[side]) {
      const shape = shapes.value.find((s) => s.id === id);
      const drop = () => setConditions({ areas: { ...c.areas, [side]: c.areas[side].filter((a) => a !== id) } });
      add(side, `${side} ${id}`, t(side === "not" ? "cd.chip.areaNot" : "cd.chip.areaOnly", { name: shape?.name || id }), drop, shape && (() => lookAt(shape.bounds)));
    }
    c.land[side].forEach((ring, i) => {
      const drop = () => setConditions({ land: { ...c.land, [side]: c.land[side].filter((r) => r !== ring) } });
      add(side, `${side} ${ring}`, t(side === "not" ? "cd.chip.landNot" : "cd.chip.landOnly", { n: i + 1 }), drop, () => lookAt(boxOf(ring)));
    });
  }
  for (const fate of ["closing", "replace"] as const) {
    for (const key of c[fate]) {
      if (!services.includes(key.slice(0, key.indexOf(":")))) continue;
      const p = presentFacilities.value.find((f) => keyOf(f) === key)?.properties;
      add("not", `${fate} ${key}`, t(`cd.chip.${fate}`, { name: p?.name || p?.id || key }), () => setFate(key, null), p && (() => lookInto({ facility: key })));
    }
  }
  for (const w of c.weights) add("plain", `weight ${w.group}`, t("cd.chip.weight", { group: tOr(`group.${w.group}`, w.group), n: w.weight }), () => setWeight(w.group, 0));
  if (c.apart > 0) add("plain", "apart", t("cd.chip.apart", { n: grouped(c.apart) }), () => setConditions({ apart: 0 }));
  if (c.capacity > 0) add("plain", "capacity", t("cd.chip.capacity", { n: grouped(c.capacity) }), () => setConditions({ capacity: 0 }));
  if (c.spacing > 0) add("plain", "spacing", t("cd.chip.spacing", { n: grouped(c.spacing) }), () => setConditions({ spacing: 0 }));
  if (c.idle) add("plain", "idle", t("cd.chip.idle"), () => setConditions({ idle: false }));
  if (list.value) add("plain", "list", t("cd.listOf", { name: list.value.name }), () => (list.value = null));
  if (!c.junctions && (c.idle || list.value)) add("plain", "junctions", t("cd.chip.noJunctions"), () => setConditions({ junctions: true }));
  return chips;
}
