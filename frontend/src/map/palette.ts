/**
 * The colours of answers, on the map and beside it.
 *
 * Times run from dark blue (near) to pale green (far), a sequence of falling darkness that survives colour
 * blindness and a black-and-white print (after ColorBrewer's YlGnBu). People beyond reach are orange to rust,
 * diamonds with an outline instead of dots. People to be verified are hollow and grey: they speak of the data.
 */
import type { Fate } from "../analysis/people";

/** By class of analysis/bands. */
export const TIME_COLOURS = ["#0c2c84", "#1f63a8", "#2191be", "#45b4c2", "#84cfba", "#c3e6b0"] as const;

export const FATE_COLOURS: Record<Fate, string> = {
  covered: "#1f63a8",
  late2: "#fdb863",
  late10: "#ec7a1c",
  late: "#b63f06",
  none: "#6b2303",
  unknown: "#ffffff",
};

export const LATE_OUTLINE = "#6b2a05";
export const UNKNOWN_OUTLINE = "#5d5670";
export const SPOT_COLOUR = "#b63f06";
/** Who comes within the cutoff by a scenario, and who falls out of it: green crosses in rounds, rust bars in diamonds. */
export const GAINED_COLOUR = "#157a3c";
export const LOST_COLOUR = "#a3120f";
/** What a scenario changes on the ground: closed and new streets, opened gates, where a facility came from. */
export const EDIT_COLOUR = "#7a2a8c";
/** Sites that a search has found, and the land from which they would be reached. */
export const SITE_COLOUR = "#0b6435";
export const SITE_LAND = "rgba(12,130,66,0.2)";
/** Land where no site may stand and facilities that are given up; land in which sites have to stand. */
export const AVOIDED_COLOUR = "#5a1f6e";
export const ONLY_COLOUR = "#0b3a66";
export const ROUTE_COLOUR = "#111f2c";

/** The quiet base. */
export const BASE = {
  paper: "#e9edee",
  land: "#f6f6f3",
  water: "#cfdde4",
  waterLine: "#b4cad5",
  street: "#ffffff",
  streetCasing: "#d9dbd7",
  major: "#ffffff",
  majorCasing: "#c6c9c5",
  path: "#d3d5d1",
  rail: "#b9bcbd",
  wall: "#c9c2b6",
  boundary: "#8c949b",
  label: "#4d5961",
  streetLabel: "#747e84",
} as const;

/** The typeface of the page, for the canvas. */
export const FONT = '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", system-ui, sans-serif';

export function timeColour(band: number): string {
  return TIME_COLOURS[Math.min(band, TIME_COLOURS.length - 1)] ?? TIME_COLOURS[0];
}
