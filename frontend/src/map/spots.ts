/** Paints blind spots: hatched, outlined, with their number of people. Those to be verified are no gap and not hatched. */
import type { BlindSpotFeature } from "../api/types";
import { worldX, worldY, type Frame } from "./overlay";
import { insideRings } from "./rings";
import type { Room } from "./room";
import { isDoubt } from "../analysis/people";
import { FONT, SPOT_COLOUR, UNKNOWN_OUTLINE } from "./palette";

type Ring = readonly (readonly [number, number])[];

export interface SpotShape {
  id: string;
  people: number;
  /** To be verified: it speaks of the data. */
  doubt: boolean;
  /** Rings in the Mercator square, for filling. */
  rings: Ring[];
  /** Edges that belong to one cell only: the outline of cells that touch. */
  outline: [x1: number, y1: number, x2: number, y2: number][];
  /** The middle of its northern edge and of its southern one: where its number may stand. */
  top: readonly [x: number, y: number];
  foot: readonly [x: number, y: number];
  /** West, north, east, south in the Mercator square. */
  box: [number, number, number, number];
}

export function spotShape(feature: BlindSpotFeature): SpotShape {
  const polygons = feature.geometry.type === "Polygon" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
  const rings = polygons.flat().map((ring) => ring.map(([lon, lat]) => [worldX(lon ?? 0), worldY(lat ?? 0)] as const));
  const box: SpotShape["box"] = [Infinity, Infinity, -Infinity, -Infinity];
  const edges = new Map<string, { edge: SpotShape["outline"][number]; times: number }>();
  for (const ring of rings) {
    for (const [i, [x, y]] of ring.entries()) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
      const next = ring[i + 1];
      if (next) countEdge(edges, x, y, next[0], next[1]);
    }
  }
  const outline = [...edges.values()].filter((e) => e.times === 1).map((e) => e.edge);
  return { id: feature.properties.id, people: feature.properties.population, doubt: isDoubt(feature.properties.reason), rings, outline, box, top: edgeMiddle(rings, box[1]), foot: edgeMiddle(rings, box[3]) };
}

/** The middle of the corners that lie on the edge of the box, of the first ring that has any. */
function edgeMiddle(rings: readonly Ring[], y: number): readonly [x: number, y: number] {
  for (const ring of rings) {
    const xs = ring.filter((corner) => corner[1] === y).map((corner) => corner[0]);
    if (xs.length > 0) return [(Math.min(...xs) + Math.max(...xs)) / 2, y];
  }
  return [0, y];
}

function countEdge(
  edges: Map<string, { edge: SpotShape["outline"][number]; times: number }>,
  x1: number, y1: number, x2: number, y2: number,
): void {
  const a = `${Math.round(x1 * 1e10)},${Math.round(y1 * 1e10)}`;
  const b = `${Math.round(x2 * 1e10)},${Math.round(y2 * 1e10)}`;
  const key = a < b ? `${a} ${b}` : `${b} ${a}`;
  const known = edges.get(key);
  if (known) known.times++;
  else edges.set(key, { edge: [x1, y1, x2, y2], times: 1 });
}

let hatch: CanvasPattern | null = null;

/** Diagonal lines, so that a blind spot is told apart without colour. */
function hatching(ctx: CanvasRenderingContext2D): CanvasPattern | string {
  if (hatch) return hatch;
  const tile = document.createElement("canvas");
  tile.width = tile.height = 14;
  const c = tile.getContext("2d");
  if (!c) return SPOT_COLOUR;
  c.strokeStyle = SPOT_COLOUR;
  c.lineWidth = 2;
  for (const from of [-14, 0, 14]) {
    c.moveTo(from - 1, 15);
    c.lineTo(from + 15, -1);
  }
  c.stroke();
  hatch = ctx.createPattern(tile, "repeat");
  hatch?.setTransform(new DOMMatrix().scale(0.5));
  return hatch ?? SPOT_COLOUR;
}

export function paintSpots(frame: Frame, spots: readonly SpotShape[], chosen: string | null): void {
  const { ctx } = frame;
  for (const spot of spots) {
    if (!inFrame(frame, spot)) continue;
    if (!spot.doubt) fillHatched(frame, spot);
    ctx.beginPath();
    for (const [x1, y1, x2, y2] of spot.outline) {
      ctx.moveTo(frame.x(x1), frame.y(y1));
      ctx.lineTo(frame.x(x2), frame.y(y2));
    }
    ctx.lineCap = "round";
    ctx.setLineDash(spot.doubt ? [3, 4] : []);
    ctx.strokeStyle = spot.doubt ? UNKNOWN_OUTLINE : SPOT_COLOUR;
    ctx.lineWidth = spot.id === chosen ? 3.5 : frame.zoom >= 14 ? 1.3 : 0.8;
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

function fillHatched(frame: Frame, spot: SpotShape): void {
  const { ctx } = frame;
  ctx.beginPath();
  for (const ring of spot.rings) {
    for (const [i, [x, y]] of ring.entries()) {
      if (i === 0) ctx.moveTo(frame.x(x), frame.y(y));
      else ctx.lineTo(frame.x(x), frame.y(y));
    }
  }
  ctx.fillStyle = "rgba(236,122,28,0.10)";
  ctx.fill("evenodd");
  ctx.globalAlpha = 0.5;
  ctx.fillStyle = hatching(ctx);
  ctx.fill("evenodd");
  ctx.globalAlpha = 1;
}

/** Writes the people of each blind spot above it or below it, the largest first, where there is room. */
export function paintSpotLabels(frame: Frame, spots: readonly SpotShape[], chosen: string | null, room: Room, text: (people: number) => string): void {
  const { ctx } = frame;
  ctx.font = `600 12px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const first = [...spots].sort((a, b) => Number(b.id === chosen) - Number(a.id === chosen) || b.people - a.people);
  for (const spot of first) {
    if (!inFrame(frame, spot)) continue;
    const label = text(spot.people);
    const width = ctx.measureText(label).width + 14;
    const places = [
      [frame.x(spot.top[0]), frame.y(spot.top[1]) - 13],
      [frame.x(spot.foot[0]), frame.y(spot.foot[1]) + 13],
    ] as const;
    const place = places.find(([x, y]) => room.take(x, y, width + 4, 24));
    if (!place) continue;
    const [x, y] = place;
    ctx.beginPath();
    ctx.roundRect(x - width / 2, y - 10, width, 20, 10);
    const colour = spot.doubt ? UNKNOWN_OUTLINE : SPOT_COLOUR;
    ctx.fillStyle = spot.id === chosen ? colour : "#ffffff";
    ctx.fill();
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.2;
    ctx.stroke();
    ctx.fillStyle = spot.id === chosen ? "#ffffff" : spot.doubt ? UNKNOWN_OUTLINE : "#7d2b03";
    ctx.fillText(label, x, y + 0.5);
  }
}

/** The blind spot at a position of the Mercator square, or null. */
export function spotAt(spots: readonly SpotShape[], x: number, y: number): SpotShape | null {
  return spots.find((spot) => x >= spot.box[0] && x <= spot.box[2] && y >= spot.box[1] && y <= spot.box[3] && insideRings(spot.rings, x, y)) ?? null;
}

function inFrame(frame: Frame, spot: SpotShape): boolean {
  const [w, n, e, s] = spot.box;
  return frame.x(e) >= 0 && frame.x(w) <= frame.width && frame.y(s) >= 0 && frame.y(n) <= frame.height;
}
