/** Paints the way from a residential point to a facility, with its minutes. */
import type { Route } from "../api/types";
import { worldX, worldY, type Frame } from "./overlay";
import type { Room } from "./room";
import { FONT, ROUTE_COLOUR } from "./palette";

type Spot = readonly [x: number, y: number];

export function paintRoute(frame: Frame, route: Route, label: string, room: Room): void {
  const { ctx } = frame;
  const lines = route.stretches.map((s) => s.line.map(([lon, lat]): Spot => [frame.x(worldX(lon)), frame.y(worldY(lat))]));
  ctx.lineCap = ctx.lineJoin = "round";
  stroke(ctx, lines, "#ffffff", 7);
  stroke(ctx, lines, ROUTE_COLOUR, 3.2);
  // Over open ground, where there is no street, the line is dotted.
  ctx.setLineDash([0.1, 4.5]);
  stroke(ctx, lines.filter((_, i) => route.stretches[i]?.kind !== "street"), "#ffffff", 1.6);
  ctx.setLineDash([]);
  paintLabel(ctx, halfway(lines.flat()), label, room);
}

function stroke(ctx: CanvasRenderingContext2D, lines: readonly Spot[][], colour: string, width: number): void {
  ctx.beginPath();
  for (const line of lines) for (const [i, [x, y]] of line.entries()) i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

function paintLabel(ctx: CanvasRenderingContext2D, [x, y]: Spot, label: string, room: Room): void {
  ctx.font = `600 13px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const width = ctx.measureText(label).width + 18;
  room.take(x, y, width + 4, 28);
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

function halfway(points: readonly Spot[]): Spot {
  const lengths = points.slice(1).map((p, i) => Math.hypot(p[0] - (points[i]?.[0] ?? 0), p[1] - (points[i]?.[1] ?? 0)));
  let left = lengths.reduce((sum, l) => sum + l, 0) / 2;
  for (const [i, length] of lengths.entries()) {
    const [a, b] = [points[i], points[i + 1]];
    if (a && b && left <= length && length > 0) return [a[0] + ((b[0] - a[0]) * left) / length, a[1] + ((b[1] - a[1]) * left) / length];
    left -= length;
  }
  return points[0] ?? [0, 0];
}
