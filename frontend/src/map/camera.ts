/** Where the map should look. Panels ask; the map, when there is one, goes. */
import { signal } from "@preact/signals";

export type Box = [west: number, south: number, east: number, north: number];

export interface Wish {
  box: Box;
  /** Never closer than this. */
  zoom: number;
}

/** How close the map is; panels that speak of what is shown follow it. */
export const zoom = signal(0);

/** The middle of the map in degrees. */
export const middle = signal({ lon: 0, lat: 0 });

export const wish = signal<Wish | null>(null);

export function lookAt(box: Box, zoom = 17): void {
  wish.value = { box, zoom };
}

export function lookAtPoint(lon: number, lat: number, zoom = 16): void {
  wish.value = { box: [lon, lat, lon, lat], zoom };
}

/** Steps closer or farther; a new object is a new wish. */
export const zoomBy = signal<{ steps: number } | null>(null);

/** The box around any coordinates of a GeoJSON geometry. */
export function boxOf(coordinates: unknown): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (c: unknown): void => {
    if (!Array.isArray(c)) return;
    if (typeof c[0] === "number" && typeof c[1] === "number") {
      box[0] = Math.min(box[0], c[0]);
      box[1] = Math.min(box[1], c[1]);
      box[2] = Math.max(box[2], c[0]);
      box[3] = Math.max(box[3], c[1]);
    } else c.forEach(visit);
  };
  visit(coordinates);
  return box;
}
