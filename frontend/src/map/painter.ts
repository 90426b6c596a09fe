/** Paints the scene, bottom to top. */
import { minutes } from "../format/number";
import { t } from "../words/language";
import { count } from "../words/people";
import { paintAreaNames, paintBoundaries } from "./areas";
import { paintOutlines, paintOwnLand, paintOwnLines, paintPlace } from "./catchment";
import { paintCells } from "./cells";
import { paintChanges } from "./changes";
import { paintConditionLand, paintConditionLines, paintConditionMarks } from "./conditions";
import { radius } from "./dots";
import { paintLacks, paintUnitMarks, paintUnits } from "./plan";
import type { Frame } from "./overlay";
import { paintChosen, paintPeople } from "./people";
import { paintRoute } from "./route";
import { Room } from "./room";
import type { Scene } from "./scene";
import { boardSize, paintChosenSign, paintEditedSigns, paintSigns } from "./signs";
import { paintSiteLands, paintSiteLines, paintSiteSigns } from "./sites";
import { paintSpotLabels, paintSpots, type SpotShape } from "./spots";
import { paintWorks } from "./works";

/** People of a usual large point where the points themselves are not known: a large building or a small estate. */
const USUAL_PEOPLE = 400;

export function paintScene(frame: Frame, scene: Scene): void {
  const { shown, dots, areas, spots, route, point } = scene;
  const far = frame.zoom < scene.dotsFrom;
  paintUnits(frame, scene.plan);
  if (shown.has("areas") && !scene.plan.units.some((u) => u.rings.length > 0)) paintBoundaries(frame, areas);
  if (shown.has("spots")) paintSpots(frame, spots, scene.spot);
  if (scene.own) paintOwnLand(frame, scene.own, scene.minutes);
  paintSiteLands(frame, scene.sites);
  paintConditionLand(frame, scene.conditions);
  if (dots && far) paintCells(frame, dots, scene.minutes);
  else if (dots) paintPeople(frame, dots, scene.minutes);
  paintChanges(frame, scene.changed, dots?.usual ?? USUAL_PEOPLE);
  paintOutlines(frame, scene.outlines, scene.need, scene.minutes, far || point !== null);
  if (scene.own) paintOwnLines(frame, scene.own, scene.minutes);
  paintConditionLines(frame, scene.conditions);
  paintSiteLines(frame, scene.sites);
  paintLacks(frame, scene.plan);
  paintUnitMarks(frame, scene.plan);
  const room = new Room();
  if (route) paintRoute(frame, route, t("p.within", { min: minutes(route.seconds) }), room);
  const side = shown.has("facilities") ? boardSize(frame, scene.signs, far) : 0;
  paintWorks(frame, scene.works);
  if (side > 0) paintSigns(frame, scene.signs, side);
  paintEditedSigns(frame, scene.edited);
  if (scene.facility) paintChosenSign(frame, scene.facility);
  if (scene.at) paintPlace(frame, scene.at.lon, scene.at.lat);
  const i = dots && point !== null ? dots.times.id.indexOf(point) : -1;
  if (dots && i >= 0) paintChosen(frame, frame.x(dots.x[i] ?? 0), frame.y(dots.y[i] ?? 0), Math.max(3, radius(dots, i, frame.zoom)));
  paintConditionMarks(frame, scene.conditions);
  paintSiteSigns(frame, scene.sites);
  for (const s of scene.sites.signs) room.take(frame.x(s.x), frame.y(s.y), 30, 30);
  // People left out come first, names of areas where there is room left.
  if (shown.has("spots") && !scene.playing) paintSpotLabels(frame, labelled(frame, scene), scene.spot, room, count);
  if (side >= 12) for (const sign of scene.signs) room.take(frame.x(sign.x), frame.y(sign.y), side, side);
  if (shown.has("areas")) paintAreaNames(frame, areas, room);
}

/**
 * From afar only those blind spots are labelled that hold at least this share of the people in all of them, and
 * twice as much with every zoom farther out than 13. The others say theirs under the pointer.
 */
const WORTH_SAYING = 0.015;

function labelled(frame: Frame, { spots, dotsFrom, spot }: Scene): readonly SpotShape[] {
  if (frame.zoom >= dotsFrom) return spots;
  const least = WORTH_SAYING * 2 ** Math.max(0, 13 - frame.zoom) * spots.reduce((sum, s) => sum + s.people, 0);
  return spots.filter((s) => s.people >= least || s.id === spot);
}
