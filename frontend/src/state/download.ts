/** Puts a file that the server has made where the browser puts downloads. */
import type { Download } from "../api/client";

/** Long enough for any browser to have taken the file. */
const KEPT_MS = 60_000;

export function putDown({ name, blob }: Download): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
