/** Finds things by their names. */

export interface Entry {
  kind: "facility" | "point" | "area";
  /** For facilities: service and id, as one service's ids may recur in another. */
  id: string;
  name: string;
  /** What tells it from others of the same name. */
  note: string;
  lon: number;
  lat: number;
}

const KINDS: readonly Entry["kind"][] = ["area", "facility", "point"];

/** The best entries for a text: names that begin with it before names that hold it; areas, facilities, points. */
export function find(entries: Iterable<Entry>, text: string, limit: number): Entry[] {
  const wanted = fold(text);
  if (!wanted) return [];
  const found: { entry: Entry; rank: number }[] = [];
  for (const entry of entries) {
    const at = Math.min(position(fold(entry.name), wanted), position(fold(entry.id), wanted));
    if (at === Infinity) continue;
    found.push({ entry, rank: (at === 0 ? 0 : 10) + KINDS.indexOf(entry.kind) });
  }
  found.sort((a, b) => a.rank - b.rank || a.entry.name.length - b.entry.name.length || (a.entry.id < b.entry.id ? -1 : 1));
  return found.slice(0, limit).map((f) => f.entry);
}

function position(name: string, wanted: string): number {
  const at = name.indexOf(wanted);
  return at === -1 ? Infinity : at;
}

/** Case, width and spaces do not matter: "ＡＢ c" is "abc". */
function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}
