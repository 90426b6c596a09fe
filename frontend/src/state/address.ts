/** Keeps the view and the address bar saying the same. */
import { effect, signal } from "@preact/signals";
import { formatView, parseView, type Language, type View } from "./view";

const preferred: Language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";

/** The one state of the page. */
export const view = signal<View>(parseView(location.search, preferred));

/** Replace the present entry of the history instead of adding one, until the next step. */
let quiet = true;

/** A step that Back undoes: another service, another tab, another point. */
export function go(change: Partial<View>): void {
  quiet = false;
  view.value = { ...view.peek(), ...change };
}

/** Looks at one thing more closely, and at nothing else; at nothing when none is named. */
export function lookInto(one: Partial<Pick<View, "point" | "facility" | "at">> = {}): void {
  go({ point: null, facility: null, at: null, ...one });
}

/** A change that Back passes over: a slider on its way, the map being moved. */
export function adjust(change: Partial<View>): void {
  quiet = true;
  view.value = { ...view.peek(), ...change };
}

/** Starts writing the view into the address bar and reading it back on Back and Forward. */
export function bindAddress(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const query = `?${formatView(view.value)}`;
    clearTimeout(timer);
    if (query === location.search) return;
    if (quiet) {
      // Browsers refuse a page that rewrites its address a hundred times in a few seconds.
      timer = setTimeout(() => history.replaceState(null, "", query), 150);
    } else {
      history.pushState(null, "", query);
      quiet = true;
    }
  });
  addEventListener("popstate", () => {
    quiet = true;
    clearTimeout(timer);
    view.value = parseView(location.search, view.peek().language);
  });
}
