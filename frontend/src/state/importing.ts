/** One import at a time: sending, following its job, and its report. */
import { signal } from "@preact/signals";
import { address, cancelJob, followJob, getJSON, sendImport, type Parameters } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import { renew } from "../api/resource";
import { openDialog } from "./notices";
import type { ImportReport, Job } from "../api/types";

export type Importing =
  | { step: "form" }
  | { step: "sending"; abort: AbortController }
  | { step: "job"; job: Job }
  | { step: "report"; report: ImportReport }
  | { step: "refused"; problem: Problem };

/** The kind that whoever opened the dialog was told to import; empty: they choose. */
export const suggested = signal("");

/** Opens the dialog, with the kind of data that a command such as "lifecircle import reported FILE" names. */
export function openImport(command = ""): void {
  suggested.value = /import ([a-z]+)/.exec(command)?.[1] ?? "";
  openDialog.value = "import";
}

export const importing = signal<Importing>({ step: "form" });

export async function startImport(kind: string, parameters: Parameters, file: File): Promise<void> {
  const abort = new AbortController();
  importing.value = { step: "sending", abort };
  try {
    const answer = await sendImport(kind, parameters, file, abort.signal);
    if ("report" in answer) finish(answer.report);
    else follow(answer.job);
  } catch (error) {
    importing.value = abort.signal.aborted ? { step: "form" } : { step: "refused", problem: asProblem(error) };
  }
}

/** Cancels what is under way; an import that is cancelled leaves the data as it was. */
export function cancelImport(): void {
  const now = importing.value;
  if (now.step === "sending") now.abort.abort();
  if (now.step === "job") {
    cancelJob(now.job.id).catch((error: unknown) => (importing.value = { step: "refused", problem: asProblem(error) }));
  }
}

export function againImport(): void {
  importing.value = { step: "form" };
}

function finish(report: ImportReport): void {
  importing.value = { step: "report", report };
  renew();
}

function follow(job: Job): void {
  settle(job);
  if (ended(job)) return;
  followJob(job.id, settle, () => {
    // The stream broke off; its last state is still to be had.
    getJSON<Job>(address(`/jobs/${encodeURIComponent(job.id)}`)).then(
      (last) => (ended(last) ? settle(last) : setTimeout(() => follow(last), 1000)),
      (error: unknown) => (importing.value = { step: "refused", problem: asProblem(error) }),
    );
  });
}

function settle(job: Job): void {
  if (job.state === "succeeded" && job.report) finish(job.report);
  else {
    importing.value = { step: "job", job };
    if (job.state === "succeeded") renew();
  }
}

function ended(job: Job): boolean {
  return job.state === "succeeded" || job.state === "failed" || job.state === "cancelled";
}
