/** Vector tiles from the server, decoded and kept for a while. */
import type L from "leaflet";
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { getBytes } from "../api/client";

/** Beyond this zoom a tile is a part of its ancestor, which holds every detail already. */
const DEEPEST = 16;
const KEPT = 256;
export const SIDE = 256;

/** A decoded tile, and which part of it is to be painted on a square of SIDE pixels. */
export interface TilePart {
  tile: VectorTile;
  /** Pixels per unit of the tile. */
  scale(extent: number): number;
  dx: number;
  dy: number;
  zoom: number;
}

export class TileSource {
  private readonly tiles = new Map<string, Promise<VectorTile | null>>();

  constructor(private readonly address: (zxy: string) => string) {}

  async part(coords: L.Coords): Promise<TilePart | null> {
    const up = Math.max(0, coords.z - DEEPEST);
    const x = coords.x >> up;
    const y = coords.y >> up;
    const tile = await this.tile(`${coords.z - up}/${x}/${y}`);
    return (
      tile && {
        tile,
        scale: (extent) => (SIDE * 2 ** up) / extent,
        dx: -(coords.x - (x << up)) * SIDE,
        dy: -(coords.y - (y << up)) * SIDE,
        zoom: coords.z,
      }
    );
  }

  private tile(zxy: string): Promise<VectorTile | null> {
    const known = this.tiles.get(zxy);
    if (known) return known;
    const loading = getBytes(this.address(zxy)).then((bytes) =>
      bytes && bytes.byteLength > 0 ? new VectorTile(new PbfReader(new Uint8Array(bytes))) : null,
    );
    // A failure is not kept: the next look at the place asks again.
    loading.catch(() => this.tiles.delete(zxy));
    this.tiles.set(zxy, loading);
    const oldest = this.tiles.size > KEPT ? this.tiles.keys().next().value : undefined;
    if (oldest !== undefined) this.tiles.delete(oldest);
    return loading;
  }
}

/** A canvas of SIDE pixels that is painted in the pixels of the screen. */
export function tileCanvas(): { canvas: HTMLCanvasElement; ctx: CanvasRenderingContext2D | null } {
  const canvas = document.createElement("canvas");
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.height = SIDE * ratio;
  const ctx = canvas.getContext("2d");
  ctx?.scale(ratio, ratio);
  return { canvas, ctx };
}
