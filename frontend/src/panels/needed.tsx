/** What it would take to meet a promise: how many more facilities and where, or how much more of something. */
import type { Outcome } from "../api/plantypes";
import { lookAtPoint } from "../map/camera";
import { shapes } from "../map/scene";
import { asProblem } from "../api/problem";
import { isQuick } from "../state/sites";
import { askMore, more } from "../state/promise";
import { t } from "../words/language";
import { people } from "../words/people";
import { amountText, said } from "../words/plans";
import { Icon } from "./icons";
import { ProblemNote } from "./states";

/** @param onSites opens the Sites tab with the question of the check; null where sites would not help. */
export function Needed({ outcome: o, onSites }: { outcome: Outcome; onSites: (() => void) | null }) {
  if (o.verdict === "not_assessable") return null;
  const failing = o.verdict === "not_met" || o.would_be === "not_met";
  const { state, value, problem } = more.value;
  if (!failing && !onSites) return null;
  const needed = value?.needed ?? o.needed;
  return (
    <section class="needed">
      {failing && <h3>{t("pm.needed")}</h3>}
      {failing && state === "idle" && !isQuick.value && (
        <button type="button" class="button" onClick={askMore}>
          {t("pm.neededAsk")}
        </button>
      )}
      {failing && state === "loading" && <p class="quiet" role="status">{t("pm.neededWaiting")}</p>}
      {failing && state === "failed" && problem && <ProblemNote problem={asProblem(problem)} onRetry={askMore} />}
      {failing && needed && (
        <>
          {needed.facilities != null && (
            <p class="needed-figure">
              <strong>{t("pm.neededSites", { n: needed.facilities })}</strong>
              <span class={needed.proven ? "proven" : ""}>{t(needed.proven ? "pm.neededProven" : "pm.neededUnproven")}</span>
            </p>
          )}
          {needed.amount != null && needed.amount > 0 && (
            <p class="needed-figure">
              <strong>{t("pm.neededAmount", { amount: amountText(needed.amount, needed.amount_unit) })}</strong>
            </p>
          )}
          {said(needed.note) && <p class="quiet">{said(needed.note)}</p>}
          <Places sites={needed.sites ?? []} />
        </>
      )}
      {onSites && (
        <button type="button" class="button sites-open" onClick={onSites}>
          <Icon name="place" size={14} />
          {t("pm.sites")}
        </button>
      )}
    </section>
  );
}

const SHOWN = 8;

function Places({ sites }: { sites: NonNullable<NonNullable<Outcome["needed"]>["sites"]> }) {
  if (sites.length === 0) return null;
  return (
    <ol class="needed-sites">
      {sites.slice(0, SHOWN).map((site, i) => (
        <li key={`${site.id} ${i}`}>
          <button type="button" class="row-button" aria-label={t("pm.neededGain", { n: i + 1, people: people(site.gain) })} onClick={() => lookAtPoint(site.lon, site.lat)}>
            <span class="site-number" aria-hidden="true">{i + 1}</span>
            +{people(site.gain)}
            {site.area && <small>{shapes.value.find((s) => s.id === site.area)?.name ?? site.area}</small>}
          </button>
        </li>
      ))}
      {sites.length > SHOWN && <li class="quiet">{t("pm.more", { n: sites.length - SHOWN })}</li>}
    </ol>
  );
}
