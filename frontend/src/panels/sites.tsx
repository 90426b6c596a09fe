/** Where to build next: the question of site selection, the search under way, and what it found. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { AIMS, AMOUNTS, isSound, LIMITS, proofOf, gapText, type Goal } from "../analysis/sites";
import type { SiteJob } from "../api/sitetypes";
import { grouped } from "../format/number";
import { go, view } from "../state/address";
import { playing } from "../state/play";
import { apart, cancelSearch, current, finding, isQuick, isStale, places, search, siteQuestion, type Places } from "../state/sites";
import { t } from "../words/language";
import { serviceName } from "../words/services";
import { valueText } from "../words/sites";
import { Icon } from "./icons";
import { SiteResult } from "./siteresult";
import { ProblemNote } from "./states";

export function SitesTab() {
  const { services } = view.value;
  const options = useSignal(false);
  const { state, problem, answer } = finding.value;
  const found = current.value ?? (isQuick.value ? null : answer && finding.value);
  return (
    <div class="sites">
      <p class="sites-intro">
        <span>{services.length > 1 ? t("st.introMany") : t("st.intro", { service: serviceName(services[0] ?? "") })}</span>
        <button type="button" class="link sites-options" aria-expanded={options.value} onClick={() => (options.value = !options.value)}>
          {t("st.options")}
          <Icon name="chevron" size={12} />
        </button>
      </p>
      <GoalForm options={options.value} />
      {state === "running" && <Progress job={finding.value.job} />}
      {state === "cancelled" && !isStale.value && <p class="quiet" role="status">{t("st.cancelled")}</p>}
      {state === "failed" && problem && !isStale.value && <ProblemNote problem={problem} title={t("st.failed")} onRetry={search} />}
      {found?.answer && (
        <>
          {isStale.value && <p class="remark">{t("st.changed")}</p>}
          <SiteResult finding={found} />
        </>
      )}
      <SitesAnnouncer />
    </div>
  );
}

function GoalForm({ options }: { options: boolean }) {
  const { goal } = view.value;
  const stale = isStale.value;
  return (
    <form
      class="sites-form"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <div class="sites-goal">
        <div class="segments" role="group" aria-label={t("st.limit")}>
          {LIMITS.map((by) => (
            <button key={by} type="button" aria-pressed={by === goal.by} onClick={() => by !== goal.by && setGoal({ by, amount: AMOUNTS[by].usual })}>
              {t(`st.by.${by}`)}
            </button>
          ))}
        </div>
        <Amount goal={goal} />
      </div>
      {options && <Options goal={goal} />}
      {playing.value && <p class="remark">{t("st.onScenario")}</p>}
      {(!isQuick.value || finding.value.state === "cancelled") && (
        <button type="submit" class="button primary" disabled={!siteQuestion.value || (finding.value.state === "running" && !stale)}>
          {t(finding.value.answer ? "st.again" : "st.go")}
        </button>
      )}
    </form>
  );
}

function setGoal(change: Partial<Goal>): void {
  go({ goal: { ...view.peek().goal, ...change } });
}

/** The number asked for. What makes no sense is said, and nothing is asked. */
function Amount({ goal }: { goal: Goal }) {
  const { by, amount } = goal;
  const typed = useSignal(String(amount));
  useEffect(() => {
    if (Number(typed.value) !== amount) typed.value = String(amount);
  }, [by, amount]);
  const wrong = typed.value.trim() === "" || !isSound({ ...goal, amount: Number(typed.value) });
  const take = (text: string) => {
    typed.value = text;
    const next = { ...goal, amount: Number(text) };
    if (text.trim() !== "" && isSound(next)) setGoal({ amount: next.amount });
  };
  const step = (by: number) => take(String(Math.min(AMOUNTS.sites.most, Math.max(1, amount + by))));
  return (
    <div class="sites-amount">
      {by === "sites" && (
        <button type="button" class="icon-button" aria-label={t("st.fewer")} disabled={amount <= 1} onClick={() => step(-1)}>
          <Icon name="minus" />
        </button>
      )}
      <input
        type="number"
        aria-label={t(`st.amount.${by}`)}
        aria-invalid={wrong}
        aria-describedby={wrong ? "sites-wrong" : undefined}
        min={AMOUNTS[by].least}
        max={AMOUNTS[by].most}
        step={by === "sites" ? 1 : "any"}
        value={typed.value}
        onInput={(event) => take(event.currentTarget.value)}
      />
      {by === "target" && <span>%</span>}
      {by === "sites" && (
        <button type="button" class="icon-button" aria-label={t("st.more")} disabled={amount >= AMOUNTS.sites.most} onClick={() => step(1)}>
          <Icon name="plus" />
        </button>
      )}
      {wrong && <small id="sites-wrong" class="loss" role="alert">{t(`st.bad.${by}`)}</small>}
    </div>
  );
}

/** A list of candidates is read into memory twice on its way; twenty megabytes are a hundred thousand rows. */
const MAX_FILE_MB = 20;

function Options({ goal }: { goal: Goal }) {
  const file = useSignal(places.value.from === "file");
  const wrong = useSignal("");
  const choose = (from: string) => {
    file.value = from === "file";
    if (from !== "file") places.value = { from } as Places;
  };
  const read = async (chosen: File | undefined) => {
    if (!chosen) return;
    wrong.value = chosen.size > MAX_FILE_MB * 1e6 ? t("st.fileLarge", { n: MAX_FILE_MB }) : "";
    if (!wrong.value) places.value = { from: "file", name: chosen.name, content: await base64(chosen) };
  };
  return (
    <div class="sites-rules">
      {goal.by !== "target" && (
        <label>
          {t("st.aim")}
          <select value={goal.aim} onChange={(event) => setGoal({ aim: event.currentTarget.value as Goal["aim"] })}>
            {AIMS.map((aim) => (
              <option key={aim} value={aim}>
                {t(`st.aim.${aim}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {t("st.places")}
        <select value={file.value ? "file" : places.value.from} onChange={(event) => choose(event.currentTarget.value)}>
          {(["junctions", "idle", "file"] as const).map((from) => (
            <option key={from} value={from}>
              {t(`st.places.${from}`)}
            </option>
          ))}
        </select>
      </label>
      {file.value && (
        <label class="wide">
          {t("st.file")}
          <input type="file" accept=".csv,.xlsx,.geojson,.json" onChange={(event) => void read(event.currentTarget.files?.[0])} />
          <small>{t("st.fileHow")}</small>
          {wrong.value && <small class="loss" role="alert">{wrong.value}</small>}
        </label>
      )}
      <label>
        {t("st.apart")}
        <input type="number" min={0} max={100_000} step={50} value={apart.value || ""} placeholder="0" onChange={(event) => (apart.value = Math.max(0, Number(event.currentTarget.value) || 0))} />
      </label>
      {goal.by === "budget" && <p class="quiet wide">{t("st.budgetWhy")}</p>}
    </div>
  );
}

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** What the search is at, what it has found, and how good that is known to be. */
function Progress({ job }: { job: SiteJob | null }) {
  const site = job?.site;
  const phase = !job || job.state === "queued" || !site || site.phase === "done" ? "queued" : site.phase;
  const share = (phase === "candidates" || phase === "curve") && job && job.total > 0 ? job.done / job.total : undefined;
  const text = t(`st.phase.${job ? phase : "candidates"}`) + (share === undefined ? "…" : ` ${Math.floor(share * 100)}%`);
  return (
    <div class="sites-progress">
      <p role="status">{text}</p>
      <progress value={share} max={1} aria-label={text} />
      {site?.found && (
        <p class="quiet">
          {t(site.value > site.bound ? "st.progressLeast" : "st.progress", {
            value: valueText(site.value, site.unit),
            bound: valueText(site.bound, site.unit),
            gap: gapText(proofOf({ ...site, proven: site.gap === 0 }).tenths),
          })}
        </p>
      )}
      <button type="button" class="link" onClick={cancelSearch}>
        {t(site?.found ? "st.stop" : "a.cancel")}
      </button>
    </div>
  );
}

/** Tells a screen reader what was found, once it is all there. */
function SitesAnnouncer() {
  const found = current.value;
  const answer = found?.state === "ready" ? found.answer : null;
  const text = answer
    ? t("st.announce", {
        n: grouped(answer.sites.length),
        people: valueText(answer.sites.reduce((sum, s) => sum + (s.people[view.value.group] ?? 0), 0), "people"),
        proof: answer.proven ? t("st.proven") : t("st.gap", { gap: gapText(proofOf(answer).tenths) }),
      })
    : "";
  return (
    <p class="off-screen" role="status" aria-live="polite">
      {text}
    </p>
  );
}
