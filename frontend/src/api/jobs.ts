/** Waiting for a job: by its events, and where their stream breaks off by asking for its state. */
import { address, cancelJob, followJob, getJSON } from "./client";
import type { Job } from "./types";

export function hasEnded({ state }: Job): boolean {
  return state === "succeeded" || state === "failed" || state === "cancelled";
}

/** Quiet time before a job whose events broke off is asked for again. */
const AGAIN_MS = 1000;

/**
 * Tells every state of a job until it has ended.
 *
 * @returns the last state, and how to stop waiting for it: the job is then cancelled, and nothing is told any more.
 */
export function untilEnd<J extends Job>(job: J, onState: (job: J) => void): { last: Promise<J>; giveUp: () => void } {
  let stop: () => void = () => {};
  let left = false;
  let now = job;
  const last = new Promise<J>((resolve, reject) => {
    const take = (state: J) => {
      if (left) return;
      now = state;
      onState(state);
      if (hasEnded(state)) resolve(state);
    };
    const listen = () => {
      stop = followJob(job.id, (state) => take(state as J), () => {
        if (left || hasEnded(now)) return;
        getJSON<J>(address(`/jobs/${encodeURIComponent(job.id)}`)).then((state) => {
          take(state);
          if (!left && !hasEnded(state)) setTimeout(() => !left && listen(), AGAIN_MS);
        }, reject);
      });
    };
    take(job);
    if (!hasEnded(job)) listen();
  });
  const giveUp = () => {
    left = true;
    stop();
    if (!hasEnded(now)) cancelJob(job.id).catch(() => null); // it ends by itself at last
  };
  return { last, giveUp };
}
