/** Short-lived things on the page: the open dialog, a notice, what a screen reader is told. */
import { signal } from "@preact/signals";

export type DialogName = "how" | "import" | "export" | "print" | "report";
export const openDialog = signal<DialogName | null>(null);

/** A notice that goes away by itself. */
export const notice = signal("");
let timer: ReturnType<typeof setTimeout> | undefined;

export function notify(text: string): void {
  notice.value = text;
  clearTimeout(timer);
  timer = setTimeout(() => (notice.value = ""), 4000);
}

/** Puts text on the clipboard; false where the browser forbids it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages that are not served from this machine or over HTTPS have no clipboard; the old way may still work.
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "off-screen";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
