/**
 * Printing: the page turns into a sheet (map, figures, legend, source), the browser prints it, the page turns back.
 * The sheet always says "internal use" unless a review number is typed in.
 */
import { useSignal } from "@preact/signals";
import { openDialog } from "../state/notices";
import { view } from "../state/address";
import { shown } from "../state/answers";
import { play, playing } from "../state/play";
import { current, isPlanTab } from "../state/plan";
import { chosen, chosenShown } from "../state/promise";
import { sheet, type Sheet } from "../state/sheet";
import { valueText, wantedText } from "../panels/verdict";
import { workspace } from "../state/town";
import { t, tOr } from "../words/language";
import { attribution } from "../words/sources";
import { percent } from "../words/people";
import { said } from "../words/plans";
import { sentence } from "../words/sentence";
import { servicesPhrase } from "../words/services";
import { Dialog } from "./dialog";

/** Until tiles and canvas have followed the new size of the map. */
const SETTLE_MS = 1200;

function print(s: Sheet): void {
  openDialog.value = null;
  document.body.classList.add("printing");
  sheet.value = s;
  setTimeout(() => {
    window.print();
    document.body.classList.remove("printing");
    sheet.value = null;
  }, SETTLE_MS);
}

export function PrintDialog() {
  const w = workspace.value.value;
  const heading = useSignal(
    isPlanTab.value && current.value
      ? [w?.name ?? "", said(current.value.card.title)].filter(Boolean).join(" · ")
      : t("print.defaultHeading", { town: w?.name ?? "", services: servicesPhrase(), minutes: view.value.minutes }),
  );
  const review = useSignal("");
  const submit = (event: Event) => {
    event.preventDefault();
    print({ heading: heading.value, review: review.value.trim() });
  };
  return (
    <Dialog title={t("print.title")}>
      <form class="form" onSubmit={submit}>
        <label>
          {t("print.heading")}
          <input type="text" class="text" value={heading.value} onInput={(event) => (heading.value = event.currentTarget.value)} />
        </label>
        <label>
          {t("print.review")}
          <input type="text" class="text" value={review.value} aria-describedby="review-note" onInput={(event) => (review.value = event.currentTarget.value)} />
        </label>
        <p id="review-note" class="quiet">
          {t("print.reviewNote")}
        </p>
        <div class="buttons">
          <button type="submit" class="button primary">
            {t("print.go")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

export function PrintHeading() {
  const s = sheet.value;
  if (!s) return null;
  if (isPlanTab.value) return <PlanHeading heading={s.heading} review={s.review} />;
  const { mode, minutes, group } = view.value;
  const tally = shown.value;
  return (
    <header class="sheet-heading">
      <div>
        <h1>{s.heading}</h1>
        {playing.value && <p class="sheet-figure">{play.value?.name || t("w.unnamed")}</p>}
        {tally && (
          <p class="sheet-figure">
            {t(group === "households" ? "a.shareHouseholds" : "a.share")} <strong>{percent(tally.people.covered, tally.total)}</strong>
          </p>
        )}
      </div>
      <p>
        {t("print.made", { mode: tOr(`mode.${mode}`, mode), minutes, group: tOr(`group.${group}`, group) })}
        <b>{s.review ? t("print.reviewed", { n: s.review }) : t("print.internal")}</b>
      </p>
    </header>
  );
}

/** Of a plan its headline, or the promise that is looked at with its verdict, value and target. */
function PlanHeading({ heading, review }: { heading: string; review: string }) {
  const h = current.value?.card.headline;
  const o = chosen.value;
  const wanted = o ? wantedText(o, chosenShown.value) : "";
  return (
    <header class="sheet-heading">
      <div>
        <h1>{heading}</h1>
        {o ? (
          <p class="sheet-figure">
            {said(o.title)}: {t(`v.${o.verdict}`)} <strong>{valueText(o, chosenShown.value)}</strong> {wanted && t("pl.wanted", { wanted })}
          </p>
        ) : (
          h && <p class="sheet-figure">{t("pl.headlineSentence", { total: h.total, met: h.met, failed: h.not_met, lacking: h.not_assessable, others: h.others })}</p>
        )}
      </div>
      <p>
        {current.value ? t("pl.resultID", { id: current.value.shown.result_id }) : ""}
        <b>{review ? t("print.reviewed", { n: review }) : t("print.internal")}</b>
      </p>
    </header>
  );
}

export function PrintFooter() {
  const w = workspace.value.value;
  if (!sheet.value || !w) return null;
  const tally = isPlanTab.value ? null : shown.value;
  return (
    <footer class="sheet-footer">
      {tally && <p>{sentence(tally)}</p>}
      <p>
        {t("print.source", { source: attribution(w), date: w.data_date ?? t("a.undated") })} · Lifecircle {w.program_version}
      </p>
    </footer>
  );
}
