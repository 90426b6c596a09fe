// Pictures of the main states, for people to look at.
import { DESK, PHONE, Site } from "./site.mjs";

async function take(browser, origin, name, size, query, act) {
  const site = await Site.open(browser, origin, { size, query });
  await act?.(site);
  await site.picture(name);
  await site.close();
}

const blindSpot = async ({ page }) => {
  await page.click("#tab-spots");
  await page.locator("#tab-panel .item").nth(1).click();
  await page.waitForTimeout(600);
};

/** Adds a facility and drags another away. */
async function playWith({ page }, scale) {
  await page.click(".whatif-start");
  await page.waitForSelector(".tool-add:not(:disabled)");
  const box = await page.locator(".map").boundingBox();
  const at = (dx, dy) => [box.x + box.width / 2 + dx * scale, box.y + box.height / 2 + dy * scale];
  await page.click(".tool-add");
  await page.mouse.click(...at(150, 180));
  await page.waitForFunction(() => document.querySelectorAll(".edits li").length === 1, null, { polling: 100 });
  await page.mouse.move(...at(150, 180));
  await page.mouse.down();
  await page.mouse.move(...at(120, 150), { steps: 6 });
  await page.mouse.up();
  await page.waitForFunction(() => document.querySelectorAll(".edits li").length === 2, null, { polling: 100 });
  await page.waitForLoadState("networkidle");
}

/** Waits for sites, and looks at the second. */
async function sited({ page }) {
  await page.waitForSelector(".site-curve");
  await page.locator(".sites-list .item").nth(1).click();
  await page.waitForTimeout(500);
}

export const checks = [
  [
    "pictures of the main states",
    async (browser, origin) => {
      for (const lang of ["zh", "en"]) {
        const base = `?lang=${lang}&service=elder_station`;
        await take(browser, origin, `town-${lang}`, DESK, base);
        await take(browser, origin, `blind-spot-${lang}`, DESK, base, blindSpot);
        await take(browser, origin, `check-${lang}`, DESK, base, ({ page }) => page.click("#tab-check"));
        await take(browser, origin, `how-${lang}`, DESK, base, async ({ page }) => {
          await page.click(".how");
          await page.waitForSelector("dialog .band");
        });
        await take(browser, origin, `point-${lang}`, DESK, base, async (site) => {
          const { id, milliseconds } = await site.ask("/travel-times?service=elder_station&mode=walk&minutes=15");
          const late = milliseconds.findIndex((ms) => ms > 1_000_000 && ms < 1_300_000);
          await site.page.goto(`${origin}/${base}&point=${encodeURIComponent(id[Math.max(0, late)])}`);
          await site.answered();
          await site.page.waitForSelector(".way");
          await site.page.waitForLoadState("networkidle");
        });
        const { features } = await (await fetch(`${origin}/api/v1/facilities?service=elder_station&limit=1`)).json();
        const facility = `${base}&facility=elder_station:${features[0].properties.id}`;
        await take(browser, origin, `facility-${lang}`, DESK, facility);
        await take(browser, origin, `details-${lang}`, DESK, base, ({ page }) => page.click(".unfold"));
        await take(browser, origin, `phone-facility-${lang}`, PHONE, facility);
        await take(browser, origin, `phone-${lang}`, PHONE, base);
        await take(browser, origin, `facilities-${lang}`, DESK, `${base}&tab=facilities`);
        await take(browser, origin, `sites-${lang}`, DESK, `${base}&tab=sites`, sited);
        await take(browser, origin, `phone-sites-${lang}`, PHONE, `${base}&tab=sites`, async (site) => {
          await site.page.click(".grip");
          await sited(site);
        });
        const { features: areas } = await (await fetch(`${origin}/api/v1/areas?level=town`)).json();
        const under = `${base}&tab=sites&sites=4&closing=elder_station:${features[0].properties.id}&not-area=${areas[0].properties.id}&only-land=119.05,30.57,119.15,30.57,119.15,30.63,119.05,30.63&apart=800`;
        const kept = async (site) => {
          await site.page.waitForSelector(".sites-list > li:nth-child(4)");
          await site.page.click(".sites-list > li:nth-child(2) .site-keep");
          await site.page.waitForSelector(".cond-chip.keep");
          await site.page.waitForLoadState("networkidle");
          await site.page.waitForSelector(".sites-list > li:nth-child(4)");
        };
        await take(browser, origin, `sites-conditions-${lang}`, DESK, under, kept);
        await take(browser, origin, `sites-more-${lang}`, DESK, under, ({ page }) => page.click(".sites-options"));
        await take(browser, origin, `sites-draw-${lang}`, DESK, under, async ({ page }) => {
          await page.click(".sites-options");
          await page.click(".sites-rules .button.small");
          const box = await page.locator(".map").boundingBox();
          for (const [x, y] of [[0.4, 0.4], [0.6, 0.35], [0.65, 0.6]]) {
            await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
            await page.waitForTimeout(350);
          }
        });
        await take(browser, origin, `phone-sites-conditions-${lang}`, PHONE, under, async (site) => {
          await site.page.click(".grip");
          await site.page.click(".grip");
          await kept(site);
        });
        await take(browser, origin, `phone-full-${lang}`, PHONE, base, async ({ page }) => {
          await page.click(".grip");
          await page.click(".grip");
          await page.waitForTimeout(400);
        });
        const whatIf = `?lang=${lang}&service=clinic&minutes=10&map=15/30.5950/119.1020`;
        await take(browser, origin, `what-if-${lang}`, DESK, whatIf, (site) => playWith(site, 1));
        await take(browser, origin, `phone-what-if-${lang}`, PHONE, whatIf, (site) => playWith(site, 0.4));
        await take(browser, origin, `phone-sheet-${lang}`, PHONE, base, async ({ page }) => {
          await page.click(".grip");
          await page.waitForTimeout(400);
        });
      }
    },
  ],
  [
    "a sheet of paper says source, date, mode, minutes and internal use",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=zh&service=elder_station" });
      const { page } = site;
      await page.evaluate(() => {
        window.print = () => document.body.dataset.printed = document.querySelector("#app").textContent;
      });
      await page.click(".bar-button:has-text('打印')");
      await page.click("dialog button[type=submit]");
      await page.waitForSelector(".sheet-heading");
      await site.picture("sheet-zh");
      await page.waitForFunction(() => document.body.dataset.printed);
      const text = await page.evaluate(() => document.body.dataset.printed);
      for (const said of ["内部使用", "步行，15分钟", "数据日期", "数据来源"]) if (!text.includes(said)) throw new Error(`the sheet lacks ${said}`);
      await page.waitForFunction(() => !document.body.classList.contains("printing"));
      await site.close();
    },
  ],
];
