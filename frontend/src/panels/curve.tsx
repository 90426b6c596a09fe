/**
 * The curve of coverage over minutes, with the cutoff as a handle to drag. It is plain SVG: sixty points need no
 * chart library, a handle that is a real slider needs our own code anyway, and SVG prints sharp.
 */
import { useRef } from "preact/hooks";
import { adjust, go, view } from "../state/address";
import { covered, shown } from "../state/answers";
import { MAX_MINUTES } from "../state/view";
import { t } from "../words/language";
import { percent } from "../words/people";

const WIDTH = 312;
const HEIGHT = 104;
const LEFT = 30;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 20;

const x = (minutes: number) => LEFT + (minutes / MAX_MINUTES) * (WIDTH - LEFT - RIGHT);
const y = (share: number) => TOP + (1 - share) * (HEIGHT - TOP - BOTTOM);

export function CurveChart() {
  const points = covered.value;
  const total = shown.value?.total ?? 0;
  const svg = useRef<SVGSVGElement>(null);
  if (!points || total === 0) return null;
  const { minutes } = view.value;
  const share = (m: number) => (points[m] ?? 0) / total;
  const line = points.map((_, m) => `${x(m).toFixed(1)},${y(share(m)).toFixed(1)}`);
  const upTo = line.slice(0, minutes + 1);

  const minutesAt = (event: PointerEvent) => {
    const box = svg.current?.getBoundingClientRect();
    if (!box) return minutes;
    const at = ((event.clientX - box.left) / box.width) * WIDTH;
    return clamp(Math.round(((at - LEFT) / (WIDTH - LEFT - RIGHT)) * MAX_MINUTES));
  };
  const drag = (event: PointerEvent) => {
    if (event.type === "pointerdown") svg.current?.setPointerCapture(event.pointerId);
    else if (!svg.current?.hasPointerCapture(event.pointerId)) return;
    adjust({ minutes: minutesAt(event) });
  };
  const key = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    go({ minutes: clamp(minutes + step) });
  };

  return (
    <figure class="curve">
      <figcaption>
        {t("a.curve")}
        <span>{t("a.curveHandle")}</span>
      </figcaption>
      <svg ref={svg} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} onPointerDown={drag} onPointerMove={drag}>
        {[0, 0.5, 1].map((s) => (
          <g key={s} class="grid">
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(s)} y2={y(s)} />
            <text x={LEFT - 5} y={y(s) + 3.5} text-anchor="end">
              {s * 100}%
            </text>
          </g>
        ))}
        {[0, 15, 30, 45, 60].map((m) => (
          <text key={m} class="tick" x={x(m)} y={HEIGHT - 5} text-anchor="middle">
            {m}
          </text>
        ))}
        <polygon class="below" points={`${x(0)},${y(0)} ${upTo.join(" ")} ${x(minutes)},${y(0)}`} />
        <polyline class="line rest" points={line.slice(minutes).join(" ")} />
        <polyline class="line" points={upTo.join(" ")} />
        <line class="cut" x1={x(minutes)} x2={x(minutes)} y1={TOP - 4} y2={y(0)} />
        <circle
          class="handle"
          cx={x(minutes)}
          cy={y(share(minutes))}
          r={6}
          // Lower case: in SVG, attributes are told apart by case.
          tabindex={0}
          role="slider"
          aria-label={t("q.minutesSlider")}
          aria-valuemin={1}
          aria-valuemax={MAX_MINUTES}
          aria-valuenow={minutes}
          aria-valuetext={t("a.curveValue", { n: minutes, share: percent(points[minutes] ?? 0, total) })}
          onKeyDown={key}
        />
      </svg>
    </figure>
  );
}

function clamp(minutes: number): number {
  return Math.min(MAX_MINUTES, Math.max(1, minutes));
}
