/** A failure in the server's own words (RFC 9457, application/problem+json). */
export interface ProblemBody {
  /** The kind of problem, such as "/problems/scenario-ended". */
  type?: string;
  title: string;
  title_zh?: string;
  status: number;
  detail?: string;
  detail_zh?: string;
  hint?: string;
  hint_zh?: string;
  errors?: { location?: string; message?: string; message_zh?: string; value?: unknown; line?: number; key?: string }[] | null;
}

/** Thrown by every call to the server that does not succeed; status 0 means that no answer came at all. */
export class Problem extends Error {
  constructor(readonly body: ProblemBody) {
    super(body.detail || body.title);
    this.name = "Problem";
  }

  get status(): number {
    return this.body.status;
  }

  /** Whether it is of a kind, by the last part of its type. */
  is(kind: string): boolean {
    return this.body.type === `/problems/${kind}`;
  }
}

/** Reads the problem out of a failed answer, whatever stands between us and the server may have made of it. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => "");
  try {
    const body: unknown = JSON.parse(text);
    if (body && typeof body === "object" && "title" in body && typeof body.title === "string") {
      return new Problem({ ...(body as ProblemBody), status: response.status });
    }
  } catch {
    // Not JSON: fall through to the plain status below.
  }
  return new Problem({ title: `HTTP ${response.status} ${response.statusText}`.trim(), status: response.status });
}

/** Turns anything thrown by fetch into a Problem; an abort is left as it is. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem({ title: "offline", status: 0, detail: error instanceof Error ? error.message : String(error) });
}
