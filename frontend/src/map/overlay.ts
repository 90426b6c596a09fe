/**
 * One canvas over the map on which everything that answers is painted: fifty thousand points are nothing to a
 * canvas and far too much for elements of the page.
 */
import L from "leaflet";

/** Where painters paint: pixels from the top left of the canvas. */
export interface Frame {
  ctx: CanvasRenderingContext2D;
  width: number;
  height: number;
  zoom: number;
  /** From the unit square of the web Mercator world to the canvas. */
  x(worldX: number): number;
  y(worldY: number): number;
}

/** A ring of land, in the unit square of the web Mercator world. */
export type Ring = readonly (readonly [x: number, y: number])[];

/** Land on the canvas: to be filled by the even-odd rule. */
export function pathOf(frame: Frame, rings: readonly Ring[]): Path2D {
  const path = new Path2D();
  for (const ring of rings) {
    for (const [i, [x, y]] of ring.entries()) {
      if (i === 0) path.moveTo(frame.x(x), frame.y(y));
      else path.lineTo(frame.x(x), frame.y(y));
    }
    path.closePath();
  }
  return path;
}

/** Longitude in the unit square of web Mercator, 0 at 180° W. */
export function worldX(lon: number): number {
  return (lon + 180) / 360;
}

/** Latitude in the unit square of web Mercator, 0 at about 85° N. */
export function worldY(lat: number): number {
  const s = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI);
}

/** Painted beyond the edge of the window by this share of its size, so that a pan shows no gap. */
const MARGIN = 0.2;
const TILE = 256;

export class Overlay extends L.Layer {
  private readonly canvas = L.DomUtil.create("canvas", "overlay leaflet-zoom-animated");
  private topLeft = L.latLng(0, 0);
  private zoom = 0;
  private waiting = 0;
  /** The frame of the picture on the screen, for finding what lies under the pointer. */
  frame: Frame | null = null;

  /** @param inPane the Leaflet pane that decides what lies above and below. */
  constructor(
    private readonly paint: (frame: Frame) => void,
    private readonly inPane = "overlayPane",
  ) {
    super();
  }

  override onAdd(map: L.Map): this {
    map.getPane(this.inPane)?.appendChild(this.canvas);
    this.canvas.setAttribute("aria-hidden", "true");
    this.repaint();
    return this;
  }

  override onRemove(): this {
    cancelAnimationFrame(this.waiting);
    this.canvas.remove();
    return this;
  }

  override getEvents(): Record<string, L.LeafletEventHandlerFn> {
    return {
      moveend: () => this.repaint(),
      viewreset: () => this.repaint(),
      resize: () => this.repaint(),
      zoomanim: (event) => this.follow(event as L.ZoomAnimEvent),
    };
  }

  /** Paints before the next picture; many calls in one frame paint once. */
  schedule(): void {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.repaint());
  }

  /** The place of a position on the page, in the pixels painters use. */
  locate(event: L.LeafletMouseEvent): { x: number; y: number } {
    return this.place(event.layerPoint);
  }

  /** The same of a point of Leaflet's layers. */
  place(layerPoint: L.Point): L.Point {
    return layerPoint.subtract(L.DomUtil.getPosition(this.canvas));
  }

  private repaint(): void {
    const map = this._map as L.Map | undefined;
    if (!map) return;
    const size = map.getSize();
    const margin = size.multiplyBy(MARGIN).round();
    const corner = map.containerPointToLayerPoint([0, 0]).subtract(margin).round();
    const width = size.x + 2 * margin.x;
    const height = size.y + 2 * margin.y;
    const ratio = window.devicePixelRatio || 1;
    L.DomUtil.setTransform(this.canvas, corner, 1);
    L.DomUtil.setPosition(this.canvas, corner);
    this.zoom = map.getZoom();
    this.topLeft = map.layerPointToLatLng(corner);
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${height}px`;
    }
    const ctx = this.canvas.getContext("2d");
    if (!ctx) return;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, width, height);
    const world = TILE * 2 ** this.zoom;
    const origin = map.getPixelOrigin().add(corner);
    this.frame = {
      ctx,
      width,
      height,
      zoom: this.zoom,
      x: (wx) => wx * world - origin.x,
      y: (wy) => wy * world - origin.y,
    };
    this.paint(this.frame);
  }

  /** While Leaflet animates a zoom, the old picture is stretched along. */
  private follow({ center, zoom }: L.ZoomAnimEvent): void {
    const map = this._map;
    const half = map.getSize().divideBy(2);
    const pane = map.getPane("mapPane");
    const shift = pane ? L.DomUtil.getPosition(pane) : L.point(0, 0);
    const origin = map.project(center, zoom).subtract(half).add(shift).round();
    const at = map.project(this.topLeft, zoom).subtract(origin);
    L.DomUtil.setTransform(this.canvas, at, map.getZoomScale(zoom, this.zoom));
  }
}
