/** Our own streets as the base map: vector tiles from the server, painted in quiet greys. */
import L from "leaflet";
import type { VectorTileLayer } from "@mapbox/vector-tile";
import { address } from "../api/client";
import { BASE } from "./palette";
import { paintStreetNames } from "./streetnames";
import { tileCanvas, TileSource, type TilePart } from "./tilesource";

/** How wide a class of street is at zoom 14, and how it looks. The order is that of painting. */
const CLASSES: readonly { names: readonly string[]; width: number; from: number; major: boolean }[] = [
  { names: ["footway", "path", "steps", "pedestrian", "cycleway", "corridor", "platform", "bridleway", "track"], width: 0.5, from: 14, major: false },
  { names: ["service", "residential", "living_street", "unclassified", "road"], width: 1.3, from: 11, major: false },
  { names: ["tertiary", "tertiary_link"], width: 2, from: 9, major: false },
  { names: ["secondary", "secondary_link", "primary", "primary_link"], width: 2.6, from: 8, major: true },
  { names: ["trunk", "trunk_link", "motorway", "motorway_link"], width: 3.2, from: 5, major: true },
];

/** As the format of vector tiles numbers it. */
const POLYGON = 3;

type Done = (error?: Error, tile?: HTMLElement) => void;

class Streets extends L.GridLayer {
  private readonly source = new TileSource((zxy) => address(`/tiles/streets/${zxy}.mvt`));

  protected override createTile(coords: L.Coords, done: Done): HTMLElement {
    const { canvas, ctx } = tileCanvas();
    this.source.part(coords).then(
      (part) => {
        if (part && ctx) paintTile(ctx, part);
        done(undefined, canvas);
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), canvas),
    );
    return canvas;
  }
}

export function streetsLayer(): L.GridLayer {
  return new Streets({ minZoom: 5, maxZoom: 19, updateWhenZooming: false, keepBuffer: 3 });
}

function paintTile(ctx: CanvasRenderingContext2D, part: TilePart): void {
  ctx.lineCap = ctx.lineJoin = "round";
  const { layers } = part.tile;
  if (layers.water) paintWater(ctx, layers.water, part);
  if (layers.barriers) paintBarriers(ctx, layers.barriers, part);
  if (layers.streets) {
    paintStreets(ctx, layers.streets, part);
    paintStreetNames(ctx, layers.streets, part);
  }
}

function paintStreets(ctx: CanvasRenderingContext2D, layer: VectorTileLayer, part: TilePart): void {
  const paths = new Map<string, Path2D>();
  for (let i = 0; i < layer.length; i++) {
    const feature = layer.feature(i);
    const name = String(feature.properties.class ?? "road");
    let path = paths.get(name);
    if (!path) paths.set(name, (path = new Path2D()));
    trace(path, feature.loadGeometry(), part, layer.extent);
  }
  const grow = Math.min(7, 1.55 ** (part.zoom - 14));
  // All casings before all surfaces, so that crossings are open.
  for (const casing of [true, false]) {
    for (const { names, width, from, major } of CLASSES) {
      if (part.zoom < from) continue;
      const surface = Math.max(width * grow, 0.6);
      const thin = surface < 1.4;
      if (thin && !casing) continue;
      ctx.strokeStyle = thin ? (major ? BASE.majorCasing : BASE.path) : casing ? (major ? BASE.majorCasing : BASE.streetCasing) : BASE.street;
      ctx.lineWidth = thin ? Math.max(0.7, surface) : casing ? surface + 1.6 : surface;
      for (const name of names) {
        const path = paths.get(name);
        if (path) ctx.stroke(path);
      }
    }
  }
}

function paintBarriers(ctx: CanvasRenderingContext2D, layer: VectorTileLayer, part: TilePart): void {
  for (let i = 0; i < layer.length; i++) {
    const feature = layer.feature(i);
    const kind = String(feature.properties.kind ?? "");
    // Motorways are among the streets already.
    if (kind.startsWith("highway")) continue;
    const path = new Path2D();
    trace(path, feature.loadGeometry(), part, layer.extent);
    const water = kind.startsWith("waterway") || kind.startsWith("natural");
    const rail = kind.startsWith("railway");
    ctx.strokeStyle = water ? BASE.water : rail ? BASE.rail : BASE.wall;
    ctx.lineWidth = water ? Math.min(9, Math.max(1.5, 3 * 1.5 ** (part.zoom - 14))) : rail ? 1.6 : 1;
    ctx.setLineDash(rail ? [7, 4] : []);
    ctx.stroke(path);
    ctx.setLineDash([]);
  }
}

function paintWater(ctx: CanvasRenderingContext2D, layer: VectorTileLayer, part: TilePart): void {
  ctx.fillStyle = ctx.strokeStyle = BASE.water;
  ctx.lineWidth = Math.min(9, Math.max(1.2, 2.4 * 1.5 ** (part.zoom - 14)));
  for (let i = 0; i < layer.length; i++) {
    const feature = layer.feature(i);
    const path = new Path2D();
    trace(path, feature.loadGeometry(), part, layer.extent);
    // Lakes with islands are areas with holes; streams are lines.
    if (feature.type === POLYGON) ctx.fill(path, "evenodd");
    else ctx.stroke(path);
  }
}

function trace(path: Path2D, lines: { x: number; y: number }[][], part: TilePart, extent: number): void {
  const s = part.scale(extent);
  for (const line of lines) {
    for (const [i, p] of line.entries()) {
      if (i === 0) path.moveTo(p.x * s + part.dx, p.y * s + part.dy);
      else path.lineTo(p.x * s + part.dx, p.y * s + part.dy);
    }
  }
}
