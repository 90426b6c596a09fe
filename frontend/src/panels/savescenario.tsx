/** Naming a scenario and keeping it in the workspace. */
import { useSignal } from "@preact/signals";
import { notify } from "../state/notices";
import { phase, play } from "../state/play";
import { save } from "../state/scenario";
import { t } from "../words/language";
import { Icon } from "./icons";

export function SaveForm() {
  const now = play.value;
  // What was typed; until then, the name it has.
  const typed = useSignal<string | null>(null);
  const taken = useSignal("");
  if (!now || now.edits.length === 0) return null;
  const name = typed.value ?? now.name;
  const submit = async (replace: boolean) => {
    const wanted = name.trim();
    if (!wanted) return;
    const done = await save(wanted, replace);
    taken.value = done === "taken" ? wanted : "";
    if (done === "saved") {
      typed.value = null;
      notify(t("w.savedNote", { name: wanted }));
    }
  };
  const settled = now.saved && name.trim() === now.name;
  return (
    <form
      class="save-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(false);
      }}
    >
      <label for="scenario-name">{t("w.saveName")}</label>
      <div class="save-row">
        <input
          id="scenario-name"
          class="text"
          maxLength={80}
          required
          placeholder={t("w.savePlaceholder")}
          value={name}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
            taken.value = "";
          }}
        />
        <button type="submit" class="button primary" disabled={settled || phase.value !== "ready"}>
          {t("w.save")}
        </button>
      </div>
      {taken.value !== "" ? (
        <p class="field-error" role="alert">
          {t("w.taken", { name: taken.value })}{" "}
          <button type="button" class="link" onClick={() => void submit(true)}>
            {t("w.replace")}
          </button>
        </p>
      ) : (
        <p class={`save-state ${settled ? "saved" : ""}`}>
          {settled && <Icon name="check" size={13} />}
          {t(settled ? "w.saved" : "w.unsaved")}
        </p>
      )}
    </form>
  );
}
