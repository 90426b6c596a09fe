/**
 * People covered by number of sites: the best found, and the bound that nothing can beat as a second line. Where the
 * number is what was asked for, it is a handle to drag.
 */
import { useRef } from "preact/hooks";
import { nextGain, stepsOf } from "../analysis/sites";
import { adjust, go, view } from "../state/address";
import type { Finding } from "../state/sites";
import { t } from "../words/language";
import { people, percent } from "../words/people";

const WIDTH = 330;
const HEIGHT = 138;
const LEFT = 38;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 20;

export function SiteCurveChart({ finding: { curve, answer } }: { finding: Finding }) {
  const svg = useRef<SVGSVGElement>(null);
  const steps = curve && answer && curve.unit === "people" && answer.covered_before !== null ? stepsOf(curve.points, answer.covered_before) : null;
  if (!steps || !answer) return null;
  const { most, low, high, points, proven } = steps;
  const total = answer.total;
  const x = (sites: number) => LEFT + (sites / Math.max(1, most)) * (WIDTH - LEFT - RIGHT);
  const y = (n: number) => TOP + (1 - (n - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const line = (of: "value" | "bound") => points.map((p) => `${x(p.sites).toFixed(1)},${y(p[of]).toFixed(1)}`).join(" ");
  const chosen = Math.min(most, answer.sites.length);
  const at = points.find((p) => p.sites === chosen);
  const { goal } = view.value;
  const movable = goal.by === "sites";
  const next = nextGain(steps, chosen);

  const choose = (sites: number, step: typeof go) => {
    const amount = Math.min(most, Math.max(1, sites));
    if (amount !== goal.amount) step({ goal: { ...goal, amount } });
  };
  const pointer = (event: PointerEvent) => {
    if (!movable) return;
    if (event.type === "pointerdown") svg.current?.setPointerCapture(event.pointerId);
    else if (!svg.current?.hasPointerCapture(event.pointerId)) return;
    const box = svg.current?.getBoundingClientRect();
    if (!box) return;
    const place = ((event.clientX - box.left) / box.width) * WIDTH;
    choose(Math.round(((place - LEFT) / (WIDTH - LEFT - RIGHT)) * most), adjust);
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (by === undefined || !movable) return;
    event.preventDefault();
    choose(goal.amount + by, go);
  };
  const every = most <= 12 ? 1 : most <= 30 ? 5 : 10;

  return (
    <figure class="curve site-curve">
      <figcaption>
        {t("st.curve")}
        {movable && <span>{t("st.curveHint")}</span>}
      </figcaption>
      <svg ref={svg} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} class={movable ? "" : "fixed"} onPointerDown={pointer} onPointerMove={pointer}>
        {[low, (low + high) / 2, high].map((n) => (
          <g key={n} class="grid">
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(n)} y2={y(n)} />
            <text x={LEFT - 5} y={y(n) + 3.5} text-anchor="end">
              {percent(Math.floor(n), total)}
            </text>
          </g>
        ))}
        {points.filter((p) => p.sites % every === 0).map((p) => (
          <text key={p.sites} class="tick" x={x(p.sites)} y={HEIGHT - 5} text-anchor="middle">
            {p.sites}
          </text>
        ))}
        <polyline class="bound" points={line("bound")} />
        <polyline class="line" points={line("value")} />
        {points.map((p) => (
          <circle key={p.sites} class="dot" cx={x(p.sites)} cy={y(p.value)} r={most > 40 ? 1.6 : 2.6} />
        ))}
        {at && <line class="cut" x1={x(chosen)} x2={x(chosen)} y1={TOP - 4} y2={y(low)} />}
        {at && (
          <circle
            class="handle"
            cx={x(chosen)}
            cy={y(at.value)}
            r={6}
            {...(movable
              ? {
                  tabindex: 0,
                  role: "slider",
                  "aria-label": t("st.curveSlider"),
                  "aria-valuemin": 1,
                  "aria-valuemax": most,
                  "aria-valuenow": chosen,
                  "aria-valuetext": t("st.curveValue", { n: chosen, share: percent(at.value, total) }),
                  onKeyDown: key,
                }
              : { "aria-hidden": true })}
          />
        )}
      </svg>
      <p class="site-curve-key">
        <span>
          <i class="key-line" />
          {t("st.curveLine")}
        </span>
        <span>
          <i class="key-bound" />
          {t("st.curveBound")}
        </span>
        {next !== null && next > 0 && <b>{t("st.curveNext", { people: people(next) })}</b>}
      </p>
      {proven && <p class="quiet">{t("st.curveProven")}</p>}
    </figure>
  );
}
