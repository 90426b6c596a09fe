/** What a scenario is changed with, over the map: tools, undo and redo, and the way back to the town as it is. */
import { useEffect } from "preact/hooks";
import { middle } from "../map/camera";
import { go, view } from "../state/address";
import { phase, play, playing, waiting } from "../state/play";
import { begin, leave, redo, scenarioQuestion, undo } from "../state/scenario";
import { presentFacilities, keyOf } from "../state/town";
import { dropTool, found, take, tool, useAt, type Tool } from "../state/tools";
import { t } from "../words/language";
import { serviceName } from "../words/services";
import { Icon, type IconName } from "./icons";

export function WhatIfBar() {
  if (!playing.value) return <Start />;
  return (
    <div class="whatif">
      <div class="whatif-bar" role="toolbar" aria-label={t("w.bar")}>
        <AddButton />
        <ToolButton icon="barrier" word="w.close" does="close" />
        <ToolButton icon="gate" word="w.gate" does="gate" />
        <ToolButton icon="build" word="w.build" does="build" />
        <span class="whatif-gap" />
        <Step icon="undo" word="w.undo" count={play.value?.undoable ?? 0} onClick={undo} />
        <Step icon="redo" word="w.redo" count={play.value?.redoable ?? 0} onClick={redo} />
        <span class="whatif-gap" />
        <button type="button" class="whatif-leave" title={t("w.leave")} onClick={leave}>
          <Icon name="close" />
          <span>{t("w.leaveShort")}</span>
        </button>
      </div>
      <Hint />
      <Keys />
    </div>
  );
}

function Start() {
  const starting = phase.value === "starting";
  if (!scenarioQuestion.value) return null;
  return (
    <div class="whatif">
      <button type="button" class="whatif-start" title={t("w.startWhy")} disabled={starting} onClick={() => start()}>
        <Icon name="whatif" size={18} />
        {t(starting ? "w.starting" : "w.start")}
      </button>
    </div>
  );
}

/** Begins, and shows the list that the edits will fill. */
export async function start(): Promise<void> {
  await begin();
  if (phase.peek() === "ready") go({ tab: "scenarios" });
}

function AddButton() {
  const { services } = view.value;
  const now = tool.value;
  const service = now?.does === "add" ? now.service : (services[0] ?? "");
  return <ToolButton icon="place" word="w.add" does="add" next={{ does: "add", service }} />;
}

function ToolButton({ icon, word, does, next }: { icon: IconName; word: "w.add" | "w.close" | "w.gate" | "w.build"; does: Tool["does"]; next?: Tool }) {
  const pressed = (found.value?.does ?? tool.value?.does) === does;
  const press = (event: MouseEvent) => {
    if (pressed) return void dropTool();
    take(next ?? (does === "build" ? { does, from: null } : { does: does as "close" | "gate" }));
    // By keyboard the map is what the tool is used on: arrows move it, Enter uses its middle.
    if (event.detail === 0) document.querySelector<HTMLElement>(".map")?.focus();
  };
  return (
    <button type="button" class={`tool-${does}`} aria-pressed={pressed} disabled={phase.value !== "ready"} title={t(word)} onClick={press}>
      <Icon name={icon} size={18} />
      <span>{t(word)}</span>
    </button>
  );
}

function Step({ icon, word, count, onClick }: { icon: IconName; word: "w.undo" | "w.redo"; count: number; onClick: () => Promise<boolean> }) {
  return (
    <button type="button" class={`step-${icon}`} aria-label={t(word)} title={t(word)} disabled={count === 0 || phase.value !== "ready"} onClick={() => void onClick()}>
      <Icon name={icon} size={18} />
    </button>
  );
}

/** What to do next, and the same by keyboard. */
function Hint() {
  const now = tool.value;
  if (phase.value !== "ready") return null;
  if (!now) return play.value?.edits.length === 0 && !waiting.value ? <p class="whatif-hint">{t("w.dragHint")}</p> : null;
  if (found.value) return null;
  return (
    <div class="whatif-hint">
      <p>
        {hintOf(now)}
        <small>{t("w.centreHint")}</small>
      </p>
      {now.does === "add" && <AddOf service={now.service} />}
      <button type="button" class="button" onClick={() => void useAt(middle.peek().lon, middle.peek().lat)}>
        {t("w.centre")}
      </button>
      <button type="button" class="button" onClick={dropTool}>
        {t("w.cancel")}
      </button>
    </div>
  );
}

function hintOf(now: Tool): string {
  if (now.does === "add") return t("w.addHint", { service: serviceName(now.service) });
  if (now.does === "move") return t("w.moveHint", { name: nameOf(now.key) });
  if (now.does === "build" && now.from) return t("w.buildOn");
  return t(`w.${now.does}Hint`);
}

function nameOf(key: string): string {
  const p = presentFacilities.value.find((f) => keyOf(f) === key)?.properties;
  return p?.name || p?.id || key;
}

/** With several services asked about, which of them is added. */
function AddOf({ service }: { service: string }) {
  const { services } = view.value;
  if (services.length < 2) return null;
  return (
    <select aria-label={t("w.addOf")} value={service} onChange={(event) => (tool.value = { does: "add", service: event.currentTarget.value })}>
      {services.map((code) => (
        <option key={code} value={code}>
          {serviceName(code)}
        </option>
      ))}
    </select>
  );
}

/** Ctrl+Z and Ctrl+Shift+Z or Ctrl+Y, where nobody is typing. */
function Keys() {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || document.querySelector("dialog[open]")) return;
      if (event.target instanceof Element && event.target.closest("input, textarea, select")) return;
      const letter = event.key.toLowerCase();
      const act = letter === "z" ? (event.shiftKey ? redo : undo) : letter === "y" ? redo : null;
      if (!act) return;
      event.preventDefault();
      void act();
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, []);
  return null;
}
