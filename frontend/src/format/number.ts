/** Numbers for people to read: thousands grouped, minutes without false precision. */

/** "586,472" in both languages: Chinese statistical tables group by thousands as well. */
export function grouped(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}

/** Three figures are all that an estimate can carry; nobody is never made of somebody. */
export function estimated(n: number): number {
  if (n < 1000) return n;
  const step = 10 ** (Math.floor(Math.log10(n)) - 2);
  return Math.round(n / step) * step;
}

/**
 * Minutes with one decimal, never rounded across a whole minute, because cutoffs are whole minutes:
 * 15:02 is 15.1, not 15.0. From an hour on whole minutes, rounded up.
 */
export function minutes(seconds: number): string {
  if (seconds >= 3600) return grouped(Math.ceil(seconds / 60));
  const tenths = (seconds * 10) / 60;
  const rounded = Math.round(tenths);
  const shown = rounded % 10 === 0 ? (tenths > rounded ? rounded + 1 : rounded) : rounded;
  return `${Math.trunc(shown / 10)}.${shown % 10}`;
}

/** Metres: to 10 m from 100 m on, because nobody walks to the metre. */
export function metres(m: number): string {
  return grouped(m < 100 ? m : Math.round(m / 10) * 10);
}
