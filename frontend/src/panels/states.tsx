/** The states that are not an answer: failed, empty. Each says what to do next. */
import type { Problem } from "../api/problem";
import { openDialog } from "../state/notices";
import { named, t } from "../words/language";
import { Icon } from "./icons";

/** A failure in the server's own words, with its hint and the fields it names. */
export function ProblemNote({ problem, title, onRetry }: { problem: Problem; title?: string; onRetry?: () => void }) {
  const { status, body } = problem;
  const detail = named(body.detail_zh ?? "", body.detail ?? "");
  const hint = named(body.hint_zh ?? "", body.hint ?? "");
  const kind = status === 0 ? t("s.offline") : named(body.title_zh ?? "", body.title) || t("s.failed");
  const heading = title ?? kind;
  // Said once: without a detail the kind stands below a title of our own, and nowhere else.
  const text = status === 0 ? t("s.offlineHow") : detail || kind;
  // A detail often names the one value that is wrong already.
  const faults = (body.errors ?? [])
    .map((e) => ({ ...e, words: named(e.message_zh ?? "", e.message ?? "") }))
    .filter((e) => e.words === "" || !text.includes(e.words));
  return (
    <div class="problem" role="alert">
      <Icon name="error" />
      <div>
        <h2>{status === 0 ? kind : heading}</h2>
        {text !== heading && <p>{text}</p>}
        {faults.length > 0 && (
          <ul>
            {faults.map((e, i) => (
              <li key={i}>
                {[e.location, e.words].filter(Boolean).join(": ")}
                {shortened(e.value)}
              </li>
            ))}
          </ul>
        )}
        {hint && <p class="hint">{COMMAND.test(hint) ? t("s.commandLine", { hint }) : hint}</p>}
        {onRetry && (
          <button type="button" class="button" onClick={onRetry}>
            {t("s.retry")}
          </button>
        )}
      </div>
    </div>
  );
}

/** A hint that speaks of the program's commands or of their options is for those who have them at hand. */
const COMMAND = /\blifecircle [a-z]|(^|\s|[（(：:])--[a-z]/;

/** A value that was refused may be a whole file; enough of it to know it again. */
function shortened(value: unknown): string {
  if (value == null || value === "") return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return ` (${text.length > 80 ? `${text.slice(0, 80)}…` : text})`;
}

const COMMANDS = [
  "lifecircle import streets city.osm.pbf -w city.gpkg",
  "lifecircle import residents residents.csv -w city.gpkg",
  "lifecircle import facilities clinics.csv --service clinic -w city.gpkg",
  "lifecircle import areas districts.geojson --level town -w city.gpkg",
];

/** A workspace without streets or people. */
export function EmptyTown() {
  return (
    <section class="state empty" id="answer" tabIndex={-1}>
      <h2>{t("s.emptyTitle")}</h2>
      <p>{t("s.emptyText")}</p>
      <pre tabIndex={0}>{COMMANDS.join("\n")}</pre>
      <p>{t("s.emptyOr")}</p>
      <button type="button" class="button primary" onClick={() => (openDialog.value = "import")}>
        {t("check.import")}
      </button>
      <p class="quiet">{t("s.emptyDemo")}</p>
      <pre tabIndex={0}>lifecircle demo</pre>
    </section>
  );
}
