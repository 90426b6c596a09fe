/** Writes street names along the streets of a tile. */
import type { VectorTileLayer } from "@mapbox/vector-tile";
import { BASE, FONT } from "./palette";
import { SIDE, type TilePart } from "./tilesource";

const MAJOR = /^(motorway|trunk|primary|secondary)$/;

/** Each name once per tile, on its longest straight stretch, and only where it fits into the tile whole. */
export function paintStreetNames(ctx: CanvasRenderingContext2D, layer: VectorTileLayer, part: TilePart): void {
  if (part.zoom < 15) return;
  // Tiles are stretched or shrunk to the zooms between theirs, down to seven tenths.
  ctx.font = `12.5px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  const best = new Map<string, Stretch>();
  for (let i = 0; i < layer.length; i++) {
    const feature = layer.feature(i);
    const name = String(feature.properties.name ?? "");
    if (!name || (part.zoom < 17 && !MAJOR.test(String(feature.properties.class)))) continue;
    for (const line of feature.loadGeometry()) longest(best, name, line, part, layer.extent);
  }
  const taken: { x: number; y: number; r: number }[] = [];
  for (const [name, s] of [...best].sort((a, b) => b[1].length - a[1].length)) {
    const width = ctx.measureText(name).width;
    const x = (s.x1 + s.x2) / 2;
    const y = (s.y1 + s.y2) / 2;
    let angle = Math.atan2(s.y2 - s.y1, s.x2 - s.x1);
    if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
    const rx = (Math.abs(Math.cos(angle)) * width) / 2 + 7;
    const ry = (Math.abs(Math.sin(angle)) * width) / 2 + 7;
    const fits = s.length > width * 0.8 && x - rx > 0 && x + rx < SIDE && y - ry > 0 && y + ry < SIDE;
    if (!fits || taken.some((t) => Math.hypot(t.x - x, t.y - y) < t.r + width / 2)) continue;
    taken.push({ x, y, r: width / 2 });
    ctx.save();
    ctx.translate(x, y);
    ctx.rotate(angle);
    ctx.strokeStyle = "rgba(255,255,255,0.95)";
    ctx.lineWidth = 3;
    ctx.strokeText(name, 0, 0);
    ctx.fillStyle = BASE.streetLabel;
    ctx.fillText(name, 0, 0);
    ctx.restore();
  }
}

interface Stretch {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  length: number;
}

function longest(best: Map<string, Stretch>, name: string, line: { x: number; y: number }[], part: TilePart, extent: number): void {
  const s = part.scale(extent);
  const inside = (v: number) => v > -20 && v < SIDE + 20;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]];
    if (!a || !b) continue;
    const [x1, y1, x2, y2] = [a.x * s + part.dx, a.y * s + part.dy, b.x * s + part.dx, b.y * s + part.dy];
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (inside((x1 + x2) / 2) && inside((y1 + y2) / 2) && length > (best.get(name)?.length ?? 0)) {
      best.set(name, { x1, y1, x2, y2, length });
    }
  }
}
