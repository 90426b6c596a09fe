/**
 * Paints whom a scenario brings within the cutoff and who falls out of it, over the people. A plus in a round and a
 * minus in a diamond can be told apart without colour; where there is no room for the sign, the shape still tells.
 */
import { fortuneOf, type Difference } from "../analysis/difference";
import { usualRadius } from "./dots";
import { worldX, worldY, type Frame } from "./overlay";
import { GAINED_COLOUR, LOST_COLOUR } from "./palette";

export interface ChangedDot {
  x: number;
  y: number;
  people: number;
  gained: boolean;
}

/** Those on the other side of the cutoff than before, the largest first: small ones are painted on top. */
export function changedDots(difference: Difference, minutes: number): readonly ChangedDot[] {
  const out: ChangedDot[] = [];
  for (const moved of difference.values()) {
    const fortune = fortuneOf(moved, minutes);
    if (!moved.people || (fortune !== "gained" && fortune !== "lost")) continue;
    out.push({ x: worldX(moved.lon), y: worldY(moved.lat), people: moved.people, gained: fortune === "gained" });
  }
  return out.sort((a, b) => b.people - a.people);
}

/** A plus or a minus needs this radius to be read. */
const READABLE = 4.5;

/** @param usual people of a usual large point, as in dots. */
export function paintChanges(frame: Frame, dots: readonly ChangedDot[], usual: number): void {
  const { ctx, zoom } = frame;
  const scale = usualRadius(zoom);
  for (const dot of dots) {
    const [x, y] = [frame.x(dot.x), frame.y(dot.y)];
    // A little larger than the dot of the people below it, which it covers.
    const r = Math.min(scale * 2, Math.max(2.6, scale * Math.sqrt(dot.people / usual))) + 1.2;
    if (x < -r || y < -r || x > frame.width + r || y > frame.height + r) continue;
    ctx.beginPath();
    if (dot.gained) ctx.arc(x, y, r, 0, 2 * Math.PI);
    else diamond(ctx, x, y, r * 1.18);
    ctx.fillStyle = dot.gained ? GAINED_COLOUR : LOST_COLOUR;
    ctx.strokeStyle = "#ffffff";
    ctx.lineWidth = r > READABLE ? 3 : 1.6;
    ctx.stroke();
    ctx.fill();
    if (r >= READABLE) paintSignOf(ctx, dot.gained, x, y, r * 0.55);
  }
}

function paintSignOf(ctx: CanvasRenderingContext2D, plus: boolean, x: number, y: number, reach: number): void {
  ctx.beginPath();
  ctx.moveTo(x - reach, y);
  ctx.lineTo(x + reach, y);
  if (plus) {
    ctx.moveTo(x, y - reach);
    ctx.lineTo(x, y + reach);
  }
  ctx.strokeStyle = "#ffffff";
  ctx.lineWidth = Math.max(1.4, reach * 0.42);
  ctx.lineCap = "butt";
  ctx.stroke();
}

function diamond(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  ctx.moveTo(x, y - r);
  ctx.lineTo(x + r, y);
  ctx.lineTo(x, y + r);
  ctx.lineTo(x - r, y);
  ctx.closePath();
}
