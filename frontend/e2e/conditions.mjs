// Sites under conditions: what the page asks for with its chips is asked of the API in its own words, and the numbers are
// the same; land is drawn by pointer and by keys.
import assert from "node:assert/strict";
import { ask, axe, grouped, QUERY, sited, whole } from "./sites.mjs";
import { PHONE, Site } from "./site.mjs";

const SERVICE = "elder_station";
const signed = (n) => (n === 0 ? "±0" : (n > 0 ? "+" : "−") + grouped(Math.abs(n)));
const gained = (answer) => signed(answer.covered_after - answer.covered_before);
const chips = (page) => page.locator(".cond-chip").allTextContents();

/** Waits until the large figure says so, and everything has come. */
async function says(site, text) {
  await site.page.waitForFunction((text) => document.querySelector(".sites-net strong")?.textContent === text && !document.querySelector(".sites-progress"), text);
  await site.answered();
}

async function chipped(page, text) {
  await page.waitForFunction((text) => [...document.querySelectorAll(".cond-chip")].some((c) => c.textContent === text), text);
}

/** Types into a field that finds by name, and takes the first of what it finds by keyboard. */
async function choose(page, label, text) {
  const field = page.getByRole("combobox", { name: label });
  await field.fill(text);
  await page.waitForSelector(`#${await field.getAttribute("aria-controls")} [role=option]`);
  await field.press("Enter");
}

/** Whether a place lies in a ring. */
function inRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[ax, ay], [bx, by]] = [ring[i], ring[j]];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}

const inShape = (at, { type, coordinates }) => (type === "Polygon" ? [coordinates] : coordinates).some((rings) => rings.filter((ring) => inRing(at, ring)).length % 2 === 1);

export const checks = [
  [
    "conditions: a site that must be, an area where none may, a facility that closes: the numbers of the API",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: QUERY });
      const { page } = site;
      await sited(site, 3);
      const free = await ask(site, { sites: 3 });
      const other = free.sites[0].alternatives[0];
      // An alternative is wanted instead of the best site.
      await page.click(".sites-list > li:nth-child(1) .site-buttons [aria-expanded]");
      await page.locator(".site-others .site-keep").first().click();
      await chipped(page, `Keep: ${other.name || other.id}`);
      const must = { id: "lot", name: "Lot", service: SERVICE, lon: other.lon, lat: other.lat, cost: 1, status: "must" };
      const kept = await ask(site, { sites: 3, junctions: true, candidates: [must] });
      assert.ok(kept.covered_after < free.covered_after, "what must be is not the best");
      await says(site, gained(kept));
      assert.equal(await page.locator(".site-keep[aria-pressed=true]").count(), 1);
      // The area in which the next site stands is ruled out.
      const { features: areas } = await site.ask("/areas?level=community");
      const next = kept.sites.find((s) => s.id !== "lot");
      const area = areas.find((a) => inShape([next.lon, next.lat], a.geometry));
      await page.click(".sites-options");
      await choose(page, "An area by name", area.properties.name);
      await chipped(page, `Not in: ${area.properties.name}`);
      const forbidden = { sites: 3, junctions: true, candidates: [must], forbidden_areas: [area.properties.id] };
      const outside = await ask(site, forbidden);
      assert.ok(outside.candidates.forbidden > 0);
      await says(site, gained(outside));
      assert.match(await page.textContent(".sites-result"), new RegExp(`${grouped(outside.candidates.forbidden)} candidates were ruled out`));
      // A facility that serves people closes.
      const { features: facilities } = await site.ask(`/facilities?service=${SERVICE}&limit=200`);
      const closing = facilities.find((f) => f.properties.status === "active" && f.properties.name && facilities.filter((g) => g.properties.name === f.properties.name).length === 1).properties;
      await choose(page, "A facility by name", closing.name);
      await chipped(page, `Close: ${closing.name}`);
      const answer = await ask(site, { ...forbidden, closing: [`${SERVICE}:${closing.id}`] });
      assert.ok(answer.covered_kept < answer.covered_before, "nobody misses it");
      await says(site, gained(answer));
      assert.deepEqual(await page.locator(".sites-list strong").allTextContents(), answer.sites.map((s) => `+${grouped(s.people.all)} people`));
      const said = await page.textContent(".before-after");
      assert.match(said, new RegExp(`Covered${grouped(answer.covered_before)}${grouped(answer.covered_after)}\\${gained(answer)}`));
      assert.match(said, new RegExp(`Given up: ${closing.name}`));
      assert.match(said, new RegExp(`cover ${grouped(answer.covered_kept)} \\(${signed(answer.covered_kept - answer.covered_before)}\\)`));
      assert.equal(whole(answer.after).covered, answer.covered_after);
      for (const s of answer.sites) assert.ok(!inShape([s.lon, s.lat], area.geometry), `${s.name} stands where none may`);
      assert.ok(answer.sites.some((s) => s.id === "lot"));
      assert.match(await page.textContent(".legend"), /No sites here1[\s\S]*Closing \/ replaceable1/);
      await axe(site, "conditions");
      // The address holds them, and Back takes the last one away.
      await page.reload();
      await says(site, gained(answer));
      assert.equal((await chips(page)).length, 3);
      // All of it becomes a scenario, in which the facility is closed.
      await page.click(".sites-head .button");
      await page.waitForFunction(() => document.querySelectorAll(".edits li").length === 4);
      await site.answered();
      const scenario = await site.ask(`/scenarios/${site.parameter("session")}`);
      assert.equal(whole(scenario.results).covered, answer.covered_after);
      assert.ok(scenario.edits.some((e) => e.kind === "close_facility" && e.id === closing.id));
      await page.click(".whatif-leave");
      await page.waitForSelector(".whatif-start");
      await page.click("#tab-sites");
      await says(site, gained(answer));
      await page.getByRole("button", { name: `Remove: Close: ${closing.name}` }).click();
      await says(site, gained(outside));
      await page.goBack();
      await says(site, gained(answer));
      await page.click(".cond-chips .link");
      await says(site, gained(free));
      assert.deepEqual(await chips(page), []);
      await site.close();
    },
  ],
  [
    "conditions: land is drawn by pointer and by keys, and no site stands there, or all do",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: QUERY });
      const { page } = site;
      await sited(site, 3);
      await page.click(".sites-options");
      const box = await page.locator(".map").boundingBox();
      const at = (x, y) => page.mouse.click(box.x + box.width * x, box.y + box.height * y);
      const corners = (n) => page.waitForFunction((n) => document.querySelector(".draw-bar [role=status]")?.textContent.startsWith(`${n} corner`), n);
      await page.click(".sites-rules .button.small");
      await corners(0);
      assert.equal(await page.isDisabled(".draw-bar .primary"), true);
      let n = 0;
      for (const [x, y] of [[0.25, 0.25], [0.5, 0.25], [0.5, 0.75]]) {
        await at(x, y);
        await corners(++n);
        await page.waitForTimeout(350); // two clicks at once would end it
      }
      await axe(site, "drawing");
      // A fourth corner there would make the last edge cross the first.
      await at(0.4, 0.15);
      await page.waitForSelector(".notice.up");
      await corners(3);
      await page.waitForTimeout(350);
      await at(0.25, 0.75);
      await corners(4);
      await page.waitForTimeout(350);
      await at(0.25, 0.25); // the first again ends it
      await chipped(page, "Not in: drawn land 1");
      await page.waitForFunction(() => new URLSearchParams(location.search).has("not-land"));
      const read = (name) => {
        const numbers = site.parameter(name).split(",").map(Number);
        const ring = numbers.flatMap((x, i) => (i % 2 === 0 ? [[x, numbers[i + 1]]] : []));
        return { type: "Polygon", coordinates: [[...ring, ring[0]]] };
      };
      const land = read("not-land");
      const without = await ask(site, { sites: 3, forbidden: { type: "Feature", properties: { id: "a", name: "a" }, geometry: land } });
      assert.ok(without.candidates.forbidden > 0);
      await says(site, gained(without));
      for (const s of without.sites) assert.ok(!inShape([s.lon, s.lat], land));
      await page.click(".cond-chip .cond-drop");
      await page.waitForFunction(() => !new URLSearchParams(location.search).has("not-land"));
      // By keyboard: the map moves under its middle. Escape gives up, Backspace takes back.
      const begin = async () => {
        await page.getByRole("button", { name: "Only in", exact: true }).click();
        await page.focus(".sites-rules .button.small");
        await page.keyboard.press("Enter");
        await corners(0);
        assert.ok(await page.evaluate(() => document.activeElement.classList.contains("map")), "the keys are the map's");
      };
      await begin();
      await page.keyboard.press("Escape");
      await page.waitForSelector(".draw-bar", { state: "detached" });
      await page.waitForFunction(() => document.activeElement?.id === "draw-land");
      await begin();
      const go = async (key, times) => {
        for (let i = 0; i < times; i++) {
          await page.keyboard.press(key);
          await page.waitForTimeout(320);
        }
      };
      await go("ArrowLeft", 3);
      await page.keyboard.press("Enter");
      await corners(1);
      await page.keyboard.press("Enter");
      await corners(1);
      await go("ArrowRight", 5);
      await page.keyboard.press("Enter");
      await corners(2);
      await page.keyboard.press("Backspace");
      await corners(1);
      await page.keyboard.press("Enter");
      await corners(2);
      await go("ArrowUp", 4);
      await page.keyboard.press("Enter");
      await corners(3);
      await page.click(".draw-bar .primary");
      await chipped(page, "Only in: drawn land 1");
      await page.waitForFunction(() => new URLSearchParams(location.search).has("only-land"));
      const only = read("only-land");
      const within = await ask(site, { sites: 3, inside: { type: "Feature", properties: { id: "a", name: "a" }, geometry: only } });
      assert.ok(within.candidates.outside > 0);
      await says(site, gained(within));
      for (const s of within.sites) assert.ok(inShape([s.lon, s.lat], only));
      await site.close();
    },
  ],
  [
    "conditions: places and facilities are judged on their cards and on the list",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: QUERY });
      const { page } = site;
      await sited(site, 3);
      const free = await ask(site, { sites: 3 });
      const best = free.sites[0];
      await page.click(".sites-list > li:nth-child(1) .site-avoid");
      await chipped(page, `Not near: ${best.name || best.id}, 100 m`);
      await page.waitForFunction((text) => document.querySelector(".sites-net strong")?.textContent !== text, gained(free));
      await site.answered();
      const metres = (s) => Math.hypot((s.lon - best.lon) * Math.cos((best.lat * Math.PI) / 180), s.lat - best.lat) * 111195;
      await page.waitForSelector(".sites-files a");
      const asked = await (await page.request.get(new URL(await page.getAttribute(".sites-files a:last-child", "href"), page.url()).href)).json();
      for (const s of asked.sites) assert.ok(metres(s) > 100, `${s.name} is ${metres(s)} m from what is ruled out`);
      // A facility, from its card.
      const { features } = await site.ask(`/facilities?service=${SERVICE}&limit=200`);
      const p = features.find((f) => f.properties.status === "active").properties;
      await page.goto(`${origin}/${QUERY}&facility=${SERVICE}:${p.id}`);
      await page.locator(".fate-choice button:text-is('May be replaced')").click();
      await chipped(page, `Replaceable: ${p.name || p.id}`);
      await says(site, gained(await ask(site, { sites: 3, replace: [`${SERVICE}:${p.id}`] })));
      await page.locator(".fate-choice button:text-is('Close')").click();
      await says(site, gained(await ask(site, { sites: 3, closing: [`${SERVICE}:${p.id}`] })));
      await axe(site, "a facility that closes");
      await page.locator(".fate-choice button:text-is('Stays')").click();
      await says(site, gained(free));
      // A place, from its card.
      const far = free.sites[2].alternatives[0];
      await page.goto(`${origin}/${QUERY}&at=${far.lon.toFixed(5)},${far.lat.toFixed(5)}`);
      await page.locator(".card .change .button").first().click();
      const must = await ask(site, { sites: 3, junctions: true, candidates: [{ id: "m", service: SERVICE, lon: Number(far.lon.toFixed(5)), lat: Number(far.lat.toFixed(5)), status: "must" }] });
      await says(site, gained(must));
      assert.match(await page.textContent(".card .change .button >> nth=0"), /no longer must/);
      await axe(site, "a place that is kept");
      await page.locator(".card .change .button").nth(1).click();
      await page.waitForSelector(".cond-chip.not");
      assert.equal(await page.locator(".cond-chip.keep").count(), 0, "what is ruled out is not kept as well");
      await site.close();
    },
  ],
  [
    "conditions: what counts in plain words, weights, capacity, distance, candidates",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: QUERY });
      const { page } = site;
      await sited(site, 3);
      await page.click(".sites-options");
      const aim = (name) => page.getByLabel("What counts").selectOption({ label: name });
      const field = async (name, value) => {
        await page.fill(`.sites-rules input[name=${name}]`, value);
        await page.press(`.sites-rules input[name=${name}]`, "Tab");
      };
      const base = { sites: 3 };
      await aim("Covered twice");
      const twice = await ask(site, { ...base, problem: "backup" });
      await says(site, gained(twice));
      assert.match(await page.textContent(".before-after"), new RegExp(`Covered twice${grouped(twice.value - twice.covered_after)}`));
      await aim("Nobody beyond the places there are");
      await page.waitForSelector(".sites-form .loss");
      await field("capacity", "900");
      const places = await ask(site, { ...base, problem: "capacitated", capacity: 900 });
      await says(site, gained(places));
      assert.match(await page.textContent(".sites-list"), /serves 900 of 900/);
      assert.match(await page.textContent(".sites-rest"), /the places there are do not suffice/);
      await field("capacity", "");
      await aim("Least mean time");
      const mean = await ask(site, { ...base, problem: "pmedian" });
      await says(site, signed(whole(mean.after).covered - whole(mean.before).covered));
      await aim("Worst-served area first");
      const fair = await ask(site, { ...base, problem: "fair", by: "community" });
      await says(site, signed(whole(fair.after).covered - whole(fair.before).covered));
      await aim("Most people covered");
      await field("apart", "3000");
      await says(site, gained(await ask(site, { ...base, min_distance_m: 3000 })));
      await field("spacing", "400");
      const few = await ask(site, { ...base, min_distance_m: 3000, spacing_m: 400 });
      await says(site, gained(few));
      assert.match(await page.textContent(".sites-result"), /400 m apart/);
      await page.click(".cond-chips li:last-child .link");
      await page.click(".check:has-text('Closed or planned')");
      await page.click(".check:has-text('Junctions near')");
      await says(site, gained(await ask(site, { ...base, idle: true })));
      await page.click(".cond-chips li:last-child .link");
      await page.click(".sites-rules summary");
      for (const [group, weight] of [["Everyone", "1"], ["Ages 60+", "3"]]) {
        await page.fill(`[aria-label="Weight of ${group}"]`, weight);
        await page.press(`[aria-label="Weight of ${group}"]`, "Tab");
      }
      const weighted = await ask(site, { ...base, weights: [{ group: "all", weight: 1 }, { group: "age60", weight: 3 }] });
      assert.equal(weighted.unit, "weighted_people");
      await says(site, gained(weighted));
      for (const row of weighted.after.filter((r) => r.area === null)) assert.match(await page.textContent(".before-after"), new RegExp(grouped(row.covered)));
      await axe(site, "weights");
      await page.click(".cond-chips li:last-child .link");
      await page.click(".sites-goal button:text-is('Target')");
      await page.fill(".sites-amount input", "90");
      const cheap = await ask(site, { share: 0.9, least: "cost" });
      await page.click(".sites-rules button:text-is('Least cost')");
      await says(site, gained(cheap));
      await chipped(page, "Least cost");
      await site.close();
    },
  ],
  [
    "conditions: on a phone, in Chinese",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { size: PHONE, touch: true, query: QUERY.replace("lang=en", "lang=zh") });
      const { page } = site;
      await page.click(".grip");
      await page.click(".grip");
      await sited(site, 3);
      await page.locator(".sites-options").tap();
      await page.waitForSelector(".sites-rules");
      assert.doesNotMatch((await page.textContent(".sites-rules")).replaceAll(/GeoJSON|CSV|XLSX/g, ""), /[A-Za-z]{3,}/);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
      await axe(site, "conditions on a phone");
      await page.locator(".sites-rules .button.small").tap();
      await page.waitForSelector(".draw-bar");
      const box = await page.locator(".map").boundingBox();
      for (const [x, y] of [[0.2, 0.45], [0.7, 0.45], [0.5, 0.6]]) {
        await page.touchscreen.tap(box.x + box.width * x, box.y + box.height * y);
        await page.waitForTimeout(350);
      }
      await axe(site, "drawing on a phone");
      await page.locator(".draw-bar .primary").tap();
      await chipped(page, "不在：所画范围1");
      await page.waitForSelector(".panel.full", { state: "attached" });
      await sited(site, 3);
      await site.close();
    },
  ],
];
