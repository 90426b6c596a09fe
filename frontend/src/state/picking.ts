/** The next click on the map chooses a place instead of what lies there. */
import { signal } from "@preact/signals";

export const picking = signal(false);
