/** The only place that speaks HTTP. Everything goes to our own server; nothing else is ever asked. */
import { asProblem, problemOf } from "./problem";
import type { ImportReport, Job } from "./types";

const BASE = "/api/v1";

export type Parameters = Record<string, string | number | boolean | null | undefined>;

/** Builds an address below the API; parameters that are null, undefined or empty are left out. */
export function address(path: string, parameters: Parameters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return BASE + path + (text && `?${text}`);
}

/** GET as JSON. Rejects with a Problem, or with the AbortError of the signal. */
export async function getJSON<T>(url: string, signal?: AbortSignal): Promise<T> {
  const response = await ask(url, { signal: signal ?? null, headers: { accept: "application/json" } });
  return (await response.json()) as T;
}

/** Sends JSON, or nothing, and reads JSON; null where the server has nothing to say (204). */
export async function send<T>(method: "POST" | "PUT" | "DELETE", url: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  const response = await ask(url, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  return (response.status === 204 ? null : await response.json()) as T;
}

/** Sends a text as it is, and reads JSON. */
export async function sendText<T>(url: string, text: string, type: string): Promise<T> {
  const response = await ask(url, { method: "POST", headers: { accept: "application/json", "content-type": type }, body: text });
  return (await response.json()) as T;
}

/** A file that the server has made, under the name it gives. */
export interface Download {
  name: string;
  blob: Blob;
}

export async function save(method: "GET" | "POST", url: string): Promise<Download> {
  const response = await ask(url, { method });
  return { name: fileName(response.headers.get("content-disposition") ?? ""), blob: await response.blob() };
}

/** The name in a Content-Disposition: that for all languages first (RFC 5987), then the plain one. */
export function fileName(disposition: string): string {
  const all = /filename\*=(?:utf-8)?''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  try {
    return all ? decodeURIComponent(all) : (plain ?? "lifecircle");
  } catch {
    return plain ?? "lifecircle";
  }
}

/** GET as bytes; null where the server has nothing to say (204). */
export async function getBytes(url: string, signal?: AbortSignal): Promise<ArrayBuffer | null> {
  const response = await ask(url, { signal: signal ?? null });
  return response.status === 204 ? null : response.arrayBuffer();
}

/** What an import answers: its report at once, or a job to follow where it takes long. */
export type ImportAnswer = { report: ImportReport } | { job: Job };

/** Sends one file to be imported. */
export async function sendImport(kind: string, parameters: Parameters, file: File, signal: AbortSignal): Promise<ImportAnswer> {
  const body = new FormData();
  body.append("file", file);
  const response = await ask(address(`/imports/${kind}`, parameters), { method: "POST", body, signal });
  const answer: unknown = await response.json();
  return response.status === 202 ? { job: answer as Job } : { report: answer as ImportReport };
}

export async function cancelJob(id: string): Promise<void> {
  await ask(address(`/jobs/${encodeURIComponent(id)}`), { method: "DELETE" });
}

/** Follows a job until it ends; returns the function that stops listening. */
export function followJob(id: string, onState: (job: Job) => void, onLost: () => void): () => void {
  const events = new EventSource(address(`/jobs/${encodeURIComponent(id)}/events`));
  const read = (event: MessageEvent<string>) => {
    if (event.data) onState(JSON.parse(event.data) as Job);
  };
  events.addEventListener("progress", read);
  events.addEventListener("end", (event) => {
    read(event as MessageEvent<string>);
    events.close();
  });
  events.onerror = () => {
    // EventSource would connect again for ever; the state is one GET away, so ask once instead.
    events.close();
    onLost();
  };
  return () => events.close();
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw asProblem(error);
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}
