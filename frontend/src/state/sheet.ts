/** The sheet of paper that the page turns into while it is printed. */
import { signal } from "@preact/signals";

export interface Sheet {
  heading: string;
  /** The review number typed in; empty for internal use. */
  review: string;
}

/** null while the page is an ordinary page. */
export const sheet = signal<Sheet | null>(null);
