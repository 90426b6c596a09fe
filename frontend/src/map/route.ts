/** Paints the way from a residential point to a facility, with its minutes. */
import type { Route } from "../api/types";
import { worldX, worldY, type Frame } from "./overlay";
import { FONT, ROUTE_COLOUR } from "./palette";

export function paintRoute(frame: Frame, route: Route, label: string): void {
  const points = route.geometry.coordinates.map(([lon = 0, lat = 0]) => [frame.x(worldX(lon)), frame.y(worldY(lat))] as const);
  if (points.length < 2) return;
  const { ctx } = frame;
  ctx.lineCap = ctx.lineJoin = "round";
  ctx.beginPath();
  for (const [i, [x, y]] of points.entries()) {
    if (i === 0) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
  }
  ctx.strokeStyle = "#ffffff";
  ctx.lineWidth = 7;
  ctx.stroke();
  ctx.strokeStyle = ROUTE_COLOUR;
  ctx.lineWidth = 3.2;
  ctx.stroke();
  paintLegs(ctx, points);
  paintLabel(ctx, halfway(points), label);
}

/** The first and the last bit lead over open ground to the street: dots instead of a line. */
function paintLegs(ctx: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  const [a, b, y, z] = [points[0], points[1], points.at(-2), points.at(-1)];
  if (!a || !b || !y || !z) return;
  ctx.strokeStyle = "#ffffff";
  ctx.lineWidth = 1.6;
  ctx.setLineDash([0.1, 4.5]);
  ctx.beginPath();
  ctx.moveTo(...a);
  ctx.lineTo(...b);
  if (points.length > 2) {
    ctx.moveTo(...y);
    ctx.lineTo(...z);
  }
  ctx.stroke();
  ctx.setLineDash([]);
}

function paintLabel(ctx: CanvasRenderingContext2D, [x, y]: readonly [number, number], label: string): void {
  ctx.font = `600 13px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const width = ctx.measureText(label).width + 18;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - 12, width, 24, 12);
  ctx.fillStyle = ROUTE_COLOUR;
  ctx.fill();
  ctx.strokeStyle = "#ffffff";
  ctx.lineWidth = 2;
  ctx.stroke();
  ctx.fillStyle = "#ffffff";
  ctx.fillText(label, x, y + 0.5);
}

function halfway(points: readonly (readonly [number, number])[]): readonly [number, number] {
  const lengths = points.slice(1).map((p, i) => Math.hypot(p[0] - (points[i]?.[0] ?? 0), p[1] - (points[i]?.[1] ?? 0)));
  let left = lengths.reduce((sum, l) => sum + l, 0) / 2;
  for (const [i, length] of lengths.entries()) {
    const [a, b] = [points[i], points[i + 1]];
    if (a && b && left <= length && length > 0) return [a[0] + ((b[0] - a[0]) * left) / length, a[1] + ((b[1] - a[1]) * left) / length];
    left -= length;
  }
  return points[0] ?? [0, 0];
}
