/** How far the panel of a phone is pulled up: a line of it, half of the screen beside the map, or nearly all of it. */
import { signal } from "@preact/signals";

export const DRAWER = ["peek", "half", "full"] as const;
export type Drawer = (typeof DRAWER)[number];

export const drawer = signal<Drawer>("peek");

/** Pulls it by steps, up for positive ones, as far as it goes. */
export function pull(steps: number): void {
  const at = DRAWER.indexOf(drawer.peek()) + steps;
  drawer.value = DRAWER[Math.min(DRAWER.length - 1, Math.max(0, at))] ?? "peek";
}

/** One step up, and from the top back down: all that a single button can do. */
export function turn(): void {
  drawer.value = DRAWER[(DRAWER.indexOf(drawer.peek()) + 1) % DRAWER.length] ?? "peek";
}
