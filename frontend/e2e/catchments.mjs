// Catchments: the outline of a service, the card of a facility, a place pointed at.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { Site } from "./site.mjs";

const grouped = (n) => n.toLocaleString("en-US");

/** Pixels of the overlay in the colour of outlines, which nothing else has. */
const outlinePixels = (page) =>
  page.evaluate(() => {
    const canvas = document.querySelector(".leaflet-overlay-pane canvas.overlay");
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let n = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] === 11 && data[i + 1] === 58 && data[i + 2] === 102 && data[i + 3] === 255) n++;
    return n;
  });

async function untilOutlined(page) {
  for (let i = 0; i < 40; i++) {
    if ((await outlinePixels(page)) > 500) return;
    await page.waitForTimeout(150);
  }
  assert.fail("no outline was drawn");
}

const at = (features, minutes) => features.find((f) => f.properties.minutes === minutes)?.properties.population;

async function axe(site, what) {
  const { violations } = await new AxeBuilder({ page: site.page }).include(".map-area").analyze();
  const serious = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  assert.equal(serious.length, 0, `axe, ${what}: ${serious.map((v) => v.help)}`);
}

export const checks = [
  [
    "the outline of a service is drawn and holds the people who are covered",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic&minutes=15&catchment=off" });
      const { page } = site;
      assert.equal(await outlinePixels(page), 0, "drawn though switched off");
      const answer = page.waitForResponse((r) => r.url().includes("/catchments?"));
      await page.click(".legend label:has-text('Catchment')");
      const { features } = await (await answer).json();
      const { results } = await site.ask("/coverage?service=clinic&mode=walk&minutes=15");
      assert.equal(at(features, 15), results[0].covered);
      assert.deepEqual(features.map((f) => f.properties.minutes), [5, 10, 15]);
      await untilOutlined(page);
      await site.says("catchment", "on");
      await page.click(".legend label:has-text('Catchment')");
      await page.waitForTimeout(200);
      assert.equal(await outlinePixels(page), 0, "still drawn");
      await site.close();
    },
  ],
  [
    "several services are outlined together, and differently for any and for all",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic,elder_station&need=any&catchment=on" });
      const { page } = site;
      await untilOutlined(page);
      const any = await outlinePixels(page);
      await page.click(".need button:last-child");
      await site.answered();
      await page.waitForTimeout(200);
      const all = await outlinePixels(page);
      assert.ok(all > 500 && all !== any, `any ${any}, all ${all}`);
      await site.close();
    },
  ],
  [
    "a click on a facility shows its card, names as text, and the people of its catchment",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=elder_station" });
      const { page } = site;
      const { features } = await site.ask("/facilities?service=elder_station&limit=1");
      const { id, opening_hours, address } = features[0].properties;
      const [lon, lat] = features[0].geometry.coordinates;
      const name = "<img src=x onerror=alert(1)> & 站";
      await page.route("**/api/v1/facilities?*", async (route) => {
        const response = await route.fetch();
        const body = await response.json();
        body.features.find((f) => f.properties.id === id).properties.name = name;
        await route.fulfill({ response, json: body });
      });
      await page.goto(`${origin}/?lang=en&service=elder_station&mode=walk&minutes=15&map=17/${lat}/${lon}`);
      await site.answered();
      await page.waitForTimeout(300);
      const map = await page.locator(".map").boundingBox();
      await page.mouse.click(map.x + map.width / 2, map.y + map.height / 2);
      await site.says("facility", `elder_station:${id}`);
      await page.waitForSelector(".reach-people");
      assert.equal(await page.textContent("#place-title"), name);
      const card = await page.textContent(".card");
      const own = await site.ask(`/catchments?facility=elder_station:${id}&mode=walk&minutes=5,10,15`);
      for (const said of [grouped(at(own.features, 15)), grouped(at(own.features, 5)), opening_hours, address, "In use", "within 15 min"]) {
        assert.ok(card.includes(said), `the card lacks ${said}: ${card}`);
      }
      await axe(site, "card of a facility");
      // The newest question wins: the figure is that of the cutoff chosen last.
      for (const minutes of ["30", "5", "10"]) await page.click(`.segments button:text-is('${minutes}')`);
      await page.waitForFunction((n) => document.querySelector(".reach-people strong")?.textContent.startsWith(n), grouped(at(own.features, 10)));
      await site.answered();
      assert.match(await page.textContent(".reach-people"), /within 10 min/);
      await page.click(".card .icon-button");
      await page.waitForSelector(".card", { state: "detached" });
      await site.close();
    },
  ],
  [
    "the keyboard opens the same card from the list of facilities",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=elder_station&tab=facilities" });
      const { page } = site;
      const name = await page.textContent("#tab-panel .item strong");
      await page.focus("#tab-panel .item");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".reach-people");
      assert.equal(await page.textContent("#place-title"), name);
      assert.equal(await page.evaluate(() => document.activeElement?.id), "place-title", "the focus follows to the card");
      await page.goBack();
      await page.waitForSelector(".card", { state: "detached" });
      await site.close();
    },
  ],
  [
    "a place has a catchment: by the right button, by the button on the map, by the keyboard",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic&map=15/30.595/119.105" });
      const { page } = site;
      const map = await page.locator(".map").boundingBox();
      const people = async () => {
        await page.waitForSelector(".reach-people");
        await site.answered();
        const { features } = await site.ask(`/catchments?at=${site.parameter("at")}&mode=walk&minutes=15`);
        assert.ok((await page.textContent(".reach-people strong")).startsWith(grouped(at(features, 15))));
        return site.parameter("at");
      };
      await page.mouse.click(map.x + 500, map.y + 400, { button: "right" });
      await page.waitForFunction(() => location.search.includes("at="));
      const first = await people();
      await page.reload();
      await site.answered();
      assert.equal(await people(), first, "a reload keeps the place");
      await page.click(".card .icon-button");
      await page.click(".from-here");
      await page.mouse.click(map.x + 450, map.y + 420);
      await page.waitForFunction((was) => location.search.includes("at=") && !location.search.includes(was), first);
      const second = await people();
      await page.click(".card .icon-button");
      await page.focus(".from-here");
      await page.keyboard.press("Enter");
      await page.waitForFunction((was) => location.search.includes("at=") && !location.search.includes(was), second);
      await people();
      await axe(site, "card of a place");
      await site.close();
    },
  ],
];
