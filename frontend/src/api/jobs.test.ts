import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fileName } from "./client";
import { untilEnd } from "./jobs";
import type { Job } from "./types";

const job = (state: Job["state"], done = 0) => ({ id: "j1", kind: "check", state, done, total: 3 }) as Job;

/** Events of a job, spoken by the test. */
class Source {
  static last: Source;
  closed = false;
  onerror: () => void = () => {};
  private readonly heard = new Map<string, (event: { data: string }) => void>();
  constructor(readonly url: string) {
    Source.last = this;
  }
  addEventListener(name: string, f: (event: { data: string }) => void) {
    this.heard.set(name, f);
  }
  say(name: string, state: Job) {
    this.heard.get(name)?.({ data: JSON.stringify(state) });
  }
  close() {
    this.closed = true;
  }
}

describe("waiting for a job", () => {
  const asked: string[] = [];
  let answers: Job[] = [];
  beforeEach(() => {
    asked.length = 0;
    vi.stubGlobal("EventSource", Source);
    vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
      asked.push(`${init.method ?? "GET"} ${url}`);
      return new Response(JSON.stringify(answers.shift() ?? job("cancelled")), { status: 200 });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  it("tells every state, and ends with the last", async () => {
    const states: string[] = [];
    const run = untilEnd(job("queued"), (j) => states.push(`${j.state} ${j.done}`));
    Source.last.say("progress", job("running", 1));
    Source.last.say("end", job("succeeded", 3));
    expect((await run.last).state).toBe("succeeded");
    expect(states).toEqual(["queued 0", "running 1", "succeeded 3"]);
    expect(asked).toEqual([]);
  });

  it("asks for the state where the events break off", async () => {
    answers = [job("succeeded", 3)];
    const run = untilEnd(job("running"), () => {});
    Source.last.onerror();
    expect((await run.last).done).toBe(3);
    expect(asked).toEqual(["GET /api/v1/jobs/j1"]);
  });

  it("cancels a job that nobody waits for, and tells nothing more", () => {
    const states: string[] = [];
    const run = untilEnd(job("running"), (j) => states.push(j.state));
    run.giveUp();
    Source.last.say("end", job("succeeded"));
    expect(states).toEqual(["running"]);
    expect(asked).toEqual(["DELETE /api/v1/jobs/j1"]);
  });

  it("has nothing to wait for, nor to cancel, once it has ended", async () => {
    const run = untilEnd(job("failed"), () => {});
    expect((await run.last).state).toBe("failed");
    run.giveUp();
    expect(asked).toEqual([]);
  });
});

it("names downloads as the server does, in any language", () => {
  expect(fileName(`attachment; filename="report.html"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.html`)).toBe("报告.html");
  expect(fileName(`attachment; filename="problems.csv"`)).toBe("problems.csv");
  expect(fileName("attachment; filename=a.xlsx")).toBe("a.xlsx");
  expect(fileName(`attachment; filename="x.csv"; filename*=UTF-8''%E6%8`)).toBe("x.csv");
  expect(fileName("")).toBe("lifecircle");
});
