/**
 * Paints catchment outlines. Several services are joined by clipping alone: the boundary of an intersection is
 * each outline within all the others, that of a union each outline outside all the others. No geometry is computed.
 */
import type { Catchments } from "../api/types";
import { pathOf, worldX, worldY, type Frame, type Ring } from "./overlay";

/** The outline at one cutoff, in the Mercator square. */
export interface Band {
  minutes: number;
  rings: readonly Ring[];
}

/** The catchments of one service, facility or place, the shortest cutoff first. */
export type CatchmentShape = readonly Band[];

export function catchmentShape(collection: Catchments): CatchmentShape {
  return collection.features.map(({ geometry, properties }) => {
    const polygons = geometry?.type === "Polygon" ? [geometry.coordinates] : (geometry?.coordinates ?? []);
    const rings = polygons.flat().map((ring) => ring.map(([lon = 0, lat = 0]) => [worldX(lon), worldY(lat)] as const));
    return { minutes: properties.minutes, rings };
  });
}

/** A wide line loses the half that clipping takes away, so it is drawn twice as wide as it shall be. */
const CHOSEN = { casing: 6.5, line: 3.4, colour: "#0b3a66" };
const NESTED = { casing: 0, line: 1.4, colour: "rgba(11,58,102,0.55)" };

/**
 * Draws the outline of the union of the shapes, or of their intersection where all of them are needed.
 * @param alone only the outline at the cutoff: thin ones would be lost among cells, and in the way of a way.
 */
export function paintOutlines(frame: Frame, shapes: readonly CatchmentShape[], need: "any" | "all", minutes: number, alone: boolean): void {
  const cutoffs = (shapes[0] ?? []).map((band) => band.minutes).filter((cutoff) => !alone || cutoff === minutes);
  for (const cutoff of cutoffs) {
    const style = cutoff === minutes ? CHOSEN : NESTED;
    const paths = shapes.map((shape) => pathOf(frame, ringsAt(shape, cutoff)));
    frame.ctx.save();
    for (const path of paths) frame.ctx.clip(need === "all" ? path : inverse(frame, path), "evenodd");
    for (const path of paths) stroke(frame, path, style);
    frame.ctx.restore();
  }
}

/** Tints the land of the catchment of one facility or place, under the people on it. */
export function paintOwnLand(frame: Frame, shape: CatchmentShape, minutes: number): void {
  frame.ctx.fillStyle = "rgba(24,84,130,0.13)";
  frame.ctx.fill(pathOf(frame, ringsAt(shape, minutes)), "evenodd");
}

/** Draws the outlines of the catchment of one facility or place, over the people. */
export function paintOwnLines(frame: Frame, shape: CatchmentShape, minutes: number): void {
  for (const band of shape) {
    stroke(frame, pathOf(frame, band.rings), band.minutes === minutes ? { ...CHOSEN, casing: 5, line: 2.4 } : { ...NESTED, line: 1.1 });
  }
}

/** The place pointed at: a ring with a dot, unlike anything that stands for data. */
export function paintPlace(frame: Frame, lon: number, lat: number): void {
  const { ctx } = frame;
  const [x, y] = [frame.x(worldX(lon)), frame.y(worldY(lat))];
  for (const [radius, fill] of [[9, "#ffffff"], [7, "#111f2c"], [2.6, "#ffffff"]] as const) {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = fill;
    ctx.fill();
  }
}

function stroke({ ctx }: Frame, path: Path2D, style: { casing: number; line: number; colour: string }): void {
  ctx.lineJoin = "round";
  if (style.casing) {
    ctx.strokeStyle = "rgba(255,255,255,0.8)";
    ctx.lineWidth = style.casing;
    ctx.stroke(path);
  }
  ctx.strokeStyle = style.colour;
  ctx.lineWidth = style.line;
  ctx.stroke(path);
}

function ringsAt(shape: CatchmentShape, minutes: number): readonly Ring[] {
  return shape.find((band) => band.minutes === minutes)?.rings ?? [];
}

/** Everything but the path, by the even-odd rule. */
function inverse(frame: Frame, path: Path2D): Path2D {
  const out = new Path2D(path);
  out.rect(-1e5, -1e5, frame.width + 2e5, frame.height + 2e5);
  return out;
}
