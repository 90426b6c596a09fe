/** The words in the language of the view. Reading them in a component makes it follow a change of language. */
import { view } from "../state/address";
import { say, type Values } from "./words";
import { WORDS, type Key } from "./table";

export function t(key: Key, values?: Values): string {
  return say(view.value.language, key, values);
}

/** For keys that come from data, such as a level of areas that the table may not know. */
export function tOr(key: string, otherwise: string, values?: Values): string {
  return key in WORDS ? t(key as Key, values) : otherwise;
}

/** Picks the name in the language shown, or the other one where it is missing. */
export function named(zh: string, en: string): string {
  return view.value.language === "zh" ? zh || en : en || zh;
}
