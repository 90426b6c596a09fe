/** The report on a plan: which format, which language, for whom. The file is put down as soon as the server has made it. */
import { signal } from "@preact/signals";
import { getReport, type ReportWish } from "../api/plans";
import { asProblem, type Problem } from "../api/problem";
import { ProblemNote } from "../panels/states";
import { view } from "../state/address";
import { putDown } from "../state/download";
import { notify, openDialog } from "../state/notices";
import { current, ofResult } from "../state/plan";
import { snapshots } from "../state/snapshots";
import { workspace } from "../state/town";
import { t } from "../words/language";
import { said } from "../words/plans";
import { Dialog } from "./dialog";

const FORMATS = ["html", "pdf", "docx", "xlsx"] as const;
const EDITIONS = ["internal", "public"] as const;

/** Kept while the page is open: an office makes more than one. */
const wish = signal<ReportWish>({ format: "html", lang: view.peek().language, edition: "internal", review_number: "", office: "", title: "", snapshot: "" });
const state = signal<{ busy: boolean; problem: Problem | null }>({ busy: false, problem: null });

function change(part: Partial<ReportWish>): void {
  wish.value = { ...wish.peek(), ...part };
  state.value = { ...state.peek(), problem: null };
}

async function make(): Promise<void> {
  if (state.peek().busy) return;
  state.value = { busy: true, problem: null };
  try {
    const file = await ofResult((id) => getReport(id, wish.peek()));
    putDown(file);
    state.value = { busy: false, problem: null };
    notify(t("rp.done", { name: file.name }));
    openDialog.value = null;
  } catch (error) {
    state.value = { busy: false, problem: asProblem(error) };
  }
}

export function PlanReportDialog() {
  const w = wish.value;
  const { busy, problem } = state.value;
  const noPDF = workspace.value.value?.pdf === false;
  const title = said(current.value?.card.title);
  return (
    <Dialog title={t("rp.title")}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        {title && <p class="quiet">{title}</p>}
        <fieldset class="choice">
          <legend>{t("rp.format")}</legend>
          {FORMATS.map((format) => (
            <label key={format} class="check-field">
              <input type="radio" name="format" value={format} checked={w.format === format} disabled={format === "pdf" && noPDF} onChange={() => change({ format })} />
              {t(`rp.${format}`)}
            </label>
          ))}
          {noPDF && <small>{t("rp.noPDF")}</small>}
        </fieldset>
        <div class="two">
          <label>
            {t("rp.lang")}
            <select value={w.lang} onChange={(event) => change({ lang: event.currentTarget.value === "en" ? "en" : "zh" })}>
              <option value="zh">中文</option>
              <option value="en">English</option>
            </select>
          </label>
          <label>
            {t("rp.edition")}
            <select value={w.edition} aria-describedby="edition-why" onChange={(event) => change({ edition: event.currentTarget.value === "public" ? "public" : "internal" })}>
              {EDITIONS.map((edition) => (
                <option key={edition} value={edition}>
                  {t(`rp.${edition}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("rp.office")}
            <input class="text" maxLength={200} value={w.office} onInput={(event) => change({ office: event.currentTarget.value })} />
          </label>
          <label>
            {t("rp.review")}
            <input class="text" maxLength={80} value={w.review_number} onInput={(event) => change({ review_number: event.currentTarget.value })} />
          </label>
        </div>
        <label>
          {t("rp.heading")}
          <input class="text" maxLength={200} value={w.title} onInput={(event) => change({ title: event.currentTarget.value })} />
        </label>
        {(snapshots.value ?? []).length > 0 && (
          <label>
            {t("rp.compare")}
            <select value={w.snapshot} onChange={(event) => change({ snapshot: event.currentTarget.value })}>
              <option value="">{t("rp.compareNone")}</option>
              {(snapshots.value ?? []).map((s) => (
                <option key={s.name} value={s.name}>{`${s.name} · ${s.date}`}</option>
              ))}
            </select>
          </label>
        )}
        <p id="edition-why" class="quiet">
          {w.edition === "public" ? t("rp.publicWhy") : t("rp.reviewWhy")}
        </p>
        {problem && <ProblemNote problem={problem} title={t("rp.failed")} />}
        <div class="buttons">
          <button type="submit" class="button primary" disabled={busy}>
            {t(busy ? "rp.making" : "rp.go")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
