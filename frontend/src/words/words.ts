import { WORDS, type Key } from "./table";
import type { Language } from "../state/view";

export type Values = Record<string, string | number>;

/** The words for a key in a language, its {places} filled. Text only: what is filled in is never markup. */
export function say(language: Language, key: Key, values: Values = {}): string {
  const [zh, en] = WORDS[key];
  const template = language === "zh" ? zh : plural(en, values.n);
  return template.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** "one|many": the first for exactly one. Numbers may come grouped ("1,234"). */
function plural(text: string, n: string | number | undefined): string {
  const cut = text.indexOf("|");
  if (cut === -1) return text;
  return String(n) === "1" ? text.slice(0, cut) : text.slice(cut + 1);
}
