/**
 * The people of a large town, from vector tiles: too many to come all at once. A tile carries times and not
 * verdicts, so a slider paints it anew without asking again.
 */
import L from "leaflet";
import type { VectorTileFeature } from "@mapbox/vector-tile";
import { effect } from "@preact/signals";
import { address, type Parameters } from "../api/client";
import { bandOf } from "../analysis/bands";
import { fateOf } from "../analysis/people";
import { usualRadius } from "./dots";
import { paintMark } from "./people";
import { SIDE, tileCanvas, TileSource, type TilePart } from "./tilesource";
import { tooMany, question } from "../state/answers";
import { view } from "../state/address";
import { isPlanTab } from "../state/plan";

/** A large building or a small estate; tiles do not tell what is usual in the whole town. */
const USUAL_PEOPLE = 400;

type Done = (error?: Error, tile?: HTMLElement) => void;

class PeopleTiles extends L.GridLayer {
  private readonly source: TileSource;

  constructor(asked: Parameters) {
    super({ minZoom: 5, maxZoom: 19, updateWhenZooming: false });
    this.source = new TileSource((zxy) => address(`/tiles/coverage/${zxy}.mvt`, { ...asked, minutes: 15 }));
  }

  protected override createTile(coords: L.Coords, done: Done): HTMLElement {
    const { canvas, ctx } = tileCanvas();
    this.source.part(coords).then(
      (part) => {
        if (part && ctx) eachPoint(part, (feature, x, y) => paintFeature(ctx, feature, x, y, part.zoom));
        done(undefined, canvas);
      },
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), canvas),
    );
    return canvas;
  }

  /** The id of the residential point nearest to a position, or null where none is near. */
  async idAt(at: L.LatLng, map: L.Map): Promise<string | null> {
    const zoom = map.getZoom();
    const p = map.project(at, zoom);
    const coords = L.point(Math.floor(p.x / SIDE), Math.floor(p.y / SIDE)) as L.Coords;
    coords.z = zoom;
    const part = await this.source.part(coords);
    let best = { id: null as string | null, distance: usualRadius(zoom) + 6 };
    if (!part) return null;
    eachPoint(part, (feature, x, y) => {
      const distance = Math.hypot(x - (p.x - coords.x * SIDE), y - (p.y - coords.y * SIDE));
      if (distance < best.distance) best = { id: String(feature.properties.id), distance };
    });
    return best.id;
  }
}

/** Shows the tiles while the town is too large for anything else; returns how to find a point in them. */
export function peopleTiles(map: L.Map): { stop: () => void; idAt: (at: L.LatLng) => Promise<string | null> } {
  let layer: PeopleTiles | null = null;
  const stops = [
    effect(() => {
      layer?.remove();
      const q = tooMany.value && !isPlanTab.value ? question.value : null;
      layer = q === null ? null : new PeopleTiles(JSON.parse(q) as Parameters).addTo(map);
    }),
    effect(() => {
      void view.value.minutes;
      layer?.redraw();
    }),
  ];
  return { stop: () => stops.forEach((stop) => stop()), idAt: async (at) => layer?.idAt(at, map) ?? null };
}

function eachPoint(part: TilePart, visit: (feature: VectorTileFeature, x: number, y: number) => void): void {
  const layer = part.tile.layers.coverage;
  if (!layer) return;
  const s = part.scale(layer.extent);
  for (let i = 0; i < layer.length; i++) {
    const feature = layer.feature(i);
    const p = feature.loadGeometry()[0]?.[0];
    if (p) visit(feature, p.x * s + part.dx, p.y * s + part.dy);
  }
}

function paintFeature(ctx: CanvasRenderingContext2D, feature: VectorTileFeature, x: number, y: number, zoom: number): void {
  const { group_population, milliseconds, reason } = feature.properties;
  const people = Number(group_population ?? 0);
  if (people <= 0) return;
  const ms = milliseconds === undefined ? null : Number(milliseconds);
  const r = Math.min(2, Math.sqrt(people / USUAL_PEOPLE)) * usualRadius(zoom);
  paintMark(ctx, fateOf(ms, String(reason ?? ""), view.peek().minutes), bandOf(ms ?? 0), x, y, Math.max(1.3, r));
}
