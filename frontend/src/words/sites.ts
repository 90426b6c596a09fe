/** What site selection found, in words. */
import type { SiteAnswer } from "../api/sitetypes";
import { gapText, proofOf } from "../analysis/sites";
import { grouped, minutes } from "../format/number";
import { view } from "../state/address";
import { t } from "./language";
import { count, people, percent } from "./people";

/** A value or bound of a search in its unit. */
export function valueText(value: number, unit: string): string {
  switch (unit) {
    case "people":
      return people(value);
    case "share":
      return percent(Math.floor(value * 1e6), 1e6);
    case "person_seconds":
    case "seconds":
      return t("st.min", { n: unit === "seconds" ? minutes(value) : grouped(value / 60) });
    default:
      return grouped(value);
  }
}

/** In two sentences: how good the choice is known to be, and what that means. */
export function proofText(answer: SiteAnswer): { short: string; why: string } {
  const proof = proofOf(answer);
  const known = { places: grouped(answer.candidates.places), n: answer.sites.length };
  if (proof.proven) return { short: t("st.proven"), why: t(`st.provenWhy.${provenBy(answer)}`, known) };
  const why =
    answer.unit === "people" && answer.problem !== "backup" ? t("st.gapWhy.people", { more: people(proof.more) })
    : answer.unit === "sites" ? t("st.gapWhy.sites", { more: count(proof.more) })
    : answer.unit === "share" ? t("st.gapWhy.share", { bound: valueText(answer.bound, "share") })
    : t("st.gapWhy.other");
  const ended = answer.ended === "cancelled" ? t("st.ended.cancelled") : answer.ended === "finished" ? "" : t("st.ended.limit");
  return { short: t("st.gap", { gap: gapText(proof.tenths) }), why: [why, ended].filter(Boolean).join(view.value.language === "zh" ? "" : " ") };
}

function provenBy({ problem, unit }: SiteAnswer): "sites" | "budget" | "target" | "everyone" | "cost" {
  if (unit === "cost") return "cost";
  return problem === "lscp" ? "everyone" : view.value.goal.by;
}
