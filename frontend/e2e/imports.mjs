// Bad files through the import dialog: every row that is refused, and every file that is.
import assert from "node:assert/strict";
import { Site } from "./site.mjs";

const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

async function importFile(site, upload, kind = "facilities") {
  const { page } = site;
  await page.click("#tab-check");
  await page.click(".check > .button");
  assert.equal(await page.inputValue("dialog select[name=kind]"), "", "no kind is chosen for the reader");
  await page.selectOption("dialog select[name=kind]", kind);
  await page.setInputFiles("dialog input[type=file]", upload);
  await page.click("dialog button[type=submit]");
}

export const checks = [
  [
    "a file with bad rows shows each with row, column, value and rule",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic" });
      const { page } = site;
      await importFile(site, file("bad rows.csv", "id,name,lon,lat\n1,one,abc,30.6\n2,<b>two</b>,30.6,<b>x</b>\n3,three,,\nbrowser-test,A clinic of the browser tests,119.1,30.6\n"));
      await page.waitForSelector(".rejects");
      const text = await page.textContent(".rejects");
      assert.match(text, /abc/);
      assert.equal(await page.locator(".rejects tbody tr").count(), 3);
      assert.equal(await page.locator(".rejects b").count(), 0, "names are text, never markup");
      assert.match(await page.textContent(".report .counts"), /Rejected\s*3/);
      await page.click("dialog button:has-text('Done')");
      await site.answered();
      await site.close();
    },
  ],
  [
    "a file refused as a whole shows the problem in the server's words",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic" });
      site.refusals = true;
      const share = await site.share();
      await importFile(site, file("no coordinates.csv", "id,name\n1,one\n"));
      await site.page.waitForSelector("dialog .problem");
      assert.match(await site.page.textContent("dialog .problem"), /not imported[\s\S]*(lon|coordinate|position)/i);
      await site.page.click("dialog button:has-text('Done')");
      assert.equal(await site.share(), share);
      await site.close();
    },
  ],
  [
    "in Chinese, refused rows and refused files say why in Chinese",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=zh&service=clinic" });
      const { page } = site;
      site.refusals = true;
      await importFile(site, file("坏行.csv", "id,name,lon,lat\n1,一,abc,30.6\nbrowser-test,A clinic of the browser tests,119.1,30.6\n"));
      assert.match(await page.textContent(".rejects tbody td:last-child"), /[\u4e00-\u9fff]/);
      await page.click("dialog button:has-text('再导入一个文件')");
      await page.selectOption("dialog select[name=kind]", "facilities");
      await page.setInputFiles("dialog input[type=file]", file("无坐标.csv", "id,name\n1,one\n"));
      await page.click("dialog button[type=submit]");
      assert.match(await page.textContent("dialog .problem p"), /[\u4e00-\u9fff]/);
      await site.close();
    },
  ],
  [
    "a list of people is not taken for facilities without asking",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic" });
      const { page } = site;
      let sent = 0;
      page.on("request", (request) => (sent += request.method() === "POST" ? 1 : 0));
      await importFile(site, file("people.csv", "id,name,lon,lat,常住人口\n1,one,119.1,30.6,20\n"));
      await page.waitForSelector("dialog .doubtful");
      assert.match(await page.textContent("dialog .doubtful"), /常住人口/);
      assert.equal(sent, 0, "nothing is sent before the answer");
      await page.click("dialog button:has-text('Make it residential')");
      assert.equal(await page.inputValue("dialog select[name=kind]"), "residents");
      await page.waitForSelector("dialog .doubtful", { state: "detached" });
      await site.close();
    },
  ],
  [
    "a dialog without a file says so and keeps the focus inside",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic&tab=check" });
      const { page } = site;
      await page.click("#tab-panel button:has-text('Import data')");
      await page.click("dialog button[type=submit]");
      await page.waitForSelector("dialog [role=alert]");
      for (let i = 0; i < 14; i++) {
        await page.keyboard.press("Tab");
        const inside = await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest("dialog") !== null);
        assert.ok(inside, "the focus left the dialog");
      }
      await page.keyboard.press("Escape");
      await page.waitForSelector("dialog", { state: "detached" });
      await site.close();
    },
  ],
];
