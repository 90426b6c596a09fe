/** What the scenario under way changes against the town as it is: people, older people, areas. */
import { computed } from "@preact/signals";
import { gainedLost, type GainedLost } from "../analysis/difference";
import { differing, sideBySide, type Pair } from "../analysis/sidebyside";
import { address } from "../api/client";
import { resource } from "../api/resource";
import type { TravelTimes } from "../api/types";
import { lookAt } from "../map/camera";
import { GAINED_COLOUR, LOST_COLOUR } from "../map/palette";
import { shapes } from "../map/scene";
import { view } from "../state/address";
import { settling, shown, shownBase, tooMany } from "../state/answers";
import { changes, play, playing, waiting } from "../state/play";
import { workspace } from "../state/town";
import { t } from "../words/language";
import { count, percent } from "../words/people";
import { signed } from "../words/signed";

/** Whom planners ask about next. */
const OLDER = "age60";

/** How many of them live at each residential point: the same for every question, so that it is asked for once. */
const olderPeople = resource<TravelTimes>(
  computed(() => {
    const known = workspace.value.value?.groups?.find((g) => g.group === OLDER)?.people ?? 0;
    const wanted = playing.value && view.value.group === "all" && known > 0 && !tooMany.value;
    const service = play.value?.question.service[0];
    return wanted && service ? address("/travel-times", { service, mode: "walk", group: OLDER, minutes: 15 }) : null;
  }),
);

const olderById = computed(() => {
  const value = olderPeople.value.value;
  return value && new Map(value.id.map((id, i) => [id, value.group_population[i] ?? 0]));
});

/** Gained and lost people at the cutoff; null while the answers belong to different questions. */
export const gains = computed<GainedLost | null>(() => (settling.value ? null : gainedLost(changes.value.points, view.value.minutes)));

/** Covered people more than in the town as it is. */
export const net = computed<number | null>(() => {
  const [now, base] = [shown.value, shownBase.value];
  return now && base && !settling.value ? now.people.covered - base.people.covered : null;
});

const olderNet = computed<number | null>(() => {
  const people = olderById.value;
  if (!people || settling.value || changes.value.partial) return null;
  const { gained, lost } = gainedLost(changes.value.points, view.value.minutes, people);
  return gained - lost;
});

/** Areas that gain or lose, as the server counts them. */
const areas = computed<Pair[]>(() => (play.value ? differing(sideBySide(play.value.base, play.value.results, null)) : []));

/** The card of the effect, where no other card needs its place. */
export function EffectCard() {
  const { point, facility, at } = view.value;
  if (!playing.value || point !== null || facility !== null || at) return null;
  return (
    <section class="card effect" aria-labelledby="effect-title">
      <h2 id="effect-title">{play.value?.name || t("w.unnamed")}</h2>
      <Effect areasShown={4} />
    </section>
  );
}

export function Effect({ areasShown }: { areasShown: number }) {
  const n = net.value;
  const g = gains.value;
  const edited = (play.value?.edits.length ?? 0) > 0;
  return (
    <div class={`effect-body ${n === null ? "stale" : ""}`} aria-busy={waiting.value}>
      <p class="quiet">{t(edited ? "w.effect" : "w.noEdits")}</p>
      {edited && n !== null && (
        <>
          <p class={`effect-net ${n > 0 ? "gain" : n < 0 ? "loss" : ""}`}>
            <strong>{signed(n)}</strong>
            <span>{t(view.value.group === "households" ? "a.households" : "a.people", { n: "" }).trim()}</span>
            {olderNet.value !== null && (
              <em>
                {t("w.older", { n: signed(olderNet.value) })}
              </em>
            )}
          </p>
          <FromTo />
          {g && <GainedAndLost gains={g} />}
          {changes.value.partial && <p class="remark">{t("w.partial")}</p>}
          <Areas shown={areasShown} />
        </>
      )}
    </div>
  );
}

export function FromTo() {
  const [now, base] = [shown.value, shownBase.value];
  if (!now || !base) return null;
  return <p class="effect-shares">{t("w.fromTo", { before: percent(base.people.covered, base.total), after: percent(now.people.covered, now.total) })}</p>;
}

function GainedAndLost({ gains: { gained, lost } }: { gains: GainedLost }) {
  if (gained === 0 && lost === 0) return <p class="quiet">{t("w.noEffect")}</p>;
  return (
    <dl class="effect-parts">
      {gained > 0 && (
        <div class="gained">
          <dt>
            <GainedSign />
            {t("w.gained")}
          </dt>
          <dd>{count(gained)}</dd>
        </div>
      )}
      {lost > 0 && (
        <div class="lost">
          <dt>
            <LostSign />
            {t("w.lost")}
          </dt>
          <dd>{count(lost)}</dd>
        </div>
      )}
    </dl>
  );
}

function Areas({ shown: most }: { shown: number }) {
  const all = areas.value;
  if (all.length === 0) return null;
  return (
    <div class="effect-areas">
      <h3>{t("w.areas")}</h3>
      <ul>
        {all.slice(0, most).map((pair) => (
          <li key={pair.area}>
            <AreaName pair={pair} />
            <b class={pair.to > pair.from ? "gain" : "loss"}>{signed(pair.to - pair.from)}</b>
          </li>
        ))}
      </ul>
      {all.length > most && <p class="quiet">{t("w.areasMore", { n: all.length - most })}</p>}
    </div>
  );
}

/** The name of an area, which leads there where the map knows it. */
export function AreaName({ pair }: { pair: Pair }) {
  const shape = shapes.value.find((s) => s.id === pair.area);
  const name = pair.area === "(outside)" ? t("areas.outside") : pair.name || pair.area || "";
  if (!shape) return <span>{name}</span>;
  return (
    <button type="button" class="row-button" onClick={() => lookAt(shape.bounds)}>
      {name}
    </button>
  );
}

/** The marks of the map, as map/changes paints them. */
export function GainedSign() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6.5" fill={GAINED_COLOUR} />
      <path d="M4.6 8h6.8M8 4.6v6.8" stroke="#fff" stroke-width="1.8" />
    </svg>
  );
}

export function LostSign() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 .8 15.2 8 8 15.2 .8 8Z" fill={LOST_COLOUR} />
      <path d="M4.6 8h6.8" stroke="#fff" stroke-width="1.8" />
    </svg>
  );
}
