/** The answers to the question in the view. */
import { computed } from "@preact/signals";
import { address, type Parameters } from "../api/client";
import { resource } from "../api/resource";
import type { BlindSpots, Coverage, CoverageRow, Curve, TravelTimes } from "../api/types";
import { curve, emptyTally, tally, type Tally } from "../analysis/people";
import { withDifference } from "../analysis/difference";
import { view } from "./address";
import { changes, phase, play } from "./play";
import { isEmpty, level, serviceByCode, workspace } from "./town";
import { MAX_MINUTES, type View } from "./view";

/** Quiet time before the server is asked about a cutoff that may still be on its way. */
const SETTLE_MS = 180;

/** Services asked about of which no list was imported: no answer, and never 0 %. */
export const missingServices = computed(() =>
  view.value.services.filter((code) => serviceByCode.value.get(code)?.imported === false),
);

/** The question without its cutoff, or null when it cannot be asked yet. A string, so that equal means unchanged. */
export const question = computed<string | null>(() => {
  const v = view.value;
  const known = workspace.value.value !== null && serviceByCode.value.size > 0;
  if (!known || isEmpty.value || v.services.length === 0 || missingServices.value.length > 0) return null;
  const parameters: Parameters = { service: v.services.join(","), mode: v.mode, direction: given(v.direction), group: v.group };
  if (v.services.length > 1) parameters.need = v.need;
  return JSON.stringify(parameters);
});

/** As a parameter; "to" is what the server takes without one. */
export function given(direction: View["direction"]): string | undefined {
  return direction === "from" ? direction : undefined;
}

/** The parameters of the question as shown, for links to exports; null when there is none. */
export const parameters = computed<Parameters | null>(() => {
  const q = question.value;
  return q === null ? null : { ...(JSON.parse(q) as Parameters), minutes: view.value.minutes };
});

function ask(path: string, more: Parameters = {}) {
  return computed(() => (parameters.value ? address(path, { ...parameters.value, ...more }) : null));
}

// The times of every point do not depend on the cutoff; the one sent only decides its remark on each point.
const timesAddress = computed(() =>
  question.value === null ? null : address("/travel-times", { ...(JSON.parse(question.value) as Parameters), minutes: 15 }),
);
export const times = resource<TravelTimes>(timesAddress);

/** Times of the town as it is that answer the present question; while they load, the picture of the one before stays. */
export const baseTimes = computed(() => times.value.value);

/** The same with the edits of a scenario done. */
export const currentTimes = computed(() => {
  const t = baseTimes.value;
  return t && matching.value ? withDifference(t, changes.value.points) : t;
});

/** Tells questions with other times apart: neither cutoff nor areas matter. */
export function timesKey(service: readonly string[], need: string | undefined, mode: string, direction: string | undefined, group: string): string {
  return JSON.stringify([service.join(","), service.length > 1 ? (need ?? "any") : "", mode, direction ?? "to", group]);
}

/** Whether what a scenario changes and the times of the town are answers to the same question. */
const matching = computed(() => {
  const { url } = times.value;
  if (!play.value || url === null) return true;
  const q = new URLSearchParams(url.slice(url.indexOf("?")));
  return timesKey((q.get("service") ?? "").split(","), q.get("need") ?? undefined, q.get("mode") ?? "", q.get("direction") ?? undefined, q.get("group") ?? "") === changes.value.question;
});

/** One of the two is still on its way. */
export const settling = computed(() => phase.value === "ready" && !matching.value);

/** A town too large for the times of every point at once: figures and tiles come from the server instead. */
export const tooMany = computed(() => times.value.state === "failed" && times.value.problem?.status === 413);

export const coverage = resource<Coverage>(
  computed(() => {
    const p = parameters.value;
    return p ? address("/coverage", { ...p, by: level.value }) : null;
  }),
  SETTLE_MS,
);
export const blindSpots = resource<BlindSpots>(ask("/blind-spots", { as: "areas" }), SETTLE_MS);

/** Asked only while someone looks at how the figure came about. */
export const bandWanted = computed(() => (parameters.value ? address("/coverage", { ...parameters.value, band: true }) : null));

const serverCurve = resource<Curve>(
  computed(() => (tooMany.value && question.value ? address("/coverage/curve", JSON.parse(question.value) as Parameters) : null)),
);

/** The server's rows for the whole and its areas, with the edits of a scenario done where there is one. */
export const rows = computed<readonly CoverageRow[] | null>(() => play.value?.results ?? coverage.value.value?.results ?? null);

/** The people at the cutoff shown. Without the times of all points, the server's own count stands in. */
export const shown = computed<Tally | null>(() => {
  const t = currentTimes.value;
  if (t && !changes.value.partial) return tally(t, view.value.minutes);
  return t || tooMany.value ? tallyOf(rows.value?.find((r) => r.area === null)) : null;
});

/** The people of the town as it is, whatever a scenario would change. */
export const shownBase = computed<Tally | null>(() => {
  const t = baseTimes.value;
  if (t) return tally(t, view.value.minutes);
  return tooMany.value ? tallyOf((play.value?.base ?? coverage.value.value?.results)?.find((r) => r.area === null)) : null;
});

function tallyOf(whole: CoverageRow | undefined): Tally | null {
  if (!whole) return null;
  const none = whole.by_reason.no_facility ?? 0;
  const people = { ...emptyTally().people, covered: whole.covered, none, unknown: whole.undetermined };
  people.late = whole.uncovered - whole.undetermined - none;
  return { total: whole.total, people, sorted: false, pointsNoData: 0 };
}

/** People covered at 0…MAX_MINUTES minutes. */
export const covered = computed<number[] | null>(() => {
  const t = currentTimes.value;
  if (t) return curve(t, MAX_MINUTES);
  const points = play.value ? null : serverCurve.value.value?.points;
  return points ? [0, ...points.map((p) => p.covered)] : null;
});

/** The server's row for the whole town at the cutoff shown, or null while it is on its way. */
export const wholeRow = computed(() => {
  const c = coverage.value;
  if (play.value) return play.value.results.find((r) => r.area === null) ?? null;
  return c.state === "ready" ? (c.value?.results.find((r) => r.area === null) ?? null) : null;
});
