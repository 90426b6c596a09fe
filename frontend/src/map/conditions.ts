/** Paints the conditions of a search for sites: land where none may stand or all have to, places kept, facilities given up. */
import type { Conditions, FacilityFate } from "../analysis/conditions";
import { roundLand, type Corner } from "../analysis/land";
import type { FacilityFeature } from "../api/types";
import { keyOf } from "../state/town";
import type { AreaShape } from "./areas";
import { pathOf, worldX, worldY, type Frame, type Ring } from "./overlay";
import { AVOIDED_COLOUR, ONLY_COLOUR, SITE_COLOUR } from "./palette";

export interface ConditionShapes {
  not: readonly (readonly Ring[])[];
  only: readonly (readonly Ring[])[];
  kept: Ring;
  given: readonly { fate: FacilityFate; x: number; y: number }[];
}

export const NO_SHAPES: ConditionShapes = { not: [], only: [], kept: [], given: [] };

/** @param services those asked about: places and facilities of others play no part. */
export function conditionShapes(c: Conditions, areas: readonly AreaShape[], facilities: readonly FacilityFeature[], services: readonly string[]): ConditionShapes {
  const ofAreas = (ids: readonly string[]) => areas.filter((a) => ids.includes(a.id)).map((a) => a.rings);
  const drawn = (rings: readonly (readonly Corner[])[]) => rings.map((ring) => [ring.map(onWorld)]);
  return {
    not: [...ofAreas(c.areas.not), ...drawn([...c.land.not, ...c.avoid.map((a) => roundLand(a.at, a.metres))])],
    only: [...ofAreas(c.areas.only), ...drawn(c.land.only)],
    kept: c.keep.filter((k) => services.includes(k.service)).map((k) => onWorld(k.at)),
    given: facilities.flatMap((f) => {
      const fate = c.closing.includes(keyOf(f)) ? "closing" : c.replace.includes(keyOf(f)) ? "replace" : null;
      const [lon = 0, lat = 0] = f.geometry.coordinates;
      return fate ? [{ fate, x: worldX(lon), y: worldY(lat) } as const] : [];
    }),
  };
}

function onWorld([lon, lat]: Corner): readonly [x: number, y: number] {
  return [worldX(lon), worldY(lat)];
}

/** Under the people: land where nothing may stand is hatched. */
export function paintConditionLand(frame: Frame, { not }: ConditionShapes): void {
  const { ctx } = frame;
  for (const land of not) {
    ctx.save();
    ctx.clip(pathOf(frame, land), "evenodd");
    hatch(frame);
    ctx.restore();
  }
}

/** Over them: its edges, and dashed ones of land in which sites have to stand. */
export function paintConditionLines(frame: Frame, { not, only }: ConditionShapes): void {
  for (const land of not) outline(frame, pathOf(frame, land), AVOIDED_COLOUR, []);
  for (const land of only) outline(frame, pathOf(frame, land), ONLY_COLOUR, [9, 4]);
}

const HATCH = 9;

/** Both ways, so that it is not taken for a blind spot, which is hatched one way. */
function hatch({ ctx, width, height }: Frame): void {
  ctx.beginPath();
  for (let at = -height; at < width; at += HATCH) {
    ctx.moveTo(at, 0);
    ctx.lineTo(at + height, height);
    ctx.moveTo(at, height);
    ctx.lineTo(at + height, 0);
  }
  ctx.strokeStyle = AVOIDED_COLOUR;
  ctx.globalAlpha = 0.35;
  ctx.lineWidth = 1;
  ctx.stroke();
}

function outline({ ctx }: Frame, path: Path2D, colour: string, dash: number[]): void {
  ctx.lineJoin = "round";
  for (const [style, width, pattern] of [["rgba(255,255,255,0.9)", 4.5, []], [colour, 2.2, dash]] as const) {
    ctx.strokeStyle = style;
    ctx.lineWidth = width;
    ctx.setLineDash([...pattern]);
    ctx.stroke(path);
  }
  ctx.setLineDash([]);
}

/** Over the signs: a cross through what closes, a dashed ring around what may give way, a square around what is kept. */
export function paintConditionMarks(frame: Frame, { kept, given }: ConditionShapes): void {
  const { ctx } = frame;
  for (const one of given) {
    const [x, y] = [frame.x(one.x), frame.y(one.y)];
    for (const [colour, width] of [["#ffffff", 6], [AVOIDED_COLOUR, 2.8]] as const) {
      ctx.beginPath();
      if (one.fate === "closing") {
        for (const side of [-1, 1]) {
          ctx.moveTo(x - 9, y - 9 * side);
          ctx.lineTo(x + 9, y + 9 * side);
        }
      } else ctx.arc(x, y, 14, 0, 2 * Math.PI);
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.setLineDash(one.fate === "replace" && width < 6 ? [5, 4] : []);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }
  for (const [wx, wy] of kept) {
    const [x, y] = [frame.x(wx), frame.y(wy)];
    for (const [colour, width] of [["#ffffff", 6], [SITE_COLOUR, 2.8]] as const) {
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.strokeRect(x - 16, y - 16, 32, 32);
    }
  }
}

/** Land that is being drawn: corners, edges, and the first corner larger, as it ends it. */
export function paintDrawing(frame: Frame, corners: readonly Corner[], only: boolean): void {
  const { ctx } = frame;
  const spots = corners.map(onWorld).map(([x, y]) => [frame.x(x), frame.y(y)] as const);
  const colour = only ? ONLY_COLOUR : AVOIDED_COLOUR;
  const path = new Path2D();
  spots.forEach(([x, y], i) => (i === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
  if (spots.length > 2) {
    ctx.globalAlpha = 0.15;
    ctx.fillStyle = colour;
    ctx.fill(path);
    ctx.globalAlpha = 1;
  }
  outline(frame, path, colour, []);
  spots.forEach(([x, y], i) => {
    ctx.beginPath();
    ctx.arc(x, y, i === 0 ? 7 : 5, 0, 2 * Math.PI);
    ctx.fillStyle = i === 0 ? "#ffffff" : colour;
    ctx.fill();
    ctx.strokeStyle = i === 0 ? colour : "#ffffff";
    ctx.lineWidth = i === 0 ? 3 : 1.5;
    ctx.stroke();
  });
}
