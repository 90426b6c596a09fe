// A planner's way through the page: ask, read, look closer, come back.
import assert from "node:assert/strict";
import { Site } from "./site.mjs";

export const checks = [
  [
    "a service and a cutoff give the figure that the API gives",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic&minutes=15" });
      const { page } = site;
      await page.click(".segments button:text-is('10')");
      await page.click(".mode:has(input[value=bike])");
      await site.says("mode", "bike");
      await site.answered();
      const { results } = await site.ask("/coverage?service=clinic&mode=bike&minutes=10");
      const exact = (results[0].covered / results[0].total) * 100;
      const shown = await site.share();
      assert.ok(Math.abs(shown - exact) <= 0.1, `${shown} on the page, ${exact} by the API`);
      assert.ok(shown < 100 || results[0].covered === results[0].total);
      const people = await page.textContent(".figure-people");
      assert.ok(people.includes(results[0].covered.toLocaleString("en-US")), people);
      await site.close();
    },
  ],
  [
    "the slider redraws without a request (the aim is 100 ms)",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic&minutes=15" });
      const took = await site.page.evaluate(async () => {
        const slider = document.querySelector(".slider");
        const asked = () => performance.getEntriesByType("resource").length;
        let before = -1;
        while (before !== asked()) { // what the page still loads behind its first answer
          before = asked();
          await new Promise((done) => setTimeout(done, 500));
        }
        let worst = 0;
        for (let minutes = 5; minutes <= 25; minutes += 2) {
          const start = performance.now();
          slider.value = String(minutes);
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          // Two frames: the canvas is painted in the first, on the screen by the second.
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          if (document.querySelector(".cutoff-value").textContent !== `${minutes} min`) throw new Error("the figure did not follow");
          worst = Math.max(worst, performance.now() - start);
        }
        return { worst, asked: asked() - before };
      });
      assert.equal(took.asked, 0, "requests while the slider moved");
      // Headless Chromium paints without a graphics card, on a machine that may be busy with other tests.
      assert.ok(took.worst < 400, `${took.worst} ms`);
      console.log(`      worst redraw ${Math.round(took.worst)} ms`);
      await site.close();
    },
  ],
  [
    "a blind spot can be read and zoomed to",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic&minutes=5" });
      const { page } = site;
      await page.click("#tab-spots");
      const first = page.locator("#tab-panel .item").first();
      const { features } = await site.ask("/blind-spots?service=clinic&mode=walk&minutes=5&as=areas");
      const text = await first.textContent();
      assert.ok(text.includes(features[0].properties.population.toLocaleString("en-US")), text);
      assert.match(text, /missing|Off the network|Too far|connect/);
      const before = site.parameter("map");
      await first.click();
      await site.says("spot", features[0].properties.id);
      await page.waitForFunction((was) => new URLSearchParams(location.search).get("map") !== was, before);
      await site.close();
    },
  ],
  [
    "a click on a person-dot explains it and draws the way",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic&minutes=15&hide=facilities,spots" });
      const { page } = site;
      const { id, lon, lat, group_population, milliseconds } = await site.ask("/travel-times?service=clinic&mode=walk&minutes=15");
      const i = milliseconds.findIndex((ms, k) => ms > 400_000 && group_population[k] > 0);
      await page.goto(`${origin}/?lang=en&service=clinic&minutes=15&hide=facilities,spots&map=19/${lat[i]}/${lon[i]}`);
      await site.answered();
      await page.waitForTimeout(300);
      const map = await page.locator(".map").boundingBox();
      await page.mouse.click(map.x + map.width / 2, map.y + map.height / 2);
      await site.says("point", id[i]);
      await page.waitForSelector(".way-facts");
      const facts = await page.textContent(".way-facts");
      assert.match(facts, /\d+(\.\d)? min, [\d,]+ m/);
      const { services, route } = await site.ask(`/explain?point=${encodeURIComponent(id[i])}&mode=walk&minutes=15&service=clinic`);
      assert.ok(route.stretches.some((s) => s.kind === "street"), "the way follows streets");
      assert.equal(await page.locator(".times li").count(), services.length);
      await page.click(".card .icon-button");
      await page.waitForSelector(".card", { state: "detached" });
      await site.close();
    },
  ],
  [
    "the language changes everything at once",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic" });
      const { page } = site;
      assert.match(await page.textContent("#answer"), /of people covered/);
      await page.click(".language");
      await site.says("lang", "zh");
      assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
      assert.match(await page.textContent("#answer"), /人口覆盖率/);
      assert.doesNotMatch(await page.textContent(".panel"), /Covered|minutes|Blind spots/);
      await site.close();
    },
  ],
  [
    "a reload restores the view and Back goes one choice back",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic" });
      const { page } = site;
      await page.click(".segments button:text-is('30')");
      await page.selectOption("#group", "age60");
      await page.click("#tab-facilities");
      await site.answered();
      const [share, address] = [await site.share(), page.url()];
      await page.reload();
      await site.answered();
      assert.equal(page.url(), address);
      assert.equal(await site.share(), share);
      assert.equal(await page.inputValue("#group"), "age60");
      assert.equal(await page.getAttribute("#tab-facilities", "aria-selected"), "true");
      await page.goBack();
      assert.equal(await page.getAttribute("#tab-facilities", "aria-selected"), "false");
      await page.goBack();
      assert.equal(await page.inputValue("#group"), "all");
      await site.close();
    },
  ],
  [
    "several services ask for any or for all of them",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic" });
      const { page } = site;
      const one = await site.share();
      await page.click(".chip:not(.on) .chip-add");
      await page.waitForSelector(".need");
      await site.answered();
      const any = await site.share();
      await page.click(".need button:last-child");
      await site.says("need", "all");
      await page.waitForFunction((was) => Number(document.querySelector(".figure-share strong")?.textContent) !== was, any);
      await site.answered();
      const all = await site.share();
      assert.ok(all <= one && one <= any, `all ${all} ≤ one ${one} ≤ any ${any}`);
      assert.match(await page.textContent(".figure-title"), /\(all\)/);
      await site.close();
    },
  ],
  [
    "how computed names mode, speed, access rule and band, and the sentence can be copied",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic" });
      const { page } = site;
      await page.click("text=How computed?");
      await page.waitForSelector("dialog .band");
      const text = await page.textContent("dialog");
      for (const said of ["4 km/h", "150 m", "1.3", "nearest street", "SHA-256"]) assert.ok(text.includes(said), said);
      await page.keyboard.press("Escape");
      await page.waitForSelector("dialog", { state: "detached" });
      await page.click("text=Copy sentence");
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(copied, /Within 15 minutes \(Walk\).*%.*Data of/s);
      await site.close();
    },
  ],
  [
    "exports are links that answer",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic,kindergarten&need=all&group=age60" });
      const { page } = site;
      await page.click(".bar-button:has-text('Export')");
      for (const href of await page.locator("dialog a").evaluateAll((links) => links.map((a) => a.href))) {
        const response = await page.request.get(href);
        assert.equal(response.status(), 200, href);
        assert.match(response.headers()["content-disposition"] ?? "", /attachment/, href);
        if (href.includes(".csv")) assert.deepEqual([...(await response.body()).subarray(0, 3)], [0xef, 0xbb, 0xbf], href);
      }
      await site.close();
    },
  ],
  [
    "facilities are ranked by the people whom each serves, as the API counts them",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic&tab=facilities" });
      const { page } = site;
      const { items } = await site.ask("/coverage/facilities?service=clinic&mode=walk&minutes=15");
      for (const column of ["nearest", "within", "only"]) {
        if (column !== "nearest") await page.click(`.facilities thead .${column} button`);
        const most = Math.max(...items.map((i) => i[column]));
        assert.equal(await page.locator(`.facilities tbody tr:first-child .${column}`).textContent(), most.toLocaleString("en-US"));
      }
      await page.click(".chip:not(.on) .chip-add");
      await page.click(".need button:last-child");
      await page.waitForFunction(() => document.querySelectorAll(".facilities thead th").length === 1);
      await site.close();
    },
  ],
  [
    "a service without a facility in use leaves out everyone for that reason alone",
    async (browser, origin) => {
      const site = await Site.open(browser, origin);
      const { items } = await site.ask("/services");
      const unused = items.find((s) => s.imported && s.active === 0);
      if (unused) {
        await site.page.goto(`${origin}/?lang=en&service=${unused.code}&catchment=on`);
        await site.answered();
        const { results } = await site.ask(`/coverage?service=${unused.code}&mode=walk&minutes=15`);
        const row = (kind) => site.page.textContent(`.part-row.${kind} dd`);
        assert.equal(await row("none"), results[0].by_reason.no_facility.toLocaleString("en-US"));
        assert.equal(await row("uncovered"), (results[0].by_reason.beyond_cutoff ?? 0).toLocaleString("en-US"));
        assert.equal(await row("unknown"), results[0].undetermined.toLocaleString("en-US"));
      }
      await site.close();
    },
  ],
  [
    "an address that cannot be followed says what is shown instead",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic,castle&mode=fly&minutes=999&group=age7" });
      const { page } = site;
      const note = await page.textContent(".corrections");
      for (const said of ["castle", "fly", "Walk", "999", "15 min", "age7", "Everyone"]) assert.ok(note.includes(said), `${said}: ${note}`);
      assert.equal(await site.parameter("service"), "clinic");
      await page.click(".corrections button");
      await page.waitForSelector(".corrections", { state: "detached" });
      await site.close();
    },
  ],
  [
    "a residential point off the network is to be verified, and no gap in service",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic" });
      const { page } = site;
      const { id, reason } = await site.ask("/travel-times?service=clinic&mode=walk&minutes=15");
      const i = reason.findIndex((r) => r === "not_snapped" || r === "isolated");
      if (i !== -1) {
        await page.goto(`${origin}/?lang=en&service=clinic&point=${encodeURIComponent(id[i])}`);
        await page.waitForSelector(".card-doubt");
        assert.equal(await page.textContent(".times li:first-child .times-value"), "To be verified");
        assert.equal(await page.locator(".times li:first-child .times-value.out").count(), 0);
      }
      await site.close();
    },
  ],
];
