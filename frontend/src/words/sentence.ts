/** The answer as a sentence for a report: it carries mode, minutes, date and caveat wherever it is pasted. */
import type { Tally } from "../analysis/people";
import { view } from "../state/address";
import { edits, play, playing } from "../state/play";
import { serviceByCode, workspace } from "../state/town";
import { t, tOr } from "./language";
import { percent, isEstimate, people } from "./people";
import { servicesPhrase } from "./services";

export function sentence(tally: Tally): string {
  const { mode, minutes, group } = view.value;
  const w = workspace.value.value;
  const scenario = playing.value ? t("w.sentence", { name: play.value?.name || t("w.unnamed"), n: edits.value.length }) : "";
  return scenario + t(group === "households" ? "a.sentenceHouseholds" : "a.sentence", {
    town: w?.name ?? "",
    mode: tOr(`mode.${mode}`, mode),
    minutes,
    group: tOr(`group.${group}`, group),
    services: servicesPhrase(),
    covered: people(tally.people.covered),
    total: people(tally.total),
    share: percent(tally.people.covered, tally.total),
    uncovered: people(tally.total - tally.people.covered),
    undetermined: people(tally.people.unknown),
    date: w?.data_date ?? t("a.undated"),
    caveat: caveats().join(view.value.language === "zh" ? "" : " "),
  });
}

/** What a reader must know to use the figure. */
export function caveats(): string[] {
  const incomplete = view.value.services.some((code) => serviceByCode.value.get(code)?.incomplete);
  return [
    t("a.caveatNetwork"),
    ...(view.value.mode === "drive" ? [t("q.driveNote")] : []),
    ...(view.value.direction === "from" ? [t("a.caveatFrom")] : []),
    ...(isEstimate() ? [t("a.caveatEstimate")] : []),
    ...(incomplete ? [t("a.caveatIncomplete")] : []),
  ];
}
