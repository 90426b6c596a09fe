/** Paints areas: their land, their boundaries and names. */
import type { Areas } from "../api/types";
import { worldX, worldY, type Frame } from "./overlay";
import { insideRings } from "./rings";
import type { Room } from "./room";
import { BASE, FONT } from "./palette";

export interface AreaShape {
  id: string;
  name: string;
  level: string;
  rings: (readonly [number, number])[][];
  /** West, south, east, north in degrees, for zooming to it. */
  bounds: [number, number, number, number];
  /** The middle of its largest ring in the Mercator square: where the name stands. */
  label: { x: number; y: number; width: number };
}

export function areaShapes(areas: Areas): AreaShape[] {
  return areas.features.flatMap((feature) => {
    // An area of which only a table was given has no shape; it is in the ranking and not on the map.
    const polygons = feature.geometry?.type === "Polygon" ? [feature.geometry.coordinates] : (feature.geometry?.coordinates ?? []);
    if (polygons.length === 0) return [];
    const { id, name, level } = feature.properties;
    const bounds: AreaShape["bounds"] = [Infinity, Infinity, -Infinity, -Infinity];
    const rings = polygons.flat().map((ring) =>
      ring.map(([lon = 0, lat = 0]) => {
        bounds[0] = Math.min(bounds[0], lon);
        bounds[1] = Math.min(bounds[1], lat);
        bounds[2] = Math.max(bounds[2], lon);
        bounds[3] = Math.max(bounds[3], lat);
        return [worldX(lon), worldY(lat)] as const;
      }),
    );
    return [{ id, name, level, rings, bounds, label: middle(rings) }];
  });
}

/** The area around a position of the Mercator square, or null. */
export function areaAt(shapes: readonly AreaShape[], x: number, y: number): AreaShape | null {
  return shapes.find((shape) => insideRings(shape.rings, x, y)) ?? null;
}

function middle(rings: AreaShape["rings"]): AreaShape["label"] {
  let best = { x: 0, y: 0, width: 0, area: -1 };
  for (const ring of rings) {
    let [area, x, y] = [0, 0, 0];
    const [ox, oy] = ring[0] ?? [0, 0];
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1] ?? [0, 0];
      const [bx, by] = ring[i] ?? [0, 0];
      // Relative to the first corner: the square of the world is coarse for a float in the last digits.
      const cross = (ax - ox) * (by - oy) - (bx - ox) * (ay - oy);
      area += cross;
      x += cross * (ax + bx - 2 * ox);
      y += cross * (ay + by - 2 * oy);
    }
    const xs = ring.map((p) => p[0]);
    if (Math.abs(area) > best.area) {
      const width = Math.max(...xs) - Math.min(...xs);
      best = { x: ox + (area ? x / (3 * area) : 0), y: oy + (area ? y / (3 * area) : 0), width, area: Math.abs(area) };
    }
  }
  return best;
}

/** The land of the town, under the streets. */
export function paintLand(frame: Frame, shapes: readonly AreaShape[]): void {
  frame.ctx.fillStyle = BASE.land;
  for (const shape of shapes) {
    trace(frame, shape);
    frame.ctx.fill("nonzero");
  }
}

export function paintBoundaries(frame: Frame, shapes: readonly AreaShape[]): void {
  const { ctx } = frame;
  for (const shape of shapes) {
    trace(frame, shape);
    ctx.setLineDash([]);
    ctx.strokeStyle = "rgba(255,255,255,0.75)";
    ctx.lineWidth = 3.2;
    ctx.stroke();
    ctx.setLineDash([5, 3]);
    ctx.strokeStyle = BASE.boundary;
    ctx.lineWidth = 1;
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

export function paintAreaNames(frame: Frame, shapes: readonly AreaShape[], room: Room): void {
  const { ctx } = frame;
  ctx.font = `500 12px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const { name, label } of shapes) {
    const half = ctx.measureText(name).width / 2 + 4;
    const width = frame.x(label.width) - frame.x(0);
    // A name half as wide as its area leaves the people in it to be seen.
    if (width < half * 3) continue;
    const x = frame.x(label.x);
    const y = frame.y(label.y);
    if (!room.take(x, y, half * 2, 20)) continue;
    ctx.strokeStyle = "rgba(255,255,255,0.9)";
    ctx.lineWidth = 4;
    ctx.strokeText(name, x, y);
    ctx.fillStyle = BASE.label;
    ctx.fillText(name, x, y);
  }
}

function trace(frame: Frame, shape: AreaShape): void {
  frame.ctx.beginPath();
  for (const ring of shape.rings) {
    for (const [i, [x, y]] of ring.entries()) {
      if (i === 0) frame.ctx.moveTo(frame.x(x), frame.y(y));
      else frame.ctx.lineTo(frame.x(x), frame.y(y));
    }
    frame.ctx.closePath();
  }
}
