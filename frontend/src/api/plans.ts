/** The calls of plans. Holding one against the town is a job; what came of it has an address of its own for a while. */
import { address, getJSON, save, send, sendText, type Download } from "./client";
import type { CheckJob, Plan, PlanProblem, PlanQuestion, Scorecard, ShownCard, SnapshotComparison, SnapshotInfo } from "./plantypes";

const part = encodeURIComponent;

/** Reads a plan's file without keeping it; a wrong one is refused with every line that is wrong. */
export function verifyPlan(text: string): Promise<Plan> {
  return sendText(address("/standards/verify"), text, "application/yaml");
}

export function askCheck(question: PlanQuestion): Promise<CheckJob> {
  return send("POST", address("/checks"), question);
}

export function getScorecard(id: string): Promise<Scorecard> {
  return getJSON(checkAddress(id));
}

export function getShown(id: string): Promise<ShownCard> {
  return getJSON(checkAddress(id, "/shown"));
}

export function getProblems(id: string): Promise<{ items: PlanProblem[] }> {
  return getJSON(checkAddress(id, "/problems"));
}

/** The address of a kept result, or of something below it. */
export function checkAddress(id: string, rest = ""): string {
  return address(`/checks/${part(id)}`) + rest;
}

/** An edition for a mayor's desk or for the public; both languages, four formats. */
export interface ReportWish {
  format: "html" | "pdf" | "docx" | "xlsx";
  lang: "zh" | "en";
  edition: "internal" | "public";
  review_number: string;
  office: string;
  title: string;
  /** The name of a snapshot: one of this very result says whether it is final, any other what has changed since; empty: none. */
  snapshot: string;
}

export function getReport(id: string, wish: ReportWish): Promise<Download> {
  return save("POST", address(`/checks/${part(id)}/report`, { ...wish }));
}

/** A file of a result, such as files/problems.csv. */
export function getCheckFile(id: string, file: string, check = ""): Promise<Download> {
  return save("GET", address(`/checks/${part(id)}/files/${file}`, { check }));
}

export function listSnapshots(): Promise<{ items: SnapshotInfo[] }> {
  return getJSON(address("/snapshots"));
}

export function keepSnapshot(name: string, check: string, date: string): Promise<SnapshotInfo> {
  return send("POST", address("/snapshots"), { name, check, date });
}

export function freezeSnapshot(name: string): Promise<SnapshotInfo> {
  return send("POST", snapshotAddress(name, "/freeze"));
}

export function dropSnapshot(name: string): Promise<null> {
  return send("DELETE", snapshotAddress(name));
}

export function compareSnapshots(before: string, after: string): Promise<SnapshotComparison> {
  return getJSON(address("/snapshots/compare", { before, after }));
}

function snapshotAddress(name: string, rest = ""): string {
  return address(`/snapshots/${part(name)}`) + rest;
}
