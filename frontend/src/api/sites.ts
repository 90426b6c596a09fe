/** The calls of site selection. A search is a job; what it found has an address of its own. */
import { address, getJSON, send } from "./client";
import type { ScenarioState } from "./scenariotypes";
import type { SiteAnswer, SiteCurve, SiteJob, SiteLayer, SiteQuestion } from "./sitetypes";

export function askSites(question: SiteQuestion): Promise<SiteJob> {
  return send("POST", address("/sites"), question);
}

export function getSiteJob(id: string): Promise<SiteJob> {
  return getJSON(address(`/jobs/${encodeURIComponent(id)}`));
}

export function getSites(id: string): Promise<SiteAnswer> {
  return getJSON(sitesAddress(id));
}

export function getSiteLayer(id: string): Promise<SiteLayer> {
  return getJSON(sitesAddress(id, "/layer.geojson"));
}

export function getSiteCurve(id: string): Promise<SiteCurve> {
  return getJSON(sitesAddress(id, "/curve"));
}

/** Begins a scenario with the sites of some ranks, counted from 1; with all of them where none is named. */
export function beginWithSites(id: string, name: string, ranks: readonly number[] = []): Promise<ScenarioState> {
  return send("POST", sitesAddress(id, "/scenario"), { name, ranks });
}

export function sitesAddress(id: string, rest = ""): string {
  return address(`/sites/${encodeURIComponent(id)}`) + rest;
}
