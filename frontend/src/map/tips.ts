/** The little notes at the pointer. Names come from files, so they are set as text. */
import type { FacilityFeature, TravelTimes } from "../api/types";
import { fateOf } from "../analysis/people";
import { minutes as minutesText } from "../format/number";
import { t } from "../words/language";
import { people } from "../words/people";
import { serviceName } from "../words/services";
import { why } from "../words/reasons";
import { amountText, noteText, said, tight, valueOf } from "../words/plans";
import { plan } from "../state/plan";
import { chosen, chosenShown } from "../state/promise";
import type { LackDot, UnitShape } from "./plan";
import type { SiteSign } from "./sites";
import type { SpotShape } from "./spots";

export function pointTip(times: TravelTimes, i: number, minutes: number): HTMLElement {
  const ms = times.milliseconds[i] ?? null;
  const fate = fateOf(ms, times.reason[i] ?? "", minutes);
  const time = ms === null ? "" : t("p.within", { min: minutesText(ms / 1000) });
  const reason = fate === "unknown" || fate === "none" ? why({ reason: times.reason[i] ?? "" }) : time;
  return note(times.name[i] || times.id[i] || "", `${people(times.group_population[i] ?? 0)} · ${reason}`);
}

export function signTip(feature: FacilityFeature): HTMLElement {
  const { service, name, id, status, on_network } = feature.properties;
  const remark = status === "active" ? (on_network ? "" : t("fac.offNetwork")) : t(`fac.${status}`);
  return note(name || id, [serviceName(service), remark].filter(Boolean).join(" · "));
}

export function spotTip(spot: SpotShape): HTMLElement {
  return note(t("l.spots"), people(spot.people));
}

export function siteTip(site: SiteSign): HTMLElement {
  if (site.label !== String(site.rank)) return note(site.name, t("st.others"));
  return note(site.name, t("st.signTip", { n: site.label, people: people(site.people) }));
}

/** Of a unit its value, what it is short of, and what it lacks. */
export function unitTip({ id, state, properties: p }: UnitShape): HTMLElement {
  const o = chosen.peek();
  const shown = chosenShown.peek();
  const row = shown?.failing?.find((f) => f.unit === id);
  const value = row ? tight(row.value) : o && p.value !== null ? tight(valueOf(o, p.value)) : "";
  const short = (p.deficit ?? 0) > 0 ? t("pm.short", { amount: amountText(p.deficit ?? 0, p.deficit_unit ?? "") }) : "";
  const word = state === "value" ? "" : t(state === "met" ? "v.met" : state === "failing" ? "v.not_met" : "lg.noData");
  return note(p.name || id, [word, value, short, noteText(plan.peek(), p.note)].filter(Boolean).join(" · ") || said(o?.title));
}

export function lackTip({ name, people: n, reached, needs }: LackDot): HTMLElement {
  return note(name, needs > 1 ? t("tip.lackFull", { people: people(n), reached, needs }) : t("tip.lack", { people: people(n) }));
}

function note(title: string, text: string): HTMLElement {
  const element = document.createElement("div");
  const strong = document.createElement("strong");
  strong.textContent = title;
  const rest = document.createElement("span");
  rest.textContent = text;
  element.append(strong, rest);
  return element;
}
