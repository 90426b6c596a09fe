/** Paints people as dots, and finds the dot under the pointer. */
import type { Fate } from "../analysis/people";
import { band, fate, radius, type Dots } from "./dots";
import type { Frame } from "./overlay";
import { FATE_COLOURS, LATE_OUTLINE, timeColour, UNKNOWN_OUTLINE } from "./palette";

export function paintPeople(frame: Frame, dots: Dots, minutes: number): void {
  const { ctx } = frame;
  ctx.lineJoin = "miter";
  for (const i of dots.order) {
    if (!dots.people[i]) continue;
    const x = frame.x(dots.x[i] ?? 0);
    const y = frame.y(dots.y[i] ?? 0);
    const r = radius(dots, i, frame.zoom);
    if (x < -r || y < -r || x > frame.width + r || y > frame.height + r) continue;
    paintMark(ctx, fate(dots, i, minutes), band(dots, i), x, y, r);
  }
}

/** One residential point: a dot in the colour of its time, a diamond beyond reach, a hollow ring to be verified. */
export function paintMark(ctx: CanvasRenderingContext2D, f: Fate, band: number, x: number, y: number, r: number): void {
  ctx.beginPath();
  if (f === "covered") {
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.fillStyle = timeColour(band);
    ctx.fill();
    if (r > 2.5) stroke(ctx, "rgba(255,255,255,0.85)", 0.8);
  } else if (f === "unknown") {
    ctx.arc(x, y, Math.max(r, 2.5), 0, 2 * Math.PI);
    ctx.fillStyle = FATE_COLOURS.unknown;
    ctx.fill();
    ctx.setLineDash([2.5, 2]);
    stroke(ctx, UNKNOWN_OUTLINE, 1.4);
    ctx.setLineDash([]);
  } else {
    diamond(ctx, x, y, Math.max(r, 2) * 1.18);
    ctx.fillStyle = FATE_COLOURS[f];
    ctx.fill();
    stroke(ctx, LATE_OUTLINE, r > 4 ? 1.2 : 0.8);
  }
}

/** A ring around the point that is explained. */
export function paintChosen(frame: Frame, x: number, y: number, r: number): void {
  const { ctx } = frame;
  ctx.beginPath();
  ctx.arc(x, y, r + 5, 0, 2 * Math.PI);
  stroke(ctx, "#ffffff", 5);
  stroke(ctx, "#111f2c", 2.2);
}

/** The dot at a place on the canvas, or -1: the smallest of those that lie under it, as it is painted on top. */
export function dotAt(frame: Frame, dots: Dots, x: number, y: number): number {
  const slack = 4;
  for (let k = dots.order.length - 1; k >= 0; k--) {
    const i = dots.order[k] ?? 0;
    if (!dots.people[i]) continue;
    const dx = frame.x(dots.x[i] ?? 0) - x;
    const dy = frame.y(dots.y[i] ?? 0) - y;
    const r = radius(dots, i, frame.zoom) + slack;
    if (dx * dx + dy * dy <= r * r) return i;
  }
  return -1;
}

function diamond(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  ctx.moveTo(x, y - r);
  ctx.lineTo(x + r, y);
  ctx.lineTo(x, y + r);
  ctx.lineTo(x - r, y);
  ctx.closePath();
}

function stroke(ctx: CanvasRenderingContext2D, colour: string, width: number): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}
