/** Paints the sites that a search has found: numbered signs, the land from which each is reached, other places as good. */
import type { SiteAnswer, SiteLayer } from "../api/sitetypes";
import { pathOf, worldX, worldY, type Frame, type Ring } from "./overlay";
import { FONT, SITE_COLOUR, SITE_LAND } from "./palette";

export interface SiteSign {
  /** From 1. */
  rank: number;
  /** Of another place in the stead of a site: 1a, 1b. */
  label: string;
  name: string;
  people: number;
  /** Signs of other services at the very same place, which it stands beside. */
  beside: number;
  lon: number;
  lat: number;
  x: number;
  y: number;
}

export interface SiteShapes {
  signs: readonly SiteSign[];
  others: readonly SiteSign[];
  lands: readonly { rank: number; rings: readonly Ring[] }[];
  chosen: number | null;
}

export const NO_SITES: SiteShapes = { signs: [], others: [], lands: [], chosen: null };

/** @param opened the site whose alternatives are shown, by its rank. */
export function siteShapes({ sites }: SiteAnswer, layer: SiteLayer | null, group: string, chosen: number | null, opened: number | null): SiteShapes {
  const sign = (rank: number, label: string, name: string, people: number, lon: number, lat: number): SiteSign => ({ rank, label, name, people, beside: 0, lon, lat, x: worldX(lon), y: worldY(lat) });
  const others = (opened === null ? [] : (sites[opened - 1]?.alternatives ?? [])).map((a, i) => sign(opened!, letter(opened!, i), a.name || a.id, 0, a.lon, a.lat));
  const lands = (layer?.features ?? []).flatMap(({ geometry, properties }) => {
    if (properties.feature !== "catchment" || geometry === null || geometry.type === "Point") return [];
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return [{ rank: properties.rank, rings: polygons.flat().map((ring) => ring.map(([lon = 0, lat = 0]) => [worldX(lon), worldY(lat)] as const)) }];
  });
  const signs = sites.map((s, i) => sign(i + 1, String(i + 1), s.name || s.id, s.people[group] ?? 0, s.lon, s.lat));
  signs.forEach((s, i) => (s.beside = signs.slice(0, i).filter((before) => before.x === s.x && before.y === s.y).length));
  return { signs, others, lands, chosen };
}

/** 1a, 1b, … */
export function letter(rank: number, i: number): string {
  return `${rank}${String.fromCharCode(97 + i)}`;
}

/** The land of all sites, under the people. */
export function paintSiteLands(frame: Frame, { lands, chosen }: SiteShapes): void {
  for (const land of lands) {
    frame.ctx.fillStyle = SITE_LAND;
    frame.ctx.globalAlpha = land.rank === chosen ? 1 : 0.6;
    frame.ctx.fill(pathOf(frame, land.rings), "evenodd");
  }
  frame.ctx.globalAlpha = 1;
}

/** Its edges, over the people: dashed, as nothing stands there yet. */
export function paintSiteLines(frame: Frame, { lands, chosen }: SiteShapes): void {
  const { ctx } = frame;
  ctx.lineJoin = "round";
  for (const land of lands) {
    const path = pathOf(frame, land.rings);
    const wide = land.rank === chosen;
    ctx.strokeStyle = "rgba(255,255,255,0.85)";
    ctx.lineWidth = wide ? 5.5 : 4;
    ctx.stroke(path);
    ctx.strokeStyle = SITE_COLOUR;
    ctx.lineWidth = wide ? 3 : 1.8;
    ctx.setLineDash(wide ? [] : [6, 4]);
    ctx.stroke(path);
    ctx.setLineDash([]);
  }
}

const RADIUS = 12;
const OTHER_RADIUS = 10;

/** The signs, the first one on top; the one that is looked at above all. */
export function paintSiteSigns(frame: Frame, { signs, others, chosen }: SiteShapes): void {
  for (const other of others) paintSign(frame, other, OTHER_RADIUS, "#ffffff", SITE_COLOUR, SITE_COLOUR);
  for (const sign of [...signs].reverse()) if (sign.rank !== chosen) paintSign(frame, sign, RADIUS, SITE_COLOUR, "#ffffff", "#ffffff");
  const looked = signs.find((s) => s.rank === chosen);
  if (looked) paintSign(frame, looked, RADIUS + 3, SITE_COLOUR, "#ffffff", "#111f2c");
}

function paintSign(frame: Frame, sign: SiteSign, radius: number, fill: string, ink: string, edge: string): void {
  const { ctx } = frame;
  const [x, y] = placeOf(frame, sign);
  for (const [r, colour] of [[radius + 3, "#ffffff"], [radius + 1.5, edge], [radius, fill]] as const) {
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.fillStyle = colour;
    ctx.fill();
  }
  ctx.font = `700 ${sign.label.length > 2 ? 10 : radius > RADIUS ? 14 : 12}px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = ink;
  ctx.fillText(sign.label, x, y + 0.5);
}

function placeOf(frame: Frame, sign: SiteSign): [x: number, y: number] {
  return [frame.x(sign.x) + sign.beside * RADIUS * 1.9, frame.y(sign.y)];
}

/** The site whose sign lies at a place of the canvas, or null. */
export function siteAt(frame: Frame, { signs, chosen }: SiteShapes, x: number, y: number): SiteSign | null {
  const distance = (s: SiteSign) => Math.hypot(placeOf(frame, s)[0] - x, placeOf(frame, s)[1] - y);
  const near = signs.filter((s) => distance(s) <= RADIUS + 4).sort((a, b) => distance(a) - distance(b));
  return near.find((s) => s.rank === chosen) ?? near[0] ?? null;
}

/** The other place as good whose sign lies at a place of the canvas, or null. */
export function otherAt(frame: Frame, { others }: SiteShapes, x: number, y: number): SiteSign | null {
  return others.find((s) => Math.hypot(frame.x(s.x) - x, frame.y(s.y) - y) <= OTHER_RADIUS + 3) ?? null;
}
