// Reachable by everybody: keyboard alone, phones, screen readers.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { PHONE, Site } from "./site.mjs";

async function axe(site, what) {
  const { violations } = await new AxeBuilder({ page: site.page }).analyze();
  const serious = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  const told = serious.map((v) => `${v.id}: ${v.help}\n    ${v.nodes.slice(0, 4).map((n) => `${n.target} ${n.failureSummary?.split("\n")[1] ?? ""}`).join("\n    ")}`);
  assert.equal(serious.length, 0, `axe, ${what}:\n  ${told.join("\n  ")}`);
}

export const checks = [
  [
    "the keyboard alone goes from the question to a blind spot and to a residential point",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic&minutes=15" });
      const { page } = site;
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement?.className), "skip", "the first stop skips to the answer");
      await page.focus(".slider");
      await page.keyboard.press("ArrowLeft");
      await site.says("minutes", "14");
      await page.focus(".unfold");
      await page.keyboard.press("Enter");
      await page.focus(".curve .handle");
      await page.keyboard.press("PageDown");
      await site.says("minutes", "9");
      await page.focus("#tab-areas");
      await page.keyboard.press("ArrowRight");
      await site.says("tab", "spots");
      await site.answered();
      // The list of the cutoff before must not be taken away under the key.
      await page.waitForSelector("#tab-panel .spots:not(.stale) .item");
      await page.focus("#tab-panel .item");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => new URLSearchParams(location.search).has("spot"));
      const { id, name } = await site.ask("/travel-times?service=clinic&mode=walk&minutes=9");
      await page.focus(".search input");
      await page.keyboard.type(name[3] || id[3]);
      await page.waitForSelector("[role=option]");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".card .times");
      assert.equal(await page.evaluate(() => document.activeElement?.id), "point-title", "the focus follows to the card");
      await site.close();
    },
  ],
  [
    "a screen reader hears the new total",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic&minutes=15" });
      await site.page.click(".segments button:text-is('30')");
      await site.page.waitForFunction(() => /30 minutes.*% covered/.test(document.getElementById("announcer")?.textContent ?? ""));
      await site.close();
    },
  ],
  [
    "on a phone the panel is a sheet and nothing runs off the side",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { size: PHONE, query: "?lang=zh&service=clinic" });
      const { page } = site;
      const top = async () => (await page.locator(".panel").boundingBox()).y;
      assert.ok((await top()) > 700, "the sheet is closed");
      const opened = () => page.evaluate(() => document.querySelector(".grip").getAttribute("aria-expanded"));
      await page.click(".grip");
      await page.waitForFunction(() => Math.abs(document.querySelector(".panel").getBoundingClientRect().y - innerHeight * 0.57) < 60);
      assert.equal(await opened(), "true", "half: the map stays to be seen");
      await page.click(".grip");
      await page.waitForFunction(() => document.querySelector(".panel").getBoundingClientRect().y < 180);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
      await page.click(".segments button:text-is('5')");
      await site.says("minutes", "5");
      await site.answered();
      // What is on its way is pale for a moment, and meant to be.
      await page.waitForFunction(() => document.querySelector(".stale") === null);
      await page.waitForTimeout(300);
      await axe(site, "phone");
      await site.close();
    },
  ],
  [
    "axe finds no serious fault, in both languages, on every tab and in every dialog",
    async (browser, origin) => {
      for (const language of ["zh", "en"]) {
        const site = await Site.open(browser, origin, { query: `?lang=${language}&service=clinic` });
        const { page } = site;
        for (const tab of ["check", "areas", "spots", "facilities", "scenarios"]) {
          await page.click(`#tab-${tab}`);
          await site.answered();
          await axe(site, `${language}, tab ${tab}`);
        }
        await page.click(".more");
        await axe(site, `${language}, all services`);
        await page.click(".bar-button:nth-of-type(3)");
        await axe(site, `${language}, export`);
        await page.keyboard.press("Escape");
        await page.click(".unfold");
        await axe(site, `${language}, details unfolded`);
        await page.click(".how");
        await page.waitForSelector("dialog .band");
        await axe(site, `${language}, how computed`);
        await page.keyboard.press("Escape");
        await page.click("#tab-check");
        await page.click("#tab-panel .button");
        await axe(site, `${language}, import`);
        await site.close();
      }
    },
  ],
];
