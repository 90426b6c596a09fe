/** Line icons on a grid of 16, all drawn here so that the page asks nobody for a font. */
import { familyOf } from "../services/families";

const PATHS = {
  search: "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.4 10.4 13.6 13.6",
  link: "M6.6 9.4a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.4 6.6a2.6 2.6 0 0 0-3.7 0L3.5 8.8a2.6 2.6 0 0 0 3.7 3.7l.8-.8",
  export: "M8 2.5v7M5 6.8 8 9.8l3-3M3 11.5v2h10v-2",
  print: "M4.5 6V2.5h7V6M4.5 11.5H2.5V6h11v5.5h-2M4.5 9.5h7v4h-7Z",
  close: "M4 4l8 8M12 4l-8 8",
  plus: "M8 3.5v9M3.5 8h9",
  minus: "M3.5 8h9",
  home: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  chevron: "M4 6l4 4 4-4",
  copy: "M5.5 5.5h8v8h-8ZM5.5 10.5h-3v-8h8v3",
  info: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M8 7.4v3.6M8 4.9v.2",
  warning: "M8 2.4 14.2 13.2H1.8ZM8 6.4v3.2M8 11.3v.2",
  error: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2",
  check: "M3 8.5 6.5 12 13 4.5",
  walk: "M8.6 2.3a1.2 1.2 0 1 0 .01 0M8.4 6 7.2 9.6l2 1.8.6 2.8M7.2 9.6 5.4 14M8.4 6 5.8 7.6v2M8.6 6.2l1.4 2.2 2 .4",
  walk_elder: "M7 2.3a1.2 1.2 0 1 0 .01 0M7 6 6 9.6l1.6 1.8.2 2.8M6 9.6 4.6 14M7.2 6.2l1.6 2.2 2 .2M11.4 8v6",
  bike: "M4 8.4a2.6 2.6 0 1 0 .01 0M12 8.4a2.6 2.6 0 1 0 .01 0M4 11l2.6-5h4L12 11M6 7.4 8.4 11l2.6-4M10.6 6 10 4h1.6M5.6 5.4h2",
  ebike: "M4 8.4a2.6 2.6 0 1 0 .01 0M12.4 8.4a2.6 2.6 0 1 0 .01 0M4 11h4l2-3.4 1.4-4.2H9.6M10.2 7.4l2.2 3.6M5 7.4h3.6M6.4 2.2 5 4.4h2L5.6 6.6",
  drive: "M3 11.5V8.4l1.5-4h7l1.5 4v3.1ZM3 8.4h10M4.5 11.5v1.5M11.5 11.5v1.5M5.2 10h.4M10.4 10h.4",
  target: "M8 3.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M8 1.5v3.5M8 11v3.5M1.5 8H5M11 8h3.5",
  layers: "M8 2.5 14 5.8 8 9 2 5.8ZM2.5 8.6 8 11.6l5.5-3M2.5 11 8 14l5.5-3",
  undo: "M6 3.5 3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7",
  redo: "M10 3.5l3 3-3 3M13 6.5H6.5a3.5 3.5 0 0 0 0 7H9",
  place: "M8 14.2C5 10.6 3.6 8.6 3.6 6.6a4.4 4.4 0 0 1 8.8 0c0 2-1.4 4-4.4 7.6M8 4.6v4M6 6.6h4",
  barrier: "M2.5 5.5h11v4h-11ZM5 5.5l-1.6 4M8.6 5.5 7 9.5M12.2 5.5l-1.6 4M4.5 9.5v4M11.5 9.5v4",
  gate: "M3 14V3.5M13 14V3.5M3 5l4 1.4v7L3 12.6M13 5l-2.6.9",
  build: "M4.6 14 6.6 2.5M11.4 14 9.4 2.5M8 3v2M8 7v2M8 11v2.4",
  move: "M8 2v12M2 8h12M6.2 3.8 8 2l1.8 1.8M6.2 12.2 8 14l1.8-1.8M3.8 6.2 2 8l1.8 1.8M12.2 6.2 14 8l-1.8 1.8",
  whatif: "M8 2.6 14 5.8 8 9 2 5.8ZM2.4 9l5.6 3 2-1.1M11.6 10v4M9.6 12h4",
  land: "M3 5.5 9.5 2.5 13.5 8 10 13.5 3.5 11.5Z",
  bin: "M3 4.5h10M6.4 4.5V3h3.2v1.5M4.4 4.5l.6 9h6l.6-9M6.8 7v4M9.2 7v4",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return <Strokes path={PATHS[name]} size={size} />;
}

/** The sign of a service on its board, the same as on the map. */
export function ServiceSign({ code, size = 20 }: { code: string; size?: number }) {
  const family = familyOf(code);
  return (
    <span class="board" style={{ background: family.colour, width: size, height: size }}>
      <Strokes path={family.sign} size={size * 0.8} />
    </span>
  );
}

function Strokes({ path, size }: { path: string; size: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={path} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
