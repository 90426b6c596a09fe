import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { renew } from "./api/resource";
import { ExportDialog } from "./dialogs/export";
import { HowDialog } from "./dialogs/how";
import { ImportDialog } from "./dialogs/import";
import { PrintDialog, PrintFooter, PrintHeading } from "./dialogs/print";
import { MapView } from "./map/mapview";
import { Announcer, Answer, Headline } from "./panels/answer";
import { Bar } from "./panels/bar";
import { Icon } from "./panels/icons";
import { Question } from "./panels/question";
import { EmptyTown, ProblemNote } from "./panels/states";
import { Tabs } from "./panels/tabs";
import { view } from "./state/address";
import { notice, openDialog, type DialogName } from "./state/notices";
import { isEmpty, workspace } from "./state/town";
import { servicesPhrase } from "./words/services";
import { t } from "./words/language";

const DIALOGS: Record<DialogName, () => preact.JSX.Element> = {
  how: HowDialog,
  import: ImportDialog,
  export: ExportDialog,
  print: PrintDialog,
};

export function App() {
  const { language } = view.value;
  const title = [servicesPhrase(), workspace.value.value?.name, t("product")].filter(Boolean).join(" · ");
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = title;
  }, [language, title]);
  const Open = openDialog.value ? DIALOGS[openDialog.value] : null;
  return (
    <>
      <Bar />
      <PrintHeading />
      <main class="stage">
        <Panel />
        <MapView />
      </main>
      <PrintFooter />
      {Open && <Open />}
      <Announcer />
      <div class={`notice ${notice.value ? "up" : ""}`} role="status">
        {notice.value}
      </div>
    </>
  );
}

/** Beside the map on a wide screen, a sheet from below on a narrow one. */
function Panel() {
  const up = useSignal(false);
  return (
    <div class={`panel ${up.value ? "up" : ""}`}>
      <button
        type="button"
        class="grip"
        aria-expanded={up.value}
        aria-label={t(up.value ? "sheet.close" : "sheet.open")}
        onClick={() => (up.value = !up.value)}
      >
        <Headline />
        <Icon name="chevron" />
      </button>
      <div class="panel-body">
        <PanelBody />
      </div>
    </div>
  );
}

function PanelBody() {
  const { state, problem } = workspace.value;
  if (state === "failed" && problem) return <ProblemNote problem={problem} onRetry={renew} />;
  if (workspace.value.value === null) return <p class="quiet" role="status">{t("s.loading")}</p>;
  if (isEmpty.value) return <EmptyTown />;
  return (
    <>
      <div class="panel-top">
        <Question />
        <Answer />
      </div>
      <Tabs />
    </>
  );
}
