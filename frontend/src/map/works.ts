/** Paints what a scenario changes on the ground: closed and new streets, opened gates, from where a facility was moved. */
import { worldX, worldY, type Frame } from "./overlay";
import { EDIT_COLOUR } from "./palette";

type LonLat = readonly [lon: number, lat: number];

export interface Work {
  kind: "closed" | "built" | "gate" | "moved" | "picked" | "start";
  line: readonly LonLat[];
}

export function paintWorks(frame: Frame, works: readonly Work[]): void {
  const { ctx } = frame;
  ctx.save();
  ctx.lineCap = ctx.lineJoin = "round";
  for (const { kind, line } of works) {
    const spots = line.map(([lon, lat]) => [frame.x(worldX(lon)), frame.y(worldY(lat))] as const);
    const first = spots[0];
    if (!first) continue;
    if (kind === "gate") paintOpening(ctx, ...first);
    else if (kind === "start") paintRing(ctx, ...first);
    else if (kind === "moved") stroke(ctx, spots, EDIT_COLOUR, 1.6, [4, 4]);
    else {
      stroke(ctx, spots, "#ffffff", 9);
      stroke(ctx, spots, EDIT_COLOUR, kind === "picked" ? 6 : 5, kind === "built" ? [] : kind === "closed" ? [1, 9] : []);
      if (kind === "closed") for (const [x, y] of crosses(spots)) paintCross(ctx, x, y);
    }
  }
  ctx.restore();
}

type Spot = readonly [x: number, y: number];

function stroke(ctx: CanvasRenderingContext2D, spots: readonly Spot[], colour: string, width: number, dash: number[] = []): void {
  ctx.beginPath();
  for (const [i, [x, y]] of spots.entries()) i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y);
  ctx.setLineDash(dash);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
  ctx.setLineDash([]);
}

/** The middle of a line, so that every closed street has one cross at least, and the ends of its parts. */
function crosses(spots: readonly Spot[]): Spot[] {
  return spots.slice(1).map(([x, y], i) => [(x + (spots[i]?.[0] ?? x)) / 2, (y + (spots[i]?.[1] ?? y)) / 2]);
}

function paintCross(ctx: CanvasRenderingContext2D, x: number, y: number): void {
  for (const [colour, width] of [["#ffffff", 6], [EDIT_COLOUR, 3]] as const) {
    ctx.beginPath();
    ctx.moveTo(x - 5, y - 5);
    ctx.lineTo(x + 5, y + 5);
    ctx.moveTo(x + 5, y - 5);
    ctx.lineTo(x - 5, y + 5);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}

/** Two posts with nothing between them. */
function paintOpening(ctx: CanvasRenderingContext2D, x: number, y: number): void {
  ctx.beginPath();
  ctx.arc(x, y, 10, 0, 2 * Math.PI);
  ctx.fillStyle = "#ffffff";
  ctx.fill();
  ctx.strokeStyle = EDIT_COLOUR;
  ctx.lineWidth = 2;
  ctx.stroke();
  ctx.beginPath();
  for (const side of [-4, 4]) {
    ctx.moveTo(x + side, y - 5);
    ctx.lineTo(x + side, y + 5);
  }
  ctx.lineWidth = 2.6;
  ctx.stroke();
}

function paintRing(ctx: CanvasRenderingContext2D, x: number, y: number): void {
  for (const [radius, fill] of [[9, "#ffffff"], [7, EDIT_COLOUR], [3, "#ffffff"]] as const) {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = fill;
    ctx.fill();
  }
}
