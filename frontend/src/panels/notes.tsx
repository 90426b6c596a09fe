/** What must be known before the panel is read: faults of the data, and addresses that were not understood. */
import { go, view } from "../state/address";
import { corrections } from "../state/corrections";
import { pull } from "../state/drawer";
import { workspace } from "../state/town";
import type { Correction } from "../state/view";
import { named, t } from "../words/language";
import { servicesPhrase } from "../words/services";
import { Icon } from "./icons";

/** Errors in the data stand above every figure made from it. */
export function Faults() {
  const errors = (workspace.value.value?.findings ?? []).filter((f) => f.severity === "error");
  if (errors.length === 0) return null;
  const show = () => {
    go({ tab: "check" });
    pull(1);
    requestAnimationFrame(() => document.getElementById("tab-check")?.focus());
  };
  return (
    <div class="fault-banner" role="alert">
      <Icon name="error" />
      <div>
        {errors.map((f) => (
          <p key={f.code}>{named(f.text_zh, f.text_en)}</p>
        ))}
        <button type="button" class="link" onClick={show}>
          {t("note.check")}
        </button>
      </div>
    </div>
  );
}

/** What the address asked for and what is shown instead, until it is closed. */
export function Corrections() {
  const list = corrections.value;
  if (list.length === 0) return null;
  return (
    <div class="corrections" role="status">
      <Icon name="warning" />
      <ul>
        {list.map((c, i) => (
          <li key={i}>{t("note.corrected", { what: t(`note.${c.what}`), given: c.given, used: inUse(c.what) })}</li>
        ))}
      </ul>
      <button type="button" class="icon-button" aria-label={t("p.close")} onClick={() => (corrections.value = [])}>
        <Icon name="close" size={13} />
      </button>
    </div>
  );
}

function inUse(what: Correction["what"]): string {
  const v = view.value;
  switch (what) {
    case "mode":
      return t(`mode.${v.mode}`);
    case "minutes":
      return t("q.minutesValue", { n: v.minutes });
    case "group":
      return t("group.all");
    case "service":
      return servicesPhrase();
    case "tab":
      return t(`tab.${v.tab}`);
    case "asOf":
      return t("pl.asOfNow");
    case "map":
      return t("map.home");
  }
}
