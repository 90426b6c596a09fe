/** Land that somebody is drawing on the map for a search for sites, corner by corner. */
import { signal } from "@preact/signals";
import { MOST_CORNERS, type Side } from "../analysis/conditions";
import { isLand, isOpenLine, type Corner } from "../analysis/land";
import { t } from "../words/language";
import { lookInto, view } from "./address";
import { addLand } from "./conditions";
import { drawer, type Drawer } from "./drawer";
import { notify } from "./notices";
import { picking } from "./picking";
import { dropTool } from "./tools";
import { round5 } from "./view";

export interface Drawing {
  side: Side;
  corners: readonly Corner[];
  /** How far the sheet of a phone was up before: it lay over the land. */
  sheet: Drawer;
}

/** null while nobody draws. */
export const drawing = signal<Drawing | null>(null);

/** Begins; whatever else a click on the map would do is put away. */
export function draw(side: Side): void {
  dropTool();
  picking.value = false;
  const { point, facility, at } = view.peek();
  if (point !== null || facility !== null || at) lookInto();
  drawing.value = { side, corners: [], sheet: drawer.peek() };
  drawer.value = "peek";
}

export function addCorner(lon: number, lat: number): void {
  const now = drawing.peek();
  if (!now) return;
  const corner: Corner = [round5(lon), round5(lat)];
  const last = now.corners[now.corners.length - 1];
  if (last && last[0] === corner[0] && last[1] === corner[1]) return; // the second click of two
  const corners = [...now.corners, corner];
  if (corners.length > MOST_CORNERS) notify(t("cd.drawFull", { n: MOST_CORNERS }));
  else if (!isOpenLine(corners)) notify(t("cd.drawCrosses"));
  else drawing.value = { ...now, corners };
}

export function takeCornerBack(): void {
  const now = drawing.peek();
  if (now) drawing.value = { ...now, corners: now.corners.slice(0, -1) };
}

/** Ends; the land counts from now on. False where it cannot be land. */
export function finishDrawing(): boolean {
  const now = drawing.peek();
  if (!now) return false;
  if (!isLand(now.corners)) {
    if (now.corners.length >= 3) notify(t("cd.drawCrosses"));
    return false;
  }
  end(now);
  addLand(now.side, now.corners);
  return true;
}

/** Gives it up; false where nobody drew. */
export function cancelDrawing(): boolean {
  const now = drawing.peek();
  if (now) end(now);
  return now !== null;
}

function end({ sheet }: Drawing): void {
  drawing.value = null;
  drawer.value = sheet;
}
