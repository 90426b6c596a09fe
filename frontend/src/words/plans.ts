/** What plans say, in the language of the view. */
import type { Outcome, Plan, PlanSummary, UnitValue, Words } from "../api/plantypes";
import { isShare } from "../analysis/plan";
import { decimalOf, percentOf } from "../format/value";
import { view } from "../state/address";
import { workspace } from "../state/town";
import { named, t, tOr } from "./language";
import { serviceName } from "./services";

export function said(words: Words | null | undefined): string {
  return words ? named(words.zh, words.en) : "";
}

/** An amount with what it counts: "676平方米", "676 m²". */
export function amountText(amount: number, unit: string | undefined): string {
  return withUnit(decimalOf(amount), unit ?? "");
}

/** Of mere counts English says nothing. */
const UNSAID = ["count", "ratio"];

/** A number that is written already, and what it counts. */
export function withUnit(text: string, unit: string): string {
  if (view.value.language === "en") return UNSAID.includes(unit) ? text : `${text} ${tOr(`du.${unit}`, unit, { n: text })}`.trim();
  return text + tOr(`du.${unit}`, unit);
}

/** A service, a set, or several of them joined by "+", by its name. */
export function needName(plan: Plan | null, code: string): string {
  const set = plan?.services.find((s) => s.code === code);
  return set ? said(set.name) : code.split("+").map(serviceName).join(t("title.join"));
}

/** Communities, facilities and so on, as many. */
export function unitKind(kind: string | undefined): string {
  return tOr(`uk.${kind || "unit"}`, kind ?? "");
}

/** The value of a check, or of it by one mode, as the scorecard shows it. */
export function valueOf(o: Outcome, value: number | null): string {
  if (value === null) return "–";
  return isShare(o) ? percentOf(value, o.target) : decimalOf(value, o.target);
}

/** "2021—2025", as far as it is known. */
export function periodOf({ from, to }: PlanSummary): string {
  const year = (day: string | undefined) => day?.slice(0, 4) ?? "";
  if (!from) return year(to);
  return to ? t("pl.period", { from: year(from), to: year(to) }) : t("pl.since", { from: year(from) });
}

/** A plan whose period has not begun on the day of the data. */
export function isDraft({ from, builtin }: PlanSummary): boolean {
  const today = workspace.value.value?.data_date ?? new Date().toISOString().slice(0, 10);
  return !builtin && from !== undefined && from > today;
}

export function unitName({ name, unit }: Pick<UnitValue, "name" | "unit">): string {
  return name || unit.slice(unit.indexOf(":") + 1);
}

/** What a note on a unit says: services and attributes that it lacks, by their names. */
export function noteText(plan: Plan | null, note: string | undefined | null): string {
  if (!note || note === "serves") return "";
  const [column = "", ...rest] = note.split(" "); // opening_hours "夏季8:00-18:00", households = 0
  const name = tOr(`at.${column}`, "");
  if (rest.length > 0 && name) return `${name} ${rest.join(" ")}`;
  return note.split(", ").map((code) => (/^[a-z0-9_+]+$/.test(code) ? tOr(`at.${code}`, needName(plan, code)) : code)).join(t("title.join"));
}

/** As everywhere on the page: no space before the sign, thousands parted. */
export function tight(text: string): string {
  return text.replaceAll(" %", "%").replace(/\d+(?:\.\d+)?/g, (n) => {
    const [whole = "", rest] = n.split(".");
    return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest === undefined ? "" : `.${rest}`);
  });
}
