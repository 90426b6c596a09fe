/** The traffic light of a promise: told apart by shape and word as well as by colour, so that a black-and-white print says it too. */
import type { Outcome, ShownCheck, Verdict } from "../api/plantypes";
import { gaugeOf } from "../analysis/plan";
import { t } from "../words/language";
import { tight, withUnit } from "../words/plans";

/** A tick in a round, a cross in a diamond, a question in a dashed ring, a hollow ring, a dash. */
export function VerdictSign({ verdict, size = 22 }: { verdict: Verdict; size?: number }) {
  return (
    <svg class={`verdict-sign ${verdict}`} width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {verdict === "met" && (
        <>
          <circle cx="12" cy="12" r="10" class="body" />
          <path d="M7 12.4 10.6 16 17.2 8.6" class="mark" />
        </>
      )}
      {verdict === "not_met" && (
        <>
          <path d="M12 .8 23.2 12 12 23.2.8 12Z" class="body" />
          <path d="M8.6 8.6l6.8 6.8M15.4 8.6l-6.8 6.8" class="mark" />
        </>
      )}
      {verdict === "not_assessable" && (
        <>
          <circle cx="12" cy="12" r="10" class="body" />
          <path d="M9 9.4c.2-3.6 6-3.4 6 0 0 2.2-3 2.2-3 4.4M12 16.8v.4" class="mark" />
        </>
      )}
      {verdict === "reference" && (
        <>
          <circle cx="12" cy="12" r="9.6" class="body" />
          <circle cx="12" cy="12" r="3" class="mark" />
        </>
      )}
      {verdict === "report" && (
        <>
          <rect x="2.4" y="4.4" width="19.2" height="15.2" rx="3.5" class="body" />
          <path d="M7 12h10" class="mark" />
        </>
      )}
    </svg>
  );
}

/** Sign and word. */
export function VerdictTag({ verdict }: { verdict: Verdict }) {
  return (
    <span class={`verdict-tag ${verdict}`}>
      <VerdictSign verdict={verdict} size={15} />
      {t(`v.${verdict}`)}
    </span>
  );
}

/** The value as a bar against its target, which is a line across it. */
export function GaugeBar({ outcome }: { outcome: Outcome }) {
  const gauge = gaugeOf(outcome);
  if (!gauge) return null;
  const percent = (n: number) => `${(n * 100).toFixed(2)}%`;
  const { value, target } = gauge;
  return (
    <span class={`gauge ${outcome.verdict}`} aria-hidden="true">
      <i class="gauge-value" style={{ width: percent(value) }} />
      {target && target[0] !== target[1] && <i class="gauge-range" style={{ left: percent(target[0]), width: percent(target[1] - target[0]) }} />}
      {target && target[0] === target[1] && <i class="gauge-target" style={{ left: percent(target[0]) }} />}
    </span>
  );
}

/** "36.6%" and "≥ 90%", with what they count. */
export function valueText({ unit }: Outcome, shown: ShownCheck | null): string {
  if (!shown || shown.value === "–") return "–";
  return counts(shown) && !shown.value.includes("%") ? withUnit(tight(shown.value), unit) : tight(shown.value);
}

export function wantedText({ unit }: Outcome, shown: ShownCheck | null): string {
  if (!shown || shown.wanted === "–") return "";
  return counts(shown) ? withUnit(tight(shown.wanted), unit) : tight(shown.wanted);
}

/** Shares count nothing: their sign says it. */
function counts({ unit }: ShownCheck): boolean {
  return unit.zh !== "" || unit.en !== "";
}

interface Mark {
  key: string;
  text: string;
  why: string;
}

/** Where goal and reach come from, and how well the source is known: what is not the plan's own word is said. */
export function marksOf({ goal, reach, source, confirmed }: Outcome): Mark[] {
  const marks: Mark[] = [];
  if (goal) marks.push({ key: goal, text: t("o.goal", { origin: t(`o.${goal}`) }), why: t(`o.${goal}Why`) });
  if (reach) marks.push({ key: reach, text: t("o.reach", { origin: t(`o.${reach}`) }), why: t(`o.${reach}Why`) });
  if (source === "recalled") marks.push({ key: "assumed", text: t("o.recalled"), why: t("o.recalledWhy") });
  if (source === "found_secondary") marks.push({ key: "borrowed", text: t("o.secondary"), why: t("o.secondaryWhy") });
  if (confirmed) marks.push({ key: "stated", text: t("o.confirmed", { by: confirmed.by, clause: confirmed.clause }), why: [confirmed.by, confirmed.clause, confirmed.on].filter(Boolean).join(" · ") });
  return marks;
}

/** Each explains itself under the pointer and with the focus. */
export function Marks({ outcome }: { outcome: Outcome }) {
  return (
    <ul class="marks">
      <li class="mark-tag severity">{t(`sv.${outcome.severity}`)}</li>
      {marksOf(outcome).map((mark) => (
        <li key={mark.text} class={`mark-tag ${mark.key}`} tabIndex={0} data-why={mark.why}>
          {mark.text}
          <span class="off-screen">{`: ${mark.why}`}</span>
        </li>
      ))}
    </ul>
  );
}
