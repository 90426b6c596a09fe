/** More conditions of the search for sites, each in a section of its own; what is chosen stands as chips above. */
import type { ComponentChildren } from "preact";
import { computed, useSignal } from "@preact/signals";
import { FATES, MAX_WEIGHT, NUMBERS, SIDES, type FacilityFate, type Side } from "../analysis/conditions";
import { AIMS, type Goal } from "../analysis/sites";
import type { Entry } from "../analysis/search";
import { shapes } from "../map/scene";
import { go, view } from "../state/address";
import { addArea, conditions, list, setConditions, setFate, setWeight } from "../state/conditions";
import { draw } from "../state/drawing";
import { keyOf, shownFacilities, workspace } from "../state/town";
import { t, tOr } from "../words/language";
import { serviceName } from "../words/services";
import { Combobox } from "./combobox";
import { DRAW_BUTTON } from "./drawbar";
import { Icon } from "./icons";

export function Conditions() {
  return (
    <div class="sites-rules" id="conditions">
      <Goals />
      <Candidates />
      <Where />
      <Facilities />
      <Section title={t("cd.numbers")}>
        <div class="two-fields">
          <NumberField name="apart" label={t("st.apart")} empty={t("cd.any")} step={50} />
          <NumberField name="capacity" label={t("cd.capacity")} empty={t("cd.any")} step={1} />
        </div>
      </Section>
      <Weights />
    </div>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

function Goals() {
  const { goal } = view.value;
  const { least, everyone } = conditions.value;
  const set = (change: Partial<Goal>) => go({ goal: { ...goal, ...change } });
  if (goal.by === "target") {
    return (
      <Section title={t("cd.least")}>
        <Choice label={t("cd.least")} of={["sites", "cost"] as const} chosen={least} word={(one) => t(`cd.least.${one}`)} onChoose={(one) => setConditions({ least: one })} />
        <Check label={t("cd.everyone")} on={everyone} onChange={(on) => setConditions({ everyone: on })} />
        {least === "cost" && <small>{t("st.budgetWhy")}</small>}
      </Section>
    );
  }
  return (
    <Section title={t("cd.aim")}>
      <select aria-label={t("cd.aim")} value={goal.aim} onChange={(event) => set({ aim: event.currentTarget.value as Goal["aim"] })}>
        {AIMS.map((aim) => (
          <option key={aim} value={aim}>
            {t(`st.aim.${aim}`)}
          </option>
        ))}
      </select>
      <small>{t(`cd.aimWhy.${goal.aim}`)}</small>
      {goal.by === "budget" && <small>{t("st.budgetWhy")}</small>}
    </Section>
  );
}

/** A list of candidates is read into memory twice on its way; twenty megabytes are a hundred thousand rows. */
const MAX_FILE_MB = 20;

function Candidates() {
  const { junctions, idle } = conditions.value;
  // There has to be one kind at least.
  const alone = !idle && !list.value;
  const wanted = useSignal(list.value !== null);
  const wrong = useSignal("");
  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    wrong.value = chosen.size > MAX_FILE_MB * 1e6 ? t("st.fileLarge", { n: MAX_FILE_MB }) : "";
    if (wrong.value) return;
    // Whoever brings a list wants it instead of junctions, until they say otherwise.
    const content = await base64(chosen);
    setConditions({ junctions: false });
    list.value = { name: chosen.name, content };
  };
  const use = (on: boolean) => {
    wanted.value = on;
    if (on) return;
    list.value = null;
    if (!idle) setConditions({ junctions: true });
  };
  return (
    <Section title={t("cd.places")}>
      <Check label={t("st.places.junctions")} on={junctions || alone} disabled={alone} onChange={(on) => setConditions({ junctions: on })} />
      <Check label={t("st.places.idle")} on={idle} onChange={(on) => setConditions({ idle: on })} />
      <Check label={t("st.places.file")} on={wanted.value} onChange={use} />
      {wanted.value && (
        <label>
          {t("st.file")}
          <input type="file" accept=".csv,.xlsx,.geojson,.json" onChange={(event) => void read(event.currentTarget.files?.[0])} />
          <small>{t("st.fileHow")}</small>
          {wrong.value && <small class="loss" role="alert">{wrong.value}</small>}
        </label>
      )}
      {(junctions || alone) && (
        <div class="two-fields">
          <NumberField name="spacing" label={t("cd.spacing")} empty={t("cd.auto")} step={10} />
        </div>
      )}
    </Section>
  );
}

const areaEntries = computed<Entry[]>(() => shapes.value.map((s) => ({ kind: "area", id: s.id, name: s.name, note: s.level, lon: 0, lat: 0 })));

function Where() {
  const side = useSignal<Side>("not");
  return (
    <Section title={t("cd.where")}>
      <Choice label={t("cd.side")} of={SIDES} chosen={side.value} word={(one) => t(`cd.side.${one}`)} onChoose={(one) => (side.value = one)} />
      {areaEntries.value.length > 0 && (
        <div class="combo">
          <Combobox id="condition-area" label={t("cd.findArea")} entries={areaEntries.value} note={({ note }) => tOr(`level.${note}`, note)} onChoose={({ id }) => addArea(side.value, id)} offers />
        </div>
      )}
      <button id={DRAW_BUTTON} type="button" class="button small" onClick={() => begin(side.value)}>
        <Icon name="land" size={14} />
        {t("cd.draw")}
      </button>
      <small>{t("cd.whereHow")}</small>
    </Section>
  );
}

function begin(side: Side): void {
  draw(side);
  // The keys are the map's from now on: arrows move it, Enter takes its middle.
  document.querySelector<HTMLElement>(".map")?.focus({ preventScroll: true });
}

/** Those in use, of the services asked about; there is nothing to close of others. */
const facilityEntries = computed<Entry[]>(() =>
  shownFacilities.value
    .filter((f) => f.properties.status === "active")
    .map((f) => ({ kind: "facility", id: keyOf(f), name: f.properties.name || f.properties.id, note: f.properties.service, lon: 0, lat: 0 })),
);

function Facilities() {
  const fate = useSignal<FacilityFate>("closing");
  if (facilityEntries.value.length === 0) return null;
  return (
    <Section title={t("cd.facilities")}>
      <Choice label={t("cd.fate")} of={FATES} chosen={fate.value} word={(one) => t(`cd.fate.${one}`)} onChoose={(one) => (fate.value = one)} />
      <div class="combo">
        <Combobox
          id="condition-facility"
          label={t("cd.findFacility")}
          entries={facilityEntries.value}
          note={({ note }) => (view.value.services.length > 1 ? serviceName(note) : "")}
          onChoose={({ id }) => setFate(id, fate.value)}
          offers
        />
      </div>
      {fate.value === "replace" && <small>{t("cd.replaceWhy")}</small>}
    </Section>
  );
}

function Weights() {
  const { weights } = conditions.value;
  // Households are no people, and count beside none.
  const groups = ["all", ...(workspace.value.value?.groups ?? []).map((g) => g.group).filter((g) => g !== "households")];
  return (
    <details open={weights.length > 0}>
      <summary>{t("cd.weights")}</summary>
      <small>{t("cd.weightsWhy")}</small>
      <table class="weights">
        <tbody>
          {[...new Set(groups)].map((group) => {
            const name = tOr(`group.${group}`, group);
            const weight = weights.find((w) => w.group === group)?.weight;
            return (
              <tr key={group}>
                <th scope="row">{name}</th>
                <td>
                  <input
                    type="number"
                    aria-label={t("cd.weightOf", { group: name })}
                    min={0}
                    max={MAX_WEIGHT}
                    step={1}
                    value={weight ?? ""}
                    placeholder="0"
                    onChange={(event) => setWeight(group, Math.min(MAX_WEIGHT, Math.max(0, Math.round(Number(event.currentTarget.value)) || 0)))}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}

/** A number that need not be given. What cannot be asked for is brought to what can. */
function NumberField({ name, label, empty, step }: { name: keyof typeof NUMBERS; label: string; empty: string; step: number }) {
  const [least, most] = NUMBERS[name];
  const take = (input: HTMLInputElement) => {
    const typed = Math.round(Number(input.value)) || 0;
    const n = typed <= 0 ? 0 : Math.min(most, Math.max(least, typed));
    input.value = n === 0 ? "" : String(n);
    setConditions({ [name]: n });
  };
  return (
    <label>
      {label}
      <input type="number" name={name} min={0} max={most} step={step} value={conditions.value[name] || ""} placeholder={empty} onChange={(event) => take(event.currentTarget)} />
    </label>
  );
}

function Choice<T extends string>({ label, of, chosen, word, onChoose }: { label: string; of: readonly T[]; chosen: T; word: (one: T) => string; onChoose: (one: T) => void }) {
  return (
    <div class="segments" role="group" aria-label={label}>
      {of.map((one) => (
        <button key={one} type="button" aria-pressed={one === chosen} onClick={() => onChoose(one)}>
          {word(one)}
        </button>
      ))}
    </div>
  );
}

function Check({ label, on, disabled, onChange }: { label: string; on: boolean; disabled?: boolean; onChange: (on: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={on} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />
      {label}
    </label>
  );
}

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
