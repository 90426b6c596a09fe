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

/** Side of the board in pixels: small from afar and where there are many. */
export function boardSize(zoom: number, count: number): number {
  const wanted = zoom >= 16 ? 22 : zoom >= 15 ? 19 : zoom >= 14 ? 16 : 13;
  const crowd = count > 300 ? 7 : count > 120 ? 3 : 0;
  return Math.max(zoom >= 15 ? 13 : 7, wanted - (zoom >= 16 ? 0 : crowd));
}

export function paintSigns(frame: Frame, signs: readonly Sign[]): void {
  const side = boardSize(frame.zoom, signs.length);
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
  ctx.lineWidth = 3;
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
  const reach = boardSize(frame.zoom, signs.length) / 2 + 2;
  for (let i = signs.length - 1; i >= 0; i--) {
    const sign = signs[i];
    if (sign && Math.abs(frame.x(sign.x) - x) <= reach && Math.abs(frame.y(sign.y) - y) <= reach) return sign;
  }
  return null;
}
