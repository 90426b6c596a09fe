import { describe, expect, it } from "vitest";
import { NO_CONDITIONS } from "../analysis/conditions";
import { emptyView, formatView, parseView, unbelieved, LAYERS, MODES, TABS, type View } from "./view";

const full: View = {
  language: "en",
  services: ["clinic", "clinic_station"],
  need: "all",
  mode: "ebike",
  direction: "from",
  minutes: 30,
  group: "age60",
  tab: "spots",
  level: "town",
  point: "ROW<n> & 小区/1",
  facility: null,
  at: null,
  catchment: false,
  spot: "df732a6d7d98",
  session: "ggb6xtvlvq4ewnfh",
  scenario: "北岸, 100% & <b>",
  goal: { by: "target", amount: 97.5, aim: "fair" },
  conditions: { ...NO_CONDITIONS, closing: ["clinic:a, b & <c>"], areas: { not: ["区/1"], only: [] }, apart: 300 },
  plan: "zhejiang-2025",
  asOf: "2025-12-31",
  elder: 65,
  planScenario: "南岸 & 1%",
  promise: "zj-circle15-urban",
  compare: ["base", "saved:a,b & 100%"],
  hidden: ["areas"],
  place: { zoom: 15, lat: 30.593, lon: 119.085 },
};

describe("the address", () => {
  it("says a view and gives it back", () => {
    expect(parseView(formatView(full), "zh")).toEqual(full);
    expect(parseView(formatView(emptyView("zh")), "en")).toEqual(emptyView("zh"));
  });

  it("gives back every mode, tab, minute and set of layers", () => {
    for (const mode of MODES) for (const tab of TABS) expect(parseView(formatView({ ...full, mode, tab }), "zh")).toEqual({ ...full, mode, tab });
    for (let minutes = 1; minutes <= 60; minutes++) expect(parseView(formatView({ ...full, minutes }), "zh").minutes).toBe(minutes);
    for (const hidden of [[], ["spots"], [...LAYERS]] as View["hidden"][]) expect(parseView(formatView({ ...full, hidden }), "zh").hidden).toEqual(hidden);
  });

  it("drops scenarios that cannot be", () => {
    expect(parseView("session=a/b&scenario=&from=base", "zh")).toMatchObject({ session: null, scenario: null, compare: null });
    expect(parseView(`scenario=${"x".repeat(81)}&from=base&to=base`, "zh")).toMatchObject({ scenario: null, compare: null });
    expect(parseView("from=base&to=saved:", "zh").compare).toBeNull();
    expect(parseView("from=base&to=saved%3Aone", "zh").compare).toEqual(["base", "saved:one"]);
  });

  it("looks at one thing at a time", () => {
    for (const one of [{ facility: "clinic:诊所 & <b>:7" }, { at: { lon: 119.1, lat: -30.59301 } }]) {
      const view: View = { ...full, point: null, ...one };
      expect(parseView(formatView(view), "zh")).toEqual(view);
    }
    expect(parseView("point=7&facility=clinic:7&at=119,30", "zh")).toMatchObject({ point: "7", facility: null, at: null });
  });

  it("gives back every goal that can be met, and believes no other", () => {
    for (const goal of [{ by: "sites", amount: 12, aim: "time" }, { by: "budget", amount: 0.5, aim: "covered" }, { by: "target", amount: 100, aim: "covered" }] as View["goal"][]) {
      expect(parseView(formatView({ ...full, goal }), "zh").goal).toEqual(goal);
    }
    for (const query of ["sites=0", "sites=1.5", "sites=1e9", "target=101", "budget=-1", "budget=x", "aim=best"]) expect(parseView(query, "zh").goal).toEqual(emptyView("zh").goal);
    expect(formatView({ ...emptyView("zh"), tab: "sites" })).toContain("sites=3");
  });

  it("stays the same when it is said again", () => {
    const once = formatView(parseView("?service=b,a,a&minutes=15", "zh"));
    expect(formatView(parseView(once, "en"))).toBe(once);
  });

  it("can be read by people", () => {
    expect(formatView(full)).toContain("service=clinic,clinic_station&need=all&mode=ebike&direction=from&minutes=30");
  });

  it.each([
    ["minutes=0", "minutes", 15],
    ["minutes=-5", "minutes", 15],
    ["minutes=1e9", "minutes", 15],
    ["minutes=7.5", "minutes", 15],
    ["mode=fly", "mode", "walk"],
    ["tab=%3Cb%3E", "tab", "areas"],
    ["lang=fr", "language", "zh"],
    ["group=<script>", "group", "all"],
    ["map=15/99/500", "place", null],
    ["map=15/abc", "place", null],
    ["at=200,10", "at", null],
    ["at=1e2,10", "at", null],
    ["facility=7", "facility", null],
    ["catchment=maybe", "catchment", null],
    ["plan=<b>", "plan", null],
    ["plan=../x", "plan", null],
    ["plan=a&as-of=2025-02-30", "asOf", ""],
    ["plan=a&as-of=soon", "asOf", ""],
    ["plan=a&elder=70", "elder", null],
    ["promise=a", "promise", null],
    ["plan=a&promise=<i>", "promise", null],
    ["service=<b>,../../x", "services", []],
    ["need=all&service=clinic", "need", "any"],
  ] as const)("does not believe %s", (query, key, value) => {
    expect(parseView(query, "zh")[key]).toEqual(value);
  });

  it("tells what it was given and did not believe", () => {
    const told = (query: string) => unbelieved(query, parseView(query, "zh")).map((c) => `${c.what} ${c.given}`);
    expect(told("mode=fly&minutes=999&service=clinic,<b>&group=<i>&tab=news&map=1/2")).toEqual(["service <b>", "mode fly", "minutes 999", "group <i>", "tab news", "map 1/2"]);
    expect(told("plan=a&as-of=2025-13-01")).toEqual(["asOf 2025-13-01"]);
    expect(told("mode=" + "x".repeat(500))).toEqual([`mode ${"x".repeat(40)}…`]);
    expect(told(formatView(full))).toEqual([]);
    expect(told("")).toEqual([]);
  });
});
