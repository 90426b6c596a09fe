/** A plan of somebody's own: its file is read here, verified by the server and kept in the tab, for a reload. */
import { signal } from "@preact/signals";
import { verifyPlan } from "../api/plans";
import type { Plan } from "../api/plantypes";
import { asProblem, type Problem } from "../api/problem";
import { go } from "./address";
import { OWN_PLAN } from "./view";

export interface OwnPlan {
  file: string;
  text: string;
  plan: Plan;
}

const STORE = "lifecircle.plan";

export const ownPlan = signal<OwnPlan | null>(read());

/** Why a file was not taken: the server's words, or that it is too large to be sent. */
export const ownTrouble = signal<{ file: string; problem: Problem | "large" | "text" } | null>(null);
export const reading = signal(false);

/** As the server does not take more. */
export const MOST_BYTES = 1 << 20;

export async function loadPlan(file: File): Promise<void> {
  ownTrouble.value = null;
  if (file.size > MOST_BYTES) {
    ownTrouble.value = { file: file.name, problem: "large" };
    return;
  }
  reading.value = true;
  try {
    const text = textOf(await file.arrayBuffer());
    if (text === null) {
      ownTrouble.value = { file: file.name, problem: "text" };
      return;
    }
    take({ file: file.name, text, plan: await verifyPlan(text) });
    go({ plan: OWN_PLAN, promise: null });
  } catch (error) {
    ownTrouble.value = { file: file.name, problem: asProblem(error) };
  } finally {
    reading.value = false;
  }
}

/** UTF-8, with or without its mark; null of anything else. */
function textOf(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function take(own: OwnPlan): void {
  ownPlan.value = own;
  try {
    sessionStorage.setItem(STORE, JSON.stringify(own));
  } catch {
    // Full, or forbidden: then it lasts as long as the page does.
  }
}

function read(): OwnPlan | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORE) ?? "null") as OwnPlan | null;
    return kept && typeof kept.text === "string" && Array.isArray(kept.plan?.each) ? kept : null;
  } catch {
    return null;
  }
}
