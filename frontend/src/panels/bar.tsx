/** The bar on top: which town, how old the data, search, language, copy, export, print. */
import { go, view } from "../state/address";
import { copyText, notify, openDialog } from "../state/notices";
import { isPlanTab } from "../state/plan";
import { workspace } from "../state/town";
import { t } from "../words/language";
import { Icon } from "./icons";
import { Search } from "./search";

export function Bar() {
  const w = workspace.value.value;
  const copy = async () => notify(t((await copyText(location.href)) ? "bar.copied" : "bar.copyFailed"));
  return (
    <header class="bar">
      <a class="skip" href={isPlanTab.value ? "#plan" : "#answer"}>
        {t("bar.skip")}
      </a>
      <div class="brand">
        <Rings />
        <span class="brand-name">{t("product")}</span>
      </div>
      <div class="town">
        <h1>{w?.name ?? "…"}</h1>
        {w && (
          <span class="town-date">
            {w.sample && <em class="tag">{t("bar.sample")}</em>}
            {w.data_date ? t("bar.dataDate", { date: w.data_date }) : t("bar.noDate")}
          </span>
        )}
      </div>
      <Search />
      <nav class="bar-actions">
        <button
          class="bar-button language"
          lang={view.value.language === "zh" ? "en" : "zh-CN"}
          aria-label={t("bar.languageLabel")}
          onClick={() => go({ language: view.value.language === "zh" ? "en" : "zh" })}
        >
          {t("bar.language")}
        </button>
        <button class="bar-button" onClick={copy} title={t("bar.copy")}>
          <Icon name="link" />
          <span>{t("bar.copy")}</span>
        </button>
        <button class="bar-button" onClick={() => (openDialog.value = "export")} title={t("bar.export")}>
          <Icon name="export" />
          <span>{t("bar.export")}</span>
        </button>
        <button class="bar-button" onClick={() => (openDialog.value = "print")} title={t("bar.print")}>
          <Icon name="print" />
          <span>{t("bar.print")}</span>
        </button>
      </nav>
    </header>
  );
}

function Rings() {
  return (
    <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
      <circle cx="16" cy="16" r="14" fill="none" stroke="#5d93ab" stroke-width="2" />
      <circle cx="16" cy="16" r="9" fill="none" stroke="#8fc3d6" stroke-width="2" />
      <circle cx="16" cy="16" r="4.2" fill="#ffffff" />
    </svg>
  );
}
