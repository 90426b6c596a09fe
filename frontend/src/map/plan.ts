/**
 * Paints a promise: its units, met, failing or without data, and the people whom it leaves out. Met is plain and blue,
 * failing hatched and orange, no data dotted and grey, so that print and colour-blind readers tell them apart.
 */
import type { CheckMap, Lacks, UnitProperties } from "../api/plantypes";
import { boxOf } from "./camera";
import { usualRadius } from "./dots";
import { pathOf, worldX, worldY, type Frame, type Ring } from "./overlay";
import { FATE_COLOURS, LATE_OUTLINE, SPOT_COLOUR, UNKNOWN_OUTLINE } from "./palette";
import { paintMark } from "./people";
import { insideRings } from "./rings";

export type UnitState = "met" | "failing" | "noData" | "value";

export interface UnitShape {
  id: string;
  state: UnitState;
  /** Of units that are only listed: how large the value is among them all, from 0 to 1. */
  weight: number;
  /** Of an area; empty of a facility or a point. */
  rings: readonly Ring[];
  /** Of a facility or a point, and of an area the middle of its box. */
  x: number;
  y: number;
  properties: UnitProperties;
}

export interface LackDot {
  id: string;
  name: string;
  people: number;
  reached: number;
  needs: number;
  x: number;
  y: number;
}

export interface PlanShapes {
  units: readonly UnitShape[];
  /** Units that are not on the map, as nobody gave their boundary. */
  unmapped: number;
  lacks: readonly LackDot[];
  /** People of a usual large point among them. */
  usual: number;
  chosen: string | null;
}

export const NO_PLAN: PlanShapes = { units: [], unmapped: 0, lacks: [], usual: 1, chosen: null };

/** @param listed the check has no target: its units are neither met nor failing. */
export function unitShapes(map: CheckMap, listed: boolean): UnitShape[] {
  const most = Math.max(...map.features.map((f) => f.properties.value ?? 0), 1e-9);
  return map.features.flatMap(({ geometry, properties: p }) => {
    if (!geometry) return [];
    const state: UnitState = p.met === null ? "noData" : listed ? "value" : p.met ? "met" : "failing";
    const unit = { id: p.unit, state, weight: Math.max(0, p.value ?? 0) / most, properties: p };
    if (geometry.type === "Point") {
      const [lon = 0, lat = 0] = geometry.coordinates;
      return [{ ...unit, rings: [], x: worldX(lon), y: worldY(lat) }];
    }
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const rings = polygons.flat().map((ring) => ring.map(([lon = 0, lat = 0]) => [worldX(lon), worldY(lat)] as const));
    const [west, south, east, north] = boxOf(geometry.coordinates);
    return [{ ...unit, rings, x: worldX((west + east) / 2), y: worldY((south + north) / 2) }];
  });
}

export function lackDots(lacks: Lacks): LackDot[] {
  return lacks.features.map(({ geometry, properties: p }) => {
    const [lon = 0, lat = 0] = geometry.coordinates;
    return { id: p.id, name: p.name || p.id, people: p.uncovered, reached: p.reached, needs: p.needs, x: worldX(lon), y: worldY(lat) };
  });
}

/** As among all people: nine of ten points are smaller than a usual large one. */
export function usualOf(dots: readonly LackDot[]): number {
  const sorted = dots.map((d) => d.people).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.9)] || 1;
}

export const MET_FILL = "rgba(31,99,168,0.20)";
export const MET_LINE = "#1f63a8";

let hatch: CanvasPattern | null = null;
let dots: CanvasPattern | null = null;

/** A small tile that is repeated, drawn once. */
function pattern(ctx: CanvasRenderingContext2D, draw: (c: CanvasRenderingContext2D) => void): CanvasPattern | null {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 16;
  const c = tile.getContext("2d");
  if (c) draw(c);
  const made = ctx.createPattern(tile, "repeat");
  made?.setTransform(new DOMMatrix().scale(0.5));
  return made;
}

function hatching(ctx: CanvasRenderingContext2D): CanvasPattern | string {
  hatch ??= pattern(ctx, (c) => {
    c.strokeStyle = SPOT_COLOUR;
    c.lineWidth = 2.2;
    for (const from of [-16, 0, 16]) {
      c.moveTo(from - 1, 17);
      c.lineTo(from + 17, -1);
    }
    c.stroke();
  });
  return hatch ?? SPOT_COLOUR;
}

function dotting(ctx: CanvasRenderingContext2D): CanvasPattern | string {
  dots ??= pattern(ctx, (c) => {
    c.fillStyle = UNKNOWN_OUTLINE;
    for (const [x, y] of [[4, 4], [12, 12]] as const) {
      c.beginPath();
      c.arc(x, y, 1.5, 0, 2 * Math.PI);
      c.fill();
    }
  });
  return dots ?? UNKNOWN_OUTLINE;
}

/** The land of units, under everything else of the promise. */
export function paintUnits(frame: Frame, { units, chosen }: PlanShapes): void {
  const { ctx } = frame;
  const areas = units.filter((u) => u.rings.length > 0);
  for (const unit of areas) fillUnit(frame, unit);
  // What fails is outlined last: a shared boundary is that of the failing one.
  const last = (u: UnitShape) => Number(u.state === "failing") + 2 * Number(u.id === chosen);
  for (const unit of [...areas].sort((a, b) => last(a) - last(b))) {
    const path = pathOf(frame, unit.rings);
    const wide = unit.id === chosen;
    ctx.lineJoin = "round";
    if (wide) stroke(ctx, path, "#ffffff", 6);
    ctx.setLineDash(unit.state === "noData" && !wide ? [3, 3] : []);
    stroke(ctx, path, wide ? "#111f2c" : unit.state === "failing" ? SPOT_COLOUR : unit.state === "noData" ? UNKNOWN_OUTLINE : MET_LINE, wide ? 3 : 1.1);
    ctx.setLineDash([]);
  }
}

function fillUnit(frame: Frame, { rings, state, weight }: UnitShape): void {
  const { ctx } = frame;
  const path = pathOf(frame, rings);
  if (state === "met") fill(ctx, path, MET_FILL);
  else if (state === "value") fill(ctx, path, `rgba(11,58,102,${(0.06 + 0.5 * weight).toFixed(3)})`);
  else if (state === "noData") {
    fill(ctx, path, "rgba(255,255,255,0.55)");
    fill(ctx, path, dotting(ctx), 0.6);
  } else {
    fill(ctx, path, "rgba(236,122,28,0.16)");
    fill(ctx, path, hatching(ctx), 0.5);
  }
}

function fill(ctx: CanvasRenderingContext2D, path: Path2D, style: string | CanvasPattern, alpha = 1): void {
  ctx.globalAlpha = alpha;
  ctx.fillStyle = style;
  ctx.fill(path, "evenodd");
  ctx.globalAlpha = 1;
}

function stroke(ctx: CanvasRenderingContext2D, path: Path2D, style: string, width: number): void {
  ctx.strokeStyle = style;
  ctx.lineWidth = width;
  ctx.stroke(path);
}

/** Facilities and points that are units: a round, a diamond, a dashed ring. Those that fail are painted on top. */
export function paintUnitMarks(frame: Frame, { units, chosen }: PlanShapes): void {
  const { ctx } = frame;
  const r = markRadius(frame.zoom);
  const marks = units.filter((u) => u.rings.length === 0);
  for (const unit of marks.sort((a, b) => Number(a.state === "failing") - Number(b.state === "failing"))) {
    const [x, y] = [frame.x(unit.x), frame.y(unit.y)];
    if (!inSight(frame, x, y, r)) continue;
    if (unit.id === chosen) {
      ctx.beginPath();
      ctx.arc(x, y, r + 5, 0, 2 * Math.PI);
      ctx.strokeStyle = "#111f2c";
      ctx.lineWidth = 2.4;
      ctx.stroke();
    }
    paintMark(ctx, unit.state === "failing" ? "late" : unit.state === "noData" ? "unknown" : "covered", 1, x, y, r);
  }
}

function markRadius(zoom: number): number {
  return Math.min(9, Math.max(4.5, usualRadius(zoom)));
}

/** People left out: diamonds as everywhere on the map, their area the people. */
export function paintLacks(frame: Frame, { lacks, usual }: PlanShapes): void {
  for (const dot of lacks) {
    const [x, y] = [frame.x(dot.x), frame.y(dot.y)];
    const r = lackRadius(frame.zoom, dot.people, usual);
    if (!inSight(frame, x, y, r)) continue;
    const { ctx } = frame;
    ctx.beginPath();
    ctx.moveTo(x, y - r * 1.18);
    ctx.lineTo(x + r * 1.18, y);
    ctx.lineTo(x, y + r * 1.18);
    ctx.lineTo(x - r * 1.18, y);
    ctx.closePath();
    ctx.fillStyle = FATE_COLOURS.late;
    ctx.globalAlpha = 0.88;
    ctx.fill();
    ctx.globalAlpha = 1;
    ctx.strokeStyle = r > 2.5 ? "#ffffff" : LATE_OUTLINE;
    ctx.lineWidth = r > 2.5 ? 0.9 : 0.5;
    ctx.stroke();
  }
}

function lackRadius(zoom: number, people: number, usual: number): number {
  const scale = usualRadius(zoom);
  return Math.min(scale * 2, Math.max(1.5, scale * 0.92 * Math.sqrt(people / usual)));
}

export type PlanHit = { kind: "unit"; unit: UnitShape } | { kind: "lack"; lack: LackDot };

/** What lies at a place of the canvas; what is painted on top is found first. */
export function planAt(frame: Frame, { units, lacks, usual }: PlanShapes, x: number, y: number, world: { x: number; y: number }): PlanHit | null {
  const r = markRadius(frame.zoom) + 3;
  const near = (u: UnitShape) => Math.hypot(frame.x(u.x) - x, frame.y(u.y) - y) <= r;
  const mark = units.filter((u) => u.rings.length === 0 && near(u)).sort((a, b) => Number(b.state === "failing") - Number(a.state === "failing"))[0];
  if (mark) return { kind: "unit", unit: mark };
  for (let i = lacks.length - 1; i >= 0; i--) {
    const lack = lacks[i]!;
    if (Math.hypot(frame.x(lack.x) - x, frame.y(lack.y) - y) <= lackRadius(frame.zoom, lack.people, usual) + 3) return { kind: "lack", lack };
  }
  const area = units.find((u) => u.rings.length > 0 && insideRings(u.rings, world.x, world.y));
  return area ? { kind: "unit", unit: area } : null;
}

function inSight(frame: Frame, x: number, y: number, r: number): boolean {
  return x > -r && y > -r && x < frame.width + r && y < frame.height + r;
}


