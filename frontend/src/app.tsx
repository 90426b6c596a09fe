import { useEffect, useRef } from "preact/hooks";
import { renew } from "./api/resource";
import { ExportDialog } from "./dialogs/export";
import { HowDialog } from "./dialogs/how";
import { ImportDialog } from "./dialogs/import";
import { PlanReportDialog } from "./dialogs/planreport";
import { PrintDialog, PrintFooter, PrintHeading } from "./dialogs/print";
import { MapView } from "./map/mapview";
import { Announcer, Answer, Headline } from "./panels/answer";
import { Bar } from "./panels/bar";
import { Icon } from "./panels/icons";
import { Corrections, Faults } from "./panels/notes";
import { PlanHeadline } from "./panels/plan";
import { Question } from "./panels/question";
import { EmptyTown, ProblemNote } from "./panels/states";
import { Tabs } from "./panels/tabs";
import { view } from "./state/address";
import { drawer, pull, turn } from "./state/drawer";
import { notice, openDialog, type DialogName } from "./state/notices";
import { isPlanTab, plan } from "./state/plan";
import { isEmpty, workspace } from "./state/town";
import { servicesPhrase } from "./words/services";
import { t } from "./words/language";
import { said } from "./words/plans";

const DIALOGS: Record<DialogName, () => preact.JSX.Element> = {
  how: HowDialog,
  import: ImportDialog,
  export: ExportDialog,
  print: PrintDialog,
  report: PlanReportDialog,
};

export function App() {
  const { language } = view.value;
  const title = [isPlanTab.value && plan.value ? said(plan.value.title) : servicesPhrase(), workspace.value.value?.name, t("product")].filter(Boolean).join(" · ");
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = title;
  }, [language, title]);
  const Open = openDialog.value ? DIALOGS[openDialog.value] : null;
  return (
    <>
      <Bar />
      <PrintHeading />
      <main class={`stage ${drawer.value}`}>
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

const NEXT = { peek: "sheet.open", half: "sheet.more", full: "sheet.close" } as const;

/** A finger that moved so far has pulled the sheet, and not pressed it. */
const PULLED = 24;

/** Beside the map on a wide screen, a sheet from below on a narrow one: pressed or pulled to its next height. */
function Panel() {
  const from = useRef<number | null>(null);
  const pulled = useRef(false);
  const release = (event: PointerEvent) => {
    const way = from.current === null ? 0 : from.current - event.clientY;
    from.current = null;
    pulled.current = Math.abs(way) > PULLED;
    // A long way is two steps at once.
    if (pulled.current) pull(Math.sign(way) * (Math.abs(way) > innerHeight * 0.55 ? 2 : 1));
  };
  return (
    <div class={`panel ${drawer.value}`}>
      <button
        type="button"
        class="grip"
        aria-expanded={drawer.value !== "peek"}
        aria-label={t(NEXT[drawer.value])}
        onPointerDown={(event) => {
          from.current = event.clientY;
          pulled.current = false;
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerUp={release}
        onPointerCancel={() => (from.current = null)}
        onClick={() => {
          if (!pulled.current) turn();
          pulled.current = false;
        }}
      >
        {isPlanTab.value ? <PlanHeadline /> : <Headline />}
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
      <Faults />
      <Corrections />
      {/* A plan asks its own questions: that about services waits behind the other tabs. */}
      <div class="panel-top" hidden={isPlanTab.value}>
        <Question />
        <Answer />
      </div>
      <Tabs />
    </>
  );
}
