/** Paints facilities as signs: a small square board in the colour of its family. */
import type { FacilityFeature } from "../api/types";
import { familyOf } from "../services/families";
import { serves } from "../state/town";
import { worldX, worldY, type Frame } from "./overlay";
import { EDIT_COLOUR } from "./palette";

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

/** Sides of a board in pixels that can be read as a sign. */
const SIDES = [22, 18, 14] as const;
/** Where boards would lie on each other, or on the cells of people, facilities are dots of these widths. */
const DOTS = [9, 7, 5] as const;
/** What a scenario changes is never a mere dot. */
export const EDITED_SIDE = 22;

/** Among this share of the signs, boards may overlap. */
const OVERLAPS = 0.06;

/**
 * The largest side at which boards keep mostly clear of each other.
 * @param far people are cells: signs would hide them.
 */
export function boardSize(frame: Frame, signs: readonly Sign[], far: boolean): number {
  const dots = DOTS.slice(frame.zoom >= 13 ? 0 : frame.zoom >= 12 ? 1 : 2);
  const sides = far ? dots : [...SIDES, ...dots];
  return sides.find((side) => overlapping(frame, signs, side * 1.25) <= OVERLAPS) ?? DOTS[DOTS.length - 1]!;
}

/** The share of signs that share their square of the given side with another. */
function overlapping(frame: Frame, signs: readonly Sign[], side: number): number {
  if (signs.length === 0) return 0;
  const squares = new Set<string>();
  for (const s of signs) squares.add(`${Math.floor(frame.x(s.x) / side)},${Math.floor(frame.y(s.y) / side)}`);
  return 1 - squares.size / signs.length;
}

/** The facility that is looked at: always a whole sign, with a ring around it. */
export function paintChosenSign(frame: Frame, sign: Sign): void {
  const [x, y] = [frame.x(sign.x), frame.y(sign.y)];
  const { ctx } = frame;
  for (const [radius, fill] of [[20, "#ffffff"], [18, "#111f2c"], [15.5, "#ffffff"]] as const) {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = fill;
    ctx.fill();
  }
  paintSign(ctx, sign.feature, x, y, 22);
}

/** Facilities that a scenario changes: whole signs with a frame of their own. */
export function paintEditedSigns(frame: Frame, signs: readonly Sign[]): void {
  const { ctx } = frame;
  const side = EDITED_SIDE + 9;
  for (const sign of signs) {
    const [x, y] = [frame.x(sign.x), frame.y(sign.y)];
    ctx.beginPath();
    ctx.roundRect(x - side / 2, y - side / 2, side, side, side * 0.3);
    ctx.fillStyle = "#ffffff";
    ctx.fill();
    ctx.strokeStyle = EDIT_COLOUR;
    ctx.lineWidth = 2.5;
    ctx.stroke();
    paintSign(ctx, sign.feature, x, y, EDITED_SIDE);
  }
}

export function paintSigns(frame: Frame, signs: readonly Sign[], side: number): void {
  for (const sign of signs) {
    const x = frame.x(sign.x);
    const y = frame.y(sign.y);
    if (x < -side || y < -side || x > frame.width + side || y > frame.height + side) continue;
    paintSign(frame.ctx, sign.feature, x, y, side);
  }
}

function paintSign(ctx: CanvasRenderingContext2D, feature: FacilityFeature, x: number, y: number, side: number): void {
  const family = familyOf(feature.properties.service);
  const inUse = serves(feature);
  ctx.beginPath();
  // A dot is round and has no room for a sign.
  ctx.roundRect(x - side / 2, y - side / 2, side, side, side < 12 ? side / 2 : side * 0.28);
  ctx.fillStyle = inUse ? family.colour : "#ffffff";
  ctx.strokeStyle = "#ffffff";
  ctx.lineWidth = side < 8 ? 1.2 : side < 12 ? 2 : 3;
  ctx.stroke();
  ctx.fill();
  if (!inUse) {
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
  ctx.strokeStyle = inUse ? "#ffffff" : family.colour;
  ctx.lineWidth = 1.5;
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  ctx.stroke(glyph(family.sign));
  ctx.restore();
}

export function signAt(frame: Frame, signs: readonly Sign[], side: number, x: number, y: number): Sign | null {
  const reach = side / 2 + 2;
  for (let i = signs.length - 1; i >= 0; i--) {
    const sign = signs[i];
    if (sign && Math.abs(frame.x(sign.x) - x) <= reach && Math.abs(frame.y(sign.y) - y) <= reach) return sign;
  }
  return null;
}
