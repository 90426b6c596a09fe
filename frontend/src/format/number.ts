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

/**
 * The minutes of the parts of a way, which add up to the minutes shown for the whole: each is cut to the decimal of
 * the whole, and what is missing goes to those that lost most.
 *
 * @param parts seconds that sum to the whole.
 */
export function minutesOfParts(parts: readonly number[], whole: number): string[] {
  const unit = whole >= 3600 ? 60 : 6;
  const asNumber = Number(minutes(whole).replaceAll(",", ""));
  const shown = Math.round(unit === 60 ? asNumber : asNumber * 10);
  const exact = parts.map((seconds) => seconds / unit);
  const cut = exact.map(Math.floor);
  const byLoss = exact.map((n, i) => ({ i, loss: n - Math.floor(n) })).sort((a, b) => b.loss - a.loss);
  const missing = shown - cut.reduce((sum, n) => sum + n, 0);
  for (let k = 0; k < missing && byLoss.length > 0; k++) cut[byLoss[k % byLoss.length]!.i]!++;
  return cut.map((n) => (unit === 60 ? grouped(n) : `${Math.trunc(n / 10)}.${n % 10}`));
}
