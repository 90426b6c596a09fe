/** The question: which services, by which mode, within how many minutes, for whom. It answers by itself. */
import type { Mode } from "../api/types";
import { adjust, go, view } from "../state/address";
import { modes, workspace } from "../state/town";
import { DIRECTIONS, MAX_MINUTES, MODES } from "../state/view";
import { named, t, tOr } from "../words/language";
import { Icon } from "./icons";
import { Services } from "./services";

const USUAL_MINUTES = [5, 10, 15, 30];
const OLDER = ["age60", "age65", "age80"];

export function Question() {
  return (
    <section class="question" aria-label={t("q.title")}>
      <Services />
      <ModeChoice />
      <Cutoff />
      <GroupChoice />
    </section>
  );
}

function ModeChoice() {
  const known = new Map((modes.value.value?.items ?? []).map((m) => [m.mode, m]));
  const shown = known.size ? MODES.filter((m) => known.has(m)) : MODES;
  const label = (mode: Mode) => {
    const info = known.get(mode);
    return tOr(`mode.${mode}`, info ? named(info.name_zh, info.name) : mode);
  };
  return (
    <fieldset class="field">
      <legend class="off-screen">{t("q.mode")}</legend>
      <div class="modes">
        {shown.map((mode) => (
          <label key={mode} class="mode">
            <input type="radio" name="mode" value={mode} checked={view.value.mode === mode} onChange={() => go({ mode })} />
            <span>
              <Icon name={mode} size={20} />
              {label(mode)}
            </span>
          </label>
        ))}
      </div>
      {view.value.mode === "drive" && <p class="hint">{t("q.driveNote")}</p>}
      <DirectionChoice />
    </fieldset>
  );
}

/** Shown where one-way streets make it matter; on foot there is the same way back. */
function DirectionChoice() {
  const { mode, direction } = view.value;
  if (mode.startsWith("walk") && direction === "to") return null;
  return (
    <div class="need" role="group" aria-label={t("q.direction")}>
      <span>{t("q.direction")}</span>
      <div class="segments">
        {DIRECTIONS.map((d) => (
          <button key={d} type="button" aria-pressed={d === direction} title={t(`q.${d}Why`)} onClick={() => go({ direction: d })}>
            {t(`q.${d}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

function Cutoff() {
  const { minutes } = view.value;
  return (
    <fieldset class="field">
      <legend class="off-screen">{t("q.minutes")}</legend>
      <div class="cutoff">
        <div class="segments">
          {USUAL_MINUTES.map((m) => (
            <button key={m} type="button" aria-pressed={m === minutes} onClick={() => go({ minutes: m })}>
              {m}
            </button>
          ))}
        </div>
      <input
        class="slider"
        type="range"
        min={1}
        max={MAX_MINUTES}
        step={1}
        value={minutes}
        aria-label={t("q.minutesSlider")}
        aria-valuetext={t("q.minutesValue", { n: minutes })}
        style={{ "--filled": `${((minutes - 1) / (MAX_MINUTES - 1)) * 100}%` }}
        onInput={(event) => adjust({ minutes: Number(event.currentTarget.value) })}
        />
        <output class="cutoff-value">{t("q.minutesValue", { n: minutes })}</output>
      </div>
    </fieldset>
  );
}

function GroupChoice() {
  const { group, mode } = view.value;
  const w = workspace.value.value;
  const groups = w?.groups ?? [];
  const shown = [...new Set(["all", ...groups.map((g) => g.group), group])];
  // Residential points may all lack a group; what nobody was counted for cannot be asked.
  const lacking = new Set(groups.filter((g) => g.points_no_data > 0 && g.points_no_data >= (w?.counts.residential_points ?? 0)).map((g) => g.group));
  return (
    <div class="field group">
      <label for="group">{t("q.group")}</label>
      <select id="group" value={group} onChange={(event) => go({ group: event.currentTarget.value })}>
        {shown.map((g) => (
          <option key={g} value={g} disabled={lacking.has(g)} title={lacking.has(g) ? t("q.groupNoDataWhy") : undefined}>
            {lacking.has(g) ? t("q.groupNoData", { group: tOr(`group.${g}`, g) }) : tOr(`group.${g}`, g)}
          </option>
        ))}
      </select>
      {OLDER.includes(group) && mode === "walk" && (
        <p class="hint">
          {t("q.elderHint")}{" "}
          <button type="button" class="link" onClick={() => go({ mode: "walk_elder" })}>
            {t("q.elderUse")}
          </button>
        </p>
      )}
    </div>
  );
}
