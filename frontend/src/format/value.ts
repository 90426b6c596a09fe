/**
 * Values of plans as the command line and the report write them: rounded for people, and never across a mark, so that
 * 89.96% stays below a target of 90% and nearly all is not all.
 */

/** A share with one decimal, or as many as it takes to keep it on its side of the target and away from 0 and 100%. */
export function percentOf(share: number, target: number | null = null): string {
  return `${faithful(share, 100, 1, [0, 1, ...(target === null ? [] : [target])])}%`;
}

/** A number with two decimals at most, or as many as it takes to keep it on its side of the target. */
export function decimalOf(value: number, target: number | null = null): string {
  return faithful(value, 1, 2, target === null ? [] : [target]);
}

/** @param marks that the text must stand to as the value does. */
function faithful(value: number, times: number, decimals: number, marks: readonly number[]): string {
  for (; ; decimals++) {
    const text = (value * times).toFixed(decimals);
    const shown = Number(text);
    const stands = marks.every((m) => Math.sign(shown - Number((m * times).toFixed(9))) === Math.sign(value - m));
    if (stands || decimals >= 9) return grouped(text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  }
}

/** Thousands of the whole part. */
function grouped(text: string): string {
  const [whole = "", rest] = text.split(".");
  const parted = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest === undefined ? parted : `${parted}.${rest}`;
}
