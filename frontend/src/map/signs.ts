/** Paints facilities as signs: a small square board in the colour of its family. */
import type { FacilityFeature } from "../api/types";
import { familyOf } from "../services/families";
import { worldX, worldY, type Frame } from "./overlay";

export interface Sign {
  feature: FacilityFeature;
  x: number;
  y: number;
}

export function signOf(feature: FacilityFeature): Sign {
  const [lon, lat] = feature.geometry.coordinates;
  return { feature, x: worldX(lon ?? 0), y: worldY(lat ?? 0) };
}

const glyphs = new Map<string, Path2D>();

function glyph(path: string): Path2D {
  let p = glyphs.get(path);
  if (!p) glyphs.set(path, (p = new Path2D(path)));
  return p;
}

/** Sides of a board in pixels, from a sign that can be read down to a mere mark. */
const SIDES = [22, 18, 14, 10, 7] as const;
/** Among this share of the signs, boards may overlap. */
const OVERLAPS = 0.2;

/** The largest side at which boards keep mostly clear of each other. */
export function boardSize(frame: Frame, signs: readonly Sign[]): number {
  const largest = frame.zoom >= 15 ? 22 : frame.zoom >= 13 ? 18 : 14;
  const fits = SIDES.find((side) => side <= largest && overlapping(frame, signs, side * 1.6) <= OVERLAPS);
  return fits ?? SIDES[SIDES.length - 1]!;
}

/** The share of signs that share their square of the given side with another. */
function overlapping(frame: Frame, signs: readonly Sign[], side: number): number {
  if (signs.length === 0) return 0;
  const squares = new Set<string>();
  for (const s of signs) squares.add(`${Math.floor(frame.x(s.x) / side)},${Math.floor(frame.y(s.y) / side)}`);
  return 1 - squares.size / signs.length;
}

export function paintSigns(frame: Frame, signs: readonly Sign[]): void {
  const side = boardSize(frame, signs);
  for (const sign of signs) {
    const x = frame.x(sign.x);
    const y = frame.y(sign.y);
    if (x < -side || y < -side || x > frame.width + side || y > frame.height + side) continue;
    paintSign(frame.ctx, sign.feature, x, y, side);
  }
}

function paintSign(ctx: CanvasRenderingContext2D, feature: FacilityFeature, x: number, y: number, side: number): void {
  const { service, status, on_network } = feature.properties;
  const family = familyOf(service);
  const serves = status === "active" && on_network;
  ctx.beginPath();
  ctx.roundRect(x - side / 2, y - side / 2, side, side, side * 0.28);
  ctx.fillStyle = serves ? family.colour : "#ffffff";
  ctx.strokeStyle = "#ffffff";
  ctx.lineWidth = side < 12 ? 2 : 3;
  ctx.stroke();
  ctx.fill();
  if (!serves) {
    ctx.strokeStyle = family.colour;
    ctx.lineWidth = 1.4;
    ctx.setLineDash([2.5, 2]);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  if (side < 12) return;
  const scale = (side * 0.8) / 16;
  ctx.save();
  ctx.translate(x - 8 * scale, y - 8 * scale);
  ctx.scale(scale, scale);
  ctx.strokeStyle = serves ? "#ffffff" : family.colour;
  ctx.lineWidth = 1.5;
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  ctx.stroke(glyph(family.sign));
  ctx.restore();
}

export function signAt(frame: Frame, signs: readonly Sign[], x: number, y: number): Sign | null {
  const reach = boardSize(frame, signs) / 2 + 2;
  for (let i = signs.length - 1; i >= 0; i--) {
    const sign = signs[i];
    if (sign && Math.abs(frame.x(sign.x) - x) <= reach && Math.abs(frame.y(sign.y) - y) <= reach) return sign;
  }
  return null;
}
