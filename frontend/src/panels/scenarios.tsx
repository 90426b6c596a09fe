/** Scenarios: the one under way with its edits, those that were saved, and two side by side. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Edit } from "../api/scenariotypes";
import { lookAtPoint } from "../map/camera";
import { go, view } from "../state/address";
import { markOf } from "../state/marks";
import { phase, play, playing, trouble } from "../state/play";
import { begin, beginAgain, leave, redo, remove, undo } from "../state/scenario";
import { drop, readSaved, saved, savedTrouble, type Saved } from "../state/saved";
import { presentFacilities } from "../state/town";
import { editText } from "../words/edits";
import { t } from "../words/language";
import { Compare } from "./compare";
import { Effect } from "./effect";
import { Icon, ServiceSign, type IconName } from "./icons";
import { SaveForm } from "./savescenario";
import { ProblemNote } from "./states";
import { start } from "./whatifbar";

export function ScenariosTab() {
  useEffect(readSaved, []);
  return (
    <div class="scenarios">
      {phase.value === "failed" && trouble.value && <ProblemNote problem={trouble.value} title={t("w.failed")} onRetry={leave} />}
      {phase.value === "ended" && <Ended />}
      {playing.value && phase.value !== "ended" && <Playing />}
      {!playing.value && <Intro />}
      <SavedOnes />
      <Compare />
    </div>
  );
}

function Intro() {
  return (
    <div class="scenario-intro">
      <p>{t("w.intro")}</p>
      <button type="button" class="button primary" disabled={phase.value === "starting"} onClick={() => start()}>
        <Icon name="whatif" />
        {t(phase.value === "starting" ? "w.starting" : "w.start")}
      </button>
    </div>
  );
}

function Playing() {
  const edits = play.value?.edits ?? [];
  return (
    <section class="playing" aria-label={t("w.name")}>
      {trouble.value && <ProblemNote problem={trouble.value} title={t("w.refused")} />}
      <div class="narrow-only">
        <Effect areasShown={6} />
      </div>
      <div class="edits-head">
        <h3>{edits.length > 0 ? t("w.editsCount", { n: edits.length }) : t("w.edits")}</h3>
        <button type="button" class="icon-button" aria-label={t("w.undo")} title={t("w.undo")} disabled={(play.value?.undoable ?? 0) === 0} onClick={() => void undo()}>
          <Icon name="undo" />
        </button>
        <button type="button" class="icon-button" aria-label={t("w.redo")} title={t("w.redo")} disabled={(play.value?.redoable ?? 0) === 0} onClick={() => void redo()}>
          <Icon name="redo" />
        </button>
      </div>
      {edits.length === 0 && <p class="quiet">{t("w.startWhy")}</p>}
      <ol class="edits">
        {edits.map((edit, i) => (
          <EditRow key={i} edit={edit} />
        ))}
      </ol>
      <SaveForm />
      <Discard />
    </section>
  );
}

const ICONS: Record<Exclude<Edit["kind"], "add_facility" | "move_facility" | "close_facility" | "reopen_facility">, IconName> = {
  close_street: "barrier",
  open_gate: "gate",
  build_street: "build",
};

/** An edit in words; a click goes where it was done. */
function EditRow({ edit }: { edit: Edit }) {
  const at = placeOf(edit);
  const sign = "service" in edit ? <ServiceSign code={edit.service} size={18} /> : <Icon name={ICONS[edit.kind]} size={18} />;
  return (
    <li>
      {sign}
      {at ? (
        <button type="button" class="row-button" onClick={() => lookAtPoint(at[0], at[1])}>
          {editText(edit)}
        </button>
      ) : (
        <span>{editText(edit)}</span>
      )}
    </li>
  );
}

function placeOf(edit: Edit): readonly [lon: number, lat: number] | null {
  if (!("service" in edit)) return markOf(edit)?.line[0] ?? null;
  const feature = presentFacilities.value.find(({ properties: p }) => p.service === edit.service && p.id === edit.id);
  const [lon, lat] = feature?.geometry.coordinates ?? [];
  return lon === undefined || lat === undefined ? null : [lon, lat];
}

/** What is not saved is gone with it, so that it asks once more. */
function Discard() {
  const asking = useSignal(false);
  const lost = (play.value?.edits.length ?? 0) > 0 && !play.value?.saved;
  const discard = () => (lost && !asking.value ? (asking.value = true) : void remove());
  return (
    <p class="discard">
      {asking.value && <span>{t("w.discardSure")} </span>}
      <button type="button" class="link" onClick={discard}>
        <Icon name="bin" size={14} />
        {t(asking.value ? "w.discardGo" : "w.discard")}
      </button>
      {asking.value && (
        <button type="button" class="link" onClick={() => (asking.value = false)}>
          {t("w.cancel")}
        </button>
      )}
    </p>
  );
}

/** The server has forgotten the scenario, or the town has changed under it. */
function Ended() {
  const n = play.value?.edits.length ?? 0;
  const name = view.value.scenario;
  return (
    <div class="problem ended" role="alert">
      <Icon name="warning" />
      <div>
        <h2>{t("w.endedTitle")}</h2>
        <p>{n > 0 ? t("w.endedKept", { n }) : t("w.endedLost")}</p>
        <div class="card-buttons">
          {n > 0 && (
            <button type="button" class="button primary" onClick={() => void beginAgain()}>
              {t("w.again")}
            </button>
          )}
          {name !== null && (
            <button type="button" class="button" onClick={() => void begin({ from: name })}>
              {t("w.openSaved", { name })}
            </button>
          )}
          <button type="button" class="button" onClick={leave}>
            {t("w.leave")}
          </button>
        </div>
      </div>
    </div>
  );
}

function SavedOnes() {
  const all = saved.value;
  return (
    <section class="saved-ones" aria-label={t("w.savedOnes")}>
      <h3>{t("w.savedOnes")}</h3>
      {savedTrouble.value && <ProblemNote problem={savedTrouble.value} onRetry={readSaved} />}
      {all?.length === 0 && <p class="quiet">{t("w.savedNone")}</p>}
      <ul>
        {all?.map((one) => (
          <SavedRow key={one.name} one={one} />
        ))}
      </ul>
    </section>
  );
}

function SavedRow({ one }: { one: Saved }) {
  const asking = useSignal(false);
  const open = async () => {
    await begin({ from: one.name });
    if (phase.peek() === "ready") go({ tab: "scenarios" });
  };
  return (
    <li class={view.value.scenario === one.name ? "chosen" : ""}>
      <span class="saved-name">
        <strong>{one.name}</strong>
        <small>
          {t("w.editsCount", { n: one.edits })}
          {!one.same_town && ` · ${t("w.otherTown")}`}
        </small>
      </span>
      {asking.value ? (
        <>
          <span class="quiet">{t("w.deleteSure")}</span>
          <button type="button" class="link" onClick={() => void drop(one.name)}>
            {t("w.delete")}
          </button>
          <button type="button" class="link" onClick={() => (asking.value = false)}>
            {t("w.cancel")}
          </button>
        </>
      ) : (
        <>
          <button type="button" class="link" aria-label={t("w.openNamed", { name: one.name })} onClick={() => void open()}>
            {t("w.open")}
          </button>
          <button type="button" class="icon-button" aria-label={t("w.deleteNamed", { name: one.name })} title={t("w.delete")} onClick={() => (asking.value = true)}>
            <Icon name="bin" size={15} />
          </button>
        </>
      )}
    </li>
  );
}
