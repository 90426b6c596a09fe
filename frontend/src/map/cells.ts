/**
 * People as cells, for a view from afar where dots would hide each other. A cell is a small bar: its size shows
 * people, its colour the usual time of those covered, its orange parts those beyond reach, its white part those
 * to be verified.
 */
import { band, fate, type Dots } from "./dots";
import type { Frame } from "./overlay";
import { emptyTally, LEFT_OUT, type Fate } from "../analysis/people";
import { FATE_COLOURS, LATE_OUTLINE, timeColour, UNKNOWN_OUTLINE } from "./palette";

/** Pixels between cells. They keep their place in the world while the map is panned. */
const PITCH = 18;

interface Cell {
  column: number;
  row: number;
  people: number;
  fates: Record<Fate, number>;
  /** People covered, by class of time. */
  bands: number[];
}

export function cellsOf(frame: Frame, dots: Dots, minutes: number): Cell[] {
  const world = (256 * 2 ** frame.zoom) / PITCH;
  const cells = new Map<string, Cell>();
  for (let i = 0; i < dots.people.length; i++) {
    const people = dots.people[i] ?? 0;
    if (!people) continue;
    const column = Math.floor((dots.x[i] ?? 0) * world);
    const row = Math.floor((dots.y[i] ?? 0) * world);
    const key = `${column},${row}`;
    let cell = cells.get(key);
    if (!cell) cells.set(key, (cell = { column, row, people: 0, fates: { ...emptyTally().people }, bands: [0, 0, 0, 0, 0, 0] }));
    cell.people += people;
    const f = fate(dots, i, minutes);
    cell.fates[f] += people;
    if (f === "covered") cell.bands[band(dots, i)]! += people;
  }
  return [...cells.values()];
}

export function paintCells(frame: Frame, dots: Dots, minutes: number): void {
  const cells = cellsOf(frame, dots, minutes);
  const usual = usualPeople(cells);
  const world = (256 * 2 ** frame.zoom) / PITCH;
  for (const cell of cells) {
    const side = Math.min(PITCH - 1.5, Math.max(4, (PITCH - 3) * Math.sqrt(cell.people / usual)));
    const x = frame.x((cell.column + 0.5) / world) - side / 2;
    const y = frame.y((cell.row + 0.5) / world) - side / 2;
    if (x > frame.width || y > frame.height || x < -PITCH || y < -PITCH) continue;
    paintCell(frame.ctx, cell, x, y, side);
  }
}

function paintCell(ctx: CanvasRenderingContext2D, cell: Cell, x: number, y: number, side: number): void {
  const { fates } = cell;
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(x, y, side, side, 2);
  ctx.clip();
  ctx.fillStyle = timeColour(median(cell.bands));
  ctx.fillRect(x, y, side, side);
  ctx.fillStyle = FATE_COLOURS.unknown;
  ctx.fillRect(x, y, side, part(fates.unknown, cell.people, side));
  let bottom = y + side;
  for (const fate of [...LEFT_OUT].reverse()) {
    const height = part(fates[fate], cell.people, side);
    ctx.fillStyle = FATE_COLOURS[fate];
    ctx.fillRect(x, bottom - height, side, height);
    bottom -= height;
  }
  ctx.restore();
  const late = LEFT_OUT.reduce((sum, fate) => sum + fates[fate], 0);
  const mostly = late * 2 > cell.people ? LATE_OUTLINE : fates.unknown * 2 > cell.people ? UNKNOWN_OUTLINE : "#ffffff";
  ctx.beginPath();
  ctx.roundRect(x, y, side, side, 2);
  ctx.strokeStyle = mostly;
  ctx.lineWidth = 1;
  ctx.stroke();
}

/** A part that exists is never painted away: some people beyond reach are at least a line. */
function part(people: number, of: number, side: number): number {
  return people === 0 ? 0 : Math.max(1.5, (people / of) * side);
}

function median(bands: readonly number[]): number {
  const half = bands.reduce((sum, n) => sum + n, 0) / 2;
  let below = 0;
  for (const [i, n] of bands.entries()) {
    below += n;
    if (below >= half && n > 0) return i;
  }
  return 0;
}

function usualPeople(cells: readonly Cell[]): number {
  const people = cells.map((c) => c.people).sort((a, b) => a - b);
  return people[Math.floor(people.length * 0.85)] ?? 1;
}
