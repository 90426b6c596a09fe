/** What would bring a residential point within the cutoff: the server has tried each, and a click tries it on the map. */
import { metresApart } from "../analysis/distance";
import type { Edit } from "../api/scenariotypes";
import type { ExplainedService, Explanation, Remedies as Found } from "../api/types";
import { metres, minutes } from "../format/number";
import { go } from "../state/address";
import { markGate } from "../state/marks";
import { remedies, remediesNow } from "../state/point";
import { phase } from "../state/play";
import { apply, begin } from "../state/scenario";
import { t } from "../words/language";

interface Remedy {
  what: string;
  then: string;
  attempt: () => Promise<unknown>;
}

/** Does an edit in the scenario under way, or begins one with it. */
async function attempt(edit: Edit): Promise<void> {
  if (phase.peek() === "ready") await apply(edit);
  else await begin({ edits: [edit] });
  if (phase.peek() === "ready") go({ tab: "scenarios" });
}

export function Remedies({ point, service }: { point: Explanation["point"]; service: ExplainedService }) {
  const found = remediesNow.value;
  if (service.reason === "" || remedies.value.state === "failed") return null;
  if (!found) return remedies.value.state === "loading" ? <p class="quiet remedies">{t("r.trying")}</p> : null;
  const list = remediesOf(found, point.position, service.service);
  const untried = found.untried_gates + found.untried_scenarios;
  return (
    <section class="remedies" aria-label={t("r.title")}>
      <h3>{t("r.title")}</h3>
      {list.length === 0 && <p class="quiet">{t("r.none")}</p>}
      <ul>
        {list.map(({ what, then, attempt }) => (
          <li key={what}>
            <span>
              {what}
              <small>{then}</small>
            </span>
            <button type="button" class="link" aria-label={t("r.tryNamed", { what })} disabled={phase.value === "starting"} onClick={() => void attempt()}>
              {t("r.try")}
            </button>
          </li>
        ))}
      </ul>
      {untried > 0 && <p class="quiet">{t("r.untried", { n: untried })}</p>}
    </section>
  );
}

/** Enough to choose from; the best come first. */
const SHOWN = 5;

function remediesOf(found: Found, [lon, lat]: [number, number], service: string): Remedy[] {
  const then = (seconds: number | null, name: string) => t("r.then", { min: minutes(seconds ?? 0), name });
  const scenarios = found.scenarios
    .filter((s) => s.covers)
    .map((s) => ({ what: t("r.scenario", { name: s.name }), then: then(s.seconds, s.facility_name || s.facility_id || ""), attempt: () => begin({ from: s.name }) }));
  const facilities = found.facilities.map((f) => ({
    what: t("r.facility", { name: f.facility_name || f.facility_id, status: t(`fac.${f.status}`) }),
    then: then(f.seconds, f.facility_name || f.facility_id),
    attempt: () => attempt({ kind: "reopen_facility", service, id: f.facility_id }),
  }));
  const gates = found.gates.map((g) => ({
    what: t("r.gate", { m: metres(metresApart(lon, lat, ...g.position)) }),
    then: then(g.seconds, g.facility_name || g.facility_id),
    attempt: () => {
      markGate({ node: g.node, lon: g.position[0], lat: g.position[1], stops: [] });
      return attempt({ kind: "open_gate", node: g.node });
    },
  }));
  return [...scenarios, ...facilities, ...gates].slice(0, SHOWN);
}
