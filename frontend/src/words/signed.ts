/** Differences of people with their sign: "+1,234", "−56", "±0". */
import { count } from "./people";

export function signed(n: number): string {
  if (n === 0) return "±0";
  return (n > 0 ? "+" : "−") + count(Math.abs(n));
}
