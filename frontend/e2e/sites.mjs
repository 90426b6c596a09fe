// Where to build next: the sites of the page are those of the API, their number is dragged and typed, and one or all of
// them become a scenario that counts what was promised.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { PHONE, Site } from "./site.mjs";

export const grouped = (n) => n.toLocaleString("en-US");
export const whole = (rows) => rows.find((r) => r.area === null);
export const QUERY = "?lang=en&service=elder_station&minutes=15&tab=sites";

export async function axe(site, what) {
  const { violations } = await new AxeBuilder({ page: site.page }).analyze();
  const serious = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  const told = serious.map((v) => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map((n) => n.target).join(" ")}`);
  assert.equal(serious.length, 0, `axe, ${what}:\n  ${told.join("\n  ")}`);
}

/** Asks the API the same, and waits for its answer. */
export async function ask(site, question) {
  const response = await site.page.request.post(`${site.origin}/api/v1/sites`, { data: { service: ["elder_station"], minutes: [15], mode: "walk", ...question } });
  assert.equal(response.status(), 202, await response.text());
  const { id } = await response.json();
  for (;;) {
    const job = await site.ask(`/jobs/${id}`);
    if (job.state === "succeeded") return site.ask(`/sites/${id}`);
    assert.ok(["queued", "running"].includes(job.state), JSON.stringify(job));
    await site.page.waitForTimeout(100);
  }
}

/** Waits until so many sites are listed, with everything about them. */
export async function sited(site, n) {
  await site.page.waitForFunction((n) => document.querySelectorAll(".sites-list > li").length === n, n);
  await site.page.waitForSelector(".site-curve", { state: "attached" });
  await site.answered();
}

export const checks = [
  [
    "sites: found at once, in order, proven; their number follows curve, buttons and address",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: QUERY });
      const { page } = site;
      await sited(site, 3);
      const answer = await ask(site, { sites: 3 });
      assert.equal(answer.proven, true);
      assert.equal(await page.textContent(".sites-net strong"), `+${grouped(answer.covered_after - answer.covered_before)}`);
      assert.deepEqual(await page.locator(".sites-list strong").allTextContents(), answer.sites.map((s) => `+${grouped(s.gain)} people`));
      assert.match(await page.textContent(".sites-proof"), new RegExp(`Proven optimal.*Of ${grouped(answer.candidates.places)} candidates, no other choice of 3`));
      assert.match(await page.textContent(".sites-rest h3"), new RegExp(`^${grouped(answer.unserved)} people`));
      assert.match(await page.textContent(".legend"), /Recommended sites, catchments3/);
      await site.says("sites", "3");
      await axe(site, "sites");
      // The handle of the curve is a slider.
      await page.focus(".site-curve .handle");
      await page.keyboard.press("ArrowRight");
      await sited(site, 4);
      await site.says("sites", "4");
      const four = await ask(site, { sites: 4 });
      assert.equal(await page.textContent(".sites-net strong"), `+${grouped(four.covered_after - four.covered_before)}`);
      await page.click(".sites-amount button >> nth=0");
      await page.click(".sites-amount button >> nth=0");
      await sited(site, 2);
      await page.fill(".sites-amount input", "0");
      await page.waitForSelector("#sites-wrong");
      assert.equal(await page.locator(".sites-list > li").count(), 2, "nothing is asked that makes no sense");
      await page.fill(".sites-amount input", "1");
      await sited(site, 1);
      // Reloaded, and after Back, it is the same.
      await page.reload();
      await sited(site, 1);
      // Another group is another question.
      await page.selectOption("#group", "age60");
      const older = await ask(site, { sites: 1, group: "age60" });
      await page.waitForFunction((text) => document.querySelector(".sites-net strong")?.textContent === text, `+${grouped(older.value - older.covered_before)}`);
      await site.close();
    },
  ],
  [
    "sites: looked at on the map, alternatives on demand, one is tried, then all",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: QUERY });
      const { page } = site;
      await sited(site, 3);
      const answer = await ask(site, { sites: 3 });
      const before = site.parameter("map");
      await page.locator(".sites-list .item").nth(1).click();
      await page.waitForFunction((was) => new URLSearchParams(location.search).get("map") !== was, before);
      assert.equal(await page.getAttribute(".sites-list > li:nth-child(2) .item", "aria-pressed"), "true");
      await page.click(".sites-list > li:nth-child(2) .site-buttons [aria-expanded]");
      const others = answer.sites[1].alternatives;
      assert.ok(others.length > 0);
      assert.deepEqual(await page.locator(".site-others .row-button").allTextContents(), others.map((o) => o.name || o.id));
      const less = others.map((o) => (o.value === answer.value ? "just as good" : `${grouped(answer.value - o.value)} fewer in all`));
      assert.deepEqual(await page.locator(".site-lost").allTextContents(), less);
      await axe(site, "alternatives");
      // A site on the map answers to the pointer.
      const box = await page.locator(".map").boundingBox();
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.click(".sites-list > li:nth-child(2) .site-buttons .link >> nth=0");
      await page.waitForSelector(".whatif-bar .tool-add:not(:disabled)");
      await page.waitForFunction(() => document.querySelectorAll(".edits li").length === 1);
      await site.answered();
      const one = await site.ask(`/scenarios/${site.parameter("session")}`);
      assert.equal(one.edits[0].id, answer.sites[1].id);
      assert.equal(whole(one.results).covered - whole(one.base).covered, answer.sites[1].alone);
      await page.waitForFunction((text) => document.querySelector(".figure-scenario b")?.textContent === text, `+${grouped(answer.sites[1].alone)}`);
      // On top of the scenario the best two are the other two.
      await page.click("#tab-sites");
      await page.waitForSelector(".sites-form .remark");
      await page.fill(".sites-amount input", "2");
      await sited(site, 2);
      assert.match(await page.textContent(".sites-list"), new RegExp(grouped(answer.sites[0].gain)));
      await page.click(".sites-head .button");
      await page.waitForFunction(() => document.querySelectorAll(".edits li").length === 3);
      await site.answered();
      const all = await site.ask(`/scenarios/${site.parameter("session")}`);
      assert.equal(whole(all.results).covered, answer.covered_after, "one and two are the three");
      await page.click(".whatif-leave");
      await page.waitForSelector(".whatif-start");
      await page.click("#tab-sites");
      await page.fill(".sites-amount input", "3");
      await sited(site, 3);
      await page.click(".sites-head .button");
      await page.waitForFunction(() => document.querySelectorAll(".edits li").length === 3);
      await site.close();
    },
  ],
  [
    "sites: a target, one that cannot be met, candidates of a file with a budget",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: QUERY });
      const { page } = site;
      await sited(site, 3);
      await page.click(".sites-goal button:text-is('Target')");
      await site.says("target", "95");
      const answer = await ask(site, { share: 0.95 });
      await sited(site, answer.sites.length);
      assert.match(await page.textContent(".sites-proof"), new RegExp(answer.proven ? `fewer than ${answer.sites.length} cannot` : "Within"));
      assert.equal(await page.locator(".site-curve [role=slider]").count(), 0, "the target decides the number");
      await page.fill(".sites-amount input", "100");
      await page.waitForSelector(".sites .problem");
      assert.match(await page.textContent(".sites .problem"), /No sites were found[\s\S]*cannot be reached/);
      await axe(site, "a target that cannot be met");
      const { sites: best } = await ask(site, { sites: 2 });
      const csv = "id,name,lon,lat,cost\n" + best.map((s, i) => `lot${i},"Lot <b>${i}",${s.lon},${s.lat},${7 + i}\n`).join("");
      await page.click(".sites-goal button:text-is('Budget')");
      await page.click(".sites-options");
      await page.click(".check:has-text('A list of my own')");
      await page.setInputFiles(".sites-rules input[type=file]", { name: "lots.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
      await page.waitForFunction(() => /Lot <b>0/.test(document.querySelector(".sites-list")?.textContent ?? ""));
      await sited(site, 1);
      assert.match(await page.textContent(".sites-cost"), /Cost 7/);
      assert.match(await page.textContent(".sites-result"), /2 of the list/);
      await axe(site, "candidates of a file");
      await site.close();
    },
  ],
  [
    "sites: a long search tells how far it is, and keeps the best found when it is stopped",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=elder_station&minutes=15" });
      const { page } = site;
      // The page asks for what is solved in a moment; here it is made to ask for more.
      await page.route("**/api/v1/sites", (route) => {
        const question = JSON.parse(route.request().postData());
        return route.continue({ postData: JSON.stringify({ ...question, problem: "fair", sites: 25, spacing_m: 40, by: "community", time_limit_s: 120 }) });
      });
      await page.click("#tab-sites");
      await page.waitForFunction(() => /Found .+, at best .+, gap/.test(document.querySelector(".sites-progress")?.textContent ?? ""));
      await axe(site, "a search under way");
      await page.click(".sites-progress .link");
      await page.waitForSelector(".sites-list > li");
      assert.match(await page.textContent(".sites-proof"), /Within [\d.]+% of the best possible.*Stopped early/);
      await site.close();
    },
  ],
  [
    "sites: on a phone, in Chinese",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { size: PHONE, touch: true, query: QUERY.replace("lang=en", "lang=zh") });
      const { page } = site;
      await page.click(".grip");
      await page.click(".grip");
      await sited(site, 3);
      assert.doesNotMatch(await page.textContent(".sites"), /people|sites|Proven|cover/);
      assert.match(await page.textContent(".sites-proof"), /已证明最优/);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
      await axe(site, "sites on a phone");
      await page.locator(".sites-list > li:nth-child(1) .site-buttons .link").first().tap();
      await page.waitForFunction(() => document.querySelectorAll(".edits li").length === 1);
      await site.close();
    },
  ],
];
