/** What a click with a tool found: a street to close, gates to open, the two ends of a new street. */
import type { ComponentChildren } from "preact";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { metresApart } from "../analysis/distance";
import { isClosed } from "../analysis/edits";
import type { Edit, StreetsAt } from "../api/scenariotypes";
import { metres } from "../format/number";
import { markBuilt, markGate, markStreet } from "../state/marks";
import { edits, phase } from "../state/play";
import { view } from "../state/address";
import { apply } from "../state/scenario";
import { modes } from "../state/town";
import { dropTool, found } from "../state/tools";
import { travellers } from "../words/edits";
import { t, tOr } from "../words/language";
import { Icon } from "./icons";

export function StreetCard() {
  const f = found.value;
  if (!f) return null;
  if (f.does === "close") return <CloseCard key={`${f.at.street.way_id} ${f.at.street.from}`} street={f.at.street} />;
  if (f.does === "gate") return <GateCard key={f.at.node.id} gates={f.at.gates} />;
  return <BuildCard key={`${f.from.id} ${f.to.id}`} from={f.from} to={f.to} />;
}

/** Does an edit that the card offers, and puts the tool away. */
async function decide(edit: Edit): Promise<void> {
  if (await apply(edit)) dropTool();
}

function CloseCard({ street }: { street: StreetsAt["street"] }) {
  const { way_id, from, to } = street;
  const closed = street.closed || isClosed(street, edits.value);
  const close = (edit: Edit) => {
    markStreet(street);
    void decide(edit);
  };
  return (
    <Card title={street.name || t("w.streetUnnamed")} note={t("w.streetFacts", { class: tOr(`class.${street.class.replace("_link", "")}`, street.class), m: metres(street.distance_m) })}>
      {closed ? (
        <p class="remark">{t("w.streetClosed")}</p>
      ) : (
        <div class="card-buttons">
          <button type="button" class="button primary" disabled={phase.value !== "ready"} onClick={() => close({ kind: "close_street", way_id, from, to })}>
            {t("w.closeSegment")}
          </button>
          <button type="button" class="button" disabled={phase.value !== "ready"} onClick={() => close({ kind: "close_street", way_id })}>
            {t("w.closeWay")}
          </button>
        </div>
      )}
    </Card>
  );
}

function GateCard({ gates }: { gates: StreetsAt["gates"] }) {
  const traveller = modes.value.value?.items.find((m) => m.mode === view.value.mode)?.traveller ?? "";
  const stops = (gate: StreetsAt["gates"][number]) => gate.stops.includes(traveller);
  // Those that matter first; the server has sorted by distance.
  const sorted = [...gates].sort((a, b) => Number(stops(b)) - Number(stops(a)));
  const opened = new Set(edits.value.flatMap((e) => (e.kind === "open_gate" ? [e.node] : [])));
  return (
    <Card title={t("w.gates")} note="">
      {gates.length === 0 && <p class="remark">{t("w.gatesNone")}</p>}
      <ul class="gates">
        {sorted.map((gate) => (
          <li key={gate.node}>
            <span>
              {t("w.gateStops", { who: travellers(gate.stops) })}
              <small>
                {t("w.gateAt", { m: metres(gate.distance_m) })}
                {!stops(gate) && ` · ${t("w.gateOther")}`}
              </small>
            </span>
            {opened.has(gate.node) ? (
              <span class="quiet">{t("w.gateOpened")}</span>
            ) : (
              <button
                type="button"
                class="button"
                disabled={phase.value !== "ready"}
                onClick={() => {
                  markGate(gate);
                  void decide({ kind: "open_gate", node: gate.node });
                }}
              >
                {t("w.openGate")}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** One class for each company of travellers; the server knows more. */
const CLASSES = ["footway", "path", "residential"] as const;

function BuildCard({ from, to }: { from: StreetsAt["node"]; to: StreetsAt["node"] }) {
  const kind = useSignal<(typeof CLASSES)[number]>("footway");
  const name = useSignal("");
  const build = (event: Event) => {
    event.preventDefault();
    const called = name.value.trim();
    markBuilt(from, to, called);
    void decide({ kind: "build_street", from: from.id, to: to.id, class: kind.value, ...(called ? { name: called } : {}) });
  };
  return (
    <Card title={t("w.buildTitle")} note={t("w.buildFacts", { m: metres(metresApart(from.lon, from.lat, to.lon, to.lat)) })}>
      <form class="form" onSubmit={build}>
        <label>
          {t("w.buildClass")}
          <select value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value as (typeof CLASSES)[number])}>
            {CLASSES.map((c) => (
              <option key={c} value={c}>
                {t(`w.build.${c}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("w.buildName")}
          <input class="text" maxLength={60} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
        </label>
        <button type="submit" class="button primary" disabled={phase.value !== "ready"}>
          {t("w.buildGo")}
        </button>
      </form>
    </Card>
  );
}

function Card({ title, note, children }: { title: string; note: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <section class="card street-card" aria-labelledby="street-title">
      <header>
        <div class="card-title">
          <h2 id="street-title" ref={heading} tabIndex={-1}>
            {title}
          </h2>
          {note && <p class="quiet">{note}</p>}
        </div>
        <button type="button" class="icon-button" aria-label={t("p.close")} onClick={dropTool}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </section>
  );
}
