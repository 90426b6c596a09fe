// Is the plan met: the numbers of the page are those of the API, a failing promise is looked at on the map, files are
// downloaded, a plan of one's own is loaded or refused with its lines, snapshots are kept and compared.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { DESK, PHONE, Site } from "./site.mjs";
import { axe, grouped } from "./sites.mjs";

const PLAN = "zhejiang-2025";
const QUERY = `?lang=en&tab=plan&plan=${PLAN}`;
/** Of the sample town: a check that fails by communities. */
const FAILING = "zj-medical15-rural";

/** Holds a plan against the town by the API alone. */
async function check(site, question = { standard: PLAN }) {
  const response = await site.page.request.post(`${site.origin}/api/v1/checks`, { data: question });
  assert.equal(response.status(), 202, await response.text());
  const { id } = await response.json();
  for (;;) {
    const job = await site.ask(`/jobs/${id}`);
    if (job.state === "succeeded") return { id, card: await site.ask(`/checks/${id}`), shown: await site.ask(`/checks/${id}/shown`) };
    assert.ok(["queued", "running"].includes(job.state), JSON.stringify(job));
    await site.page.waitForTimeout(100);
  }
}

/** Waits for the headline of a result. */
async function assessed(site) {
  await site.page.waitForSelector(".plan-tiles", { timeout: 60_000 });
  await site.page.waitForLoadState("networkidle");
}

/** Downloads by a click, and reads the file. */
async function download(site, act) {
  const [file] = await Promise.all([site.page.waitForEvent("download", { timeout: 60_000 }), act()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

const tile = (page, verdict) => page.textContent(`.plan-tiles .${verdict} dd`).then(Number);

const BROKEN = `id: mine
title: {zh: 我的规划, en: My plan}
checks:
  - id: a
    ref: A-1
    title: {zh: 甲, en: First}
    measure: magic
    services: [clinic]
    severity: target
  - id: b
    colour: red
`;

const OWN = `id: mine-2030
title: {zh: 我的规划, en: My plan}
period: {from: 2026-02-01, to: 2030-12-31}
checks:
  - id: near-clinic
    ref: A-1
    title: {zh: 步行15分钟到诊所, en: A clinic within 15 minutes on foot}
    clause: 第一条
    measure: coverage
    services: [clinic]
    mode: walk
    minutes: 15
    unit: community
    op: ">="
    target: 90 %
    unit_of_target: people
    severity: must
    reach: stated
    goal: stated
`;

export const checks = [
  [
    "plan: chosen from the list, its headline and promises are those of the API",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&tab=plan" });
      const { page } = site;
      const { items } = await site.ask("/standards");
      await page.waitForSelector(".plan-card");
      assert.equal(await page.locator(".plan-card").count(), items.length);
      assert.equal(await page.locator(".plan-card .plan-tag").count(), items.filter((p) => p.history).length, "what has ended is marked");
      await axe(site, "choice of a plan");
      await page.locator(".plan-card").nth(items.findIndex((p) => p.id === PLAN)).click();
      await assessed(site);
      await site.says("plan", PLAN);
      const { card, shown } = await check(site);
      const h = card.headline;
      assert.deepEqual([await tile(page, "met"), await tile(page, "not_met"), await tile(page, "not_assessable")], [h.met, h.not_met, h.not_assessable]);
      assert.match(await page.textContent(".plan-headline h2"), new RegExp(`^${h.total} targets`));
      await page.waitForFunction((text) => document.querySelector("#plan-announcer")?.textContent.includes(text), `${h.met} met, ${h.not_met} not met`);
      // Each promise stands once, with its value.
      const assessable = card.checks.filter((o) => o.verdict !== "not_assessable");
      assert.equal(await page.locator(".promises > li[id]").count(), assessable.length);
      for (const o of assessable) {
        const row = await page.textContent(`#promise-${o.id}`);
        const value = shown.items.find((s) => s.id === o.id).value.replace(" %", "%");
        const plain = (text) => text.replaceAll(/(\d),(?=\d{3})/g, "$1");
        assert.ok(plain(row).includes(value), `${o.id}: ${row} lacks ${value}`);
      }
      // Filters count what they leave.
      const failing = card.checks.filter((o) => o.verdict === "not_met");
      await page.click(".plan-verdicts button:nth-child(2)");
      assert.equal(await page.locator(".promises > li[id]").count(), failing.length);
      await page.selectOption(".plan-filters select", "guide");
      assert.equal(await page.locator(".promises > li[id]").count(), failing.filter((o) => o.severity === "guide").length);
      await page.click(".plan-verdicts button:nth-child(1)");
      await page.selectOption(".plan-filters select", "");
      await axe(site, "promises");
      // What lacks data says the command, and the import begins with its kind.
      const lacking = card.checks.filter((o) => o.verdict === "not_assessable" && o.why.en.includes("import reported"));
      if (lacking.length > 0) {
        assert.match(await page.textContent(".lacking"), /lifecircle import reported FILE/);
        await page.locator(".heap", { hasText: "import reported" }).locator(".command .link").click();
        assert.equal(await page.inputValue("dialog select[name=kind]"), "reported");
        await page.keyboard.press("Escape");
      }
      await page.goBack();
      await page.waitForSelector(".plan-choice");
      await page.goForward();
      await page.waitForSelector(".plan-tiles");
      await site.close();
    },
  ],
  [
    "plan: another day and another age are other results, and stand in the address",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: `${QUERY}&as-of=2023-12-31` });
      const { page } = site;
      await assessed(site);
      const then = await check(site, { standard: PLAN, as_of: "2023-12-31" });
      assert.equal(await tile(page, "met"), then.card.headline.met);
      await page.click(".plan-terms summary");
      await page.selectOption(".plan-options label:nth-child(2) select", "65");
      await site.says("elder", "65");
      const older = await check(site, { standard: PLAN, as_of: "2023-12-31", elder_age: 65 });
      await page.waitForFunction((n) => Number(document.querySelector(".plan-tiles .met dd")?.textContent) === n, older.card.headline.met);
      await page.fill(".plan-options input[type=date]", "2025-12-31");
      await site.says("as-of", "2025-12-31");
      await assessed(site);
      await site.close();
    },
  ],
  [
    "plan: a failing promise, its map with the counts of the API, its units, its sites",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: QUERY });
      const { page } = site;
      await assessed(site);
      await page.click(`#promise-${FAILING} .promise`);
      await site.says("promise", FAILING);
      const { id, card, shown } = await check(site);
      const o = card.checks.find((c) => c.id === FAILING);
      const map = await site.ask(`/checks/${id}/map/${FAILING}`);
      const lacks = await site.ask(`/checks/${id}/uncovered/${FAILING}`);
      const count = (met) => map.features.filter((f) => f.properties.met === met).length;
      await page.waitForFunction(() => /\d/.test(document.querySelector(".plan-legend .lacks b")?.textContent ?? ""));
      assert.equal(await page.textContent(".plan-legend .legend-met b"), grouped(count(true)));
      assert.equal(await page.textContent(".plan-legend .legend-failing b"), grouped(count(false)));
      assert.equal(await page.textContent(".plan-legend .lacks b"), grouped(lacks.uncovered));
      assert.equal(lacks.uncovered, o.uncovered);
      assert.equal(count(false), o.failing.length);
      // Units with what each is short of, in the order of the API; rural modes side by side.
      const names = o.failing.slice(0, 3).map((u) => u.name);
      assert.deepEqual(await page.locator(".failing .unit-name").allTextContents().then((all) => all.slice(0, 3)), names);
      assert.match(await page.textContent(".failing li:first-child"), new RegExp(`${grouped(o.failing[0].deficit)} people short`));
      assert.equal(shown.items.find((s) => s.id === FAILING).failing[0].unit, o.failing[0].unit);
      assert.equal(await page.locator(".standing .modes-table tr").count(), o.modes.length);
      // A click goes there.
      const before = site.parameter("map");
      await page.click(".failing li:first-child .unit-row");
      await page.waitForFunction((was) => new URLSearchParams(location.search).get("map") !== was, before);
      // What it would take comes by itself, with its proof.
      await page.waitForSelector(".needed-figure", { timeout: 60_000 });
      await page.waitForSelector(".needed-sites .site-number");
      const needed = (await check(site, { standard: PLAN, checks: [FAILING], needed: true })).card.checks[0].needed;
      assert.equal(await page.textContent(".needed-figure strong"), `${needed.facilities} more facilities`);
      await axe(site, "a promise");
      await page.click(".sites-open");
      await site.says("tab", "sites");
      assert.deepEqual(["mode", "minutes", "target"].map((name) => site.parameter(name)), ["walk", "15", "90"]);
      await page.waitForSelector(".sites-list > li", { timeout: 60_000 });
      await page.goBack();
      await page.waitForSelector(".promise-view");
      await page.click(".promise-nav .link");
      await page.waitForSelector(".plan-tiles");
      assert.equal(site.parameter("promise"), null);
      assert.equal(await page.evaluate(() => document.activeElement?.closest("li")?.id), `promise-${FAILING}`);
      // By keyboard alone.
      await page.keyboard.press("Enter");
      await page.waitForSelector(".promise-view");
      assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H2");
      await site.close();
    },
  ],
  [
    "plan: report, list of problems and tables are downloaded",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: QUERY });
      const { page } = site;
      await assessed(site);
      const report = async (format, change) => {
        await page.click(".plan-actions .primary");
        await page.waitForSelector("dialog[open] input[name=format]");
        await page.check(`dialog input[value=${format}]`);
        await change?.();
        const file = await download(site, () => page.click("dialog button[type=submit]"));
        await page.waitForSelector("dialog", { state: "detached" });
        return file;
      };
      const html = await report("html", async () => {
        await axe(site, "report");
        await page.selectOption("dialog select >> nth=1", "public");
        await page.fill("dialog input.text >> nth=0", "Planning bureau <b>");
        await page.fill("dialog input.text >> nth=1", "GS(2026)1");
      });
      assert.match(html.name, /\.html$/);
      const text = html.bytes.toString("utf8");
      assert.match(text, /Planning bureau &lt;b&gt;/);
      assert.match(text, /GS\(2026\)1/);
      const xlsx = await report("xlsx");
      assert.match(xlsx.name, /\.xlsx$/);
      assert.equal(xlsx.bytes.subarray(0, 2).toString(), "PK");
      const csv = await download(site, () => page.click(".outputs .card-buttons .button >> nth=0"));
      assert.match(csv.name, /\.csv$/);
      assert.deepEqual([...csv.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], "opens right in Excel");
      const { id } = await check(site);
      const { items } = await site.ask(`/checks/${id}/problems`);
      assert.equal(csv.bytes.toString("utf8").trim().split(/\r?\n/).length, items.length + 1);
      await page.click(".problems summary");
      await page.waitForSelector(".problem-list li");
      assert.match(await page.textContent(".problems summary"), new RegExp(`${grouped(items.length)} problems`));
      await site.close();
    },
  ],
  [
    "plan: a file of one's own, refused with its lines or taken; it outlives a reload",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&tab=plan" });
      const { page } = site;
      site.refusals = true;
      await page.waitForSelector(".plan-choice");
      const load = (name, text) => page.setInputFiles(".plan-load input", { name, mimeType: "application/yaml", buffer: Buffer.from(text) });
      await load("broken.yaml", BROKEN);
      await page.waitForSelector(".plan-faults li");
      const faults = await page.locator(".plan-faults li").allTextContents();
      assert.ok(faults.some((f) => /^Line 7measure: magic/.test(f)), faults.join("\n"));
      assert.ok(faults.some((f) => /colour/.test(f)), faults.join("\n"));
      assert.match(await page.textContent(".problem h2"), /broken\.yaml/);
      await axe(site, "a refused plan");
      await load("large.yaml", "#".repeat((1 << 20) + 1));
      await page.waitForFunction(() => /larger than 1 MB/.test(document.querySelector(".problem")?.textContent ?? ""));
      await load("mine.yaml", OWN);
      await assessed(site);
      assert.equal(site.parameter("plan"), "file");
      assert.equal(await page.locator(".plan-faults").count(), 0);
      assert.match(await page.textContent(".plan-head"), /Draft.*Own file.*mine\.yaml/);
      const { card } = await check(site, { text: OWN });
      assert.equal(await tile(page, "not_met"), card.headline.not_met);
      await page.reload();
      await assessed(site);
      assert.equal(await page.locator(".promises > li[id]").count(), 1);
      // In another browser there is no such file, which is said.
      const other = await Site.open(browser, origin, { query: "?lang=en&tab=plan&plan=file" });
      await other.page.waitForSelector(".plan-choice");
      assert.match(await other.page.textContent(".plan [role=alert]"), /load it again/);
      await other.close();
      await site.close();
    },
  ],
  [
    "plan: snapshots are kept, compared, seen on the map, frozen and deleted",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: `${QUERY}&as-of=2020-12-31` });
      const { page } = site;
      site.refusals = true;
      const stamp = Date.now().toString(36);
      const [early, late] = [`early ${stamp}`, `late ${stamp}`];
      const keep = async (name) => {
        await page.fill(".keep-form input[name=snapshot]", name);
        await page.click(".keep-form .button");
        await page.waitForFunction((n) => [...document.querySelectorAll(".snapshot-list strong")].some((s) => s.textContent === n), name, { timeout: 60_000 });
      };
      await assessed(site);
      assert.equal(await page.inputValue(".keep-form input[type=date]"), "2020-12-31");
      await keep(early);
      await page.click(".plan-terms summary");
      await page.fill(".plan-options input[type=date]", "");
      await site.says("as-of", null);
      await assessed(site);
      await keep(late);
      // A name that is taken is refused in the server's words.
      await page.fill(".keep-form input[name=snapshot]", late);
      await page.click(".keep-form .button");
      await page.waitForSelector(".snapshots .problem");
      const [from, to] = [page.locator(".snapshot-compare select").nth(0), page.locator(".snapshot-compare select").nth(1)];
      await to.selectOption(late);
      await from.selectOption(early);
      await page.click(".snapshot-compare .compare-choice .button");
      await page.waitForSelector(".snapshot-changes tbody tr");
      const compared = await site.ask(`/snapshots/compare?before=${encodeURIComponent(early)}&after=${encodeURIComponent(late)}`);
      const turned = compared.checks.filter((c) => c.verdict_before === "not_met" && c.verdict_after === "met").length;
      assert.match(await page.textContent(".snapshot-changes"), new RegExp(`^${turned} turned to met`));
      const moving = compared.checks.find((c) => c.covered && c.covered.gained.total > 0);
      assert.ok(moving, "facilities opened since");
      const row = page.locator(".changes tr.with-people", { hasText: moving.title.en }).locator("xpath=following-sibling::tr[1]");
      assert.match(await row.textContent(), new RegExp(`${grouped(moving.covered.gained.total)} people newly covered`));
      await row.locator(".link").click();
      await page.waitForSelector(".plan-legend");
      const gained = compared.points.filter((p) => p.check === moving.id && p.change === "gained").reduce((n, p) => n + p.people, 0);
      assert.match(await page.textContent(".plan-legend"), new RegExp(`Newly covered${grouped(gained)}`));
      await axe(site, "snapshots compared");
      await site.picture("plan-compared-en");
      // Freezing asks first, and then there is no way back.
      const line = page.locator(".snapshot-list li", { hasText: early });
      await line.locator(".link").first().click();
      await line.locator("[role=alert] .link >> nth=1").click();
      assert.equal(await line.locator(".frozen").count(), 0);
      await line.locator(".link").first().click();
      await line.locator("[role=alert] .link >> nth=0").click();
      await line.locator(".frozen").waitFor();
      assert.equal(await line.locator("button").count(), 0);
      const kept = page.locator(".snapshot-list li", { hasText: late });
      await kept.locator(".icon-button").click();
      await kept.locator("[role=alert] .link >> nth=0").click();
      await kept.waitFor({ state: "detached" });
      await site.close();
    },
  ],
  [
    "plan: a server that does not answer, and a plan that there is not",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&tab=plan&plan=no-such-plan&promise=x" });
      const { page } = site;
      site.refusals = true;
      await page.waitForSelector(".plan-choice");
      assert.match(await page.textContent(".plan [role=alert]"), /no plan called “no-such-plan”/);
      await page.route("**/api/v1/checks", (route) => route.abort());
      await page.locator(".plan-card").first().click();
      await page.waitForSelector(".plan .problem");
      assert.match(await page.textContent(".plan .problem"), /does not answer/);
      await page.unroute("**/api/v1/checks");
      await page.click(".plan .problem .button");
      await assessed(site);
      site.faults = site.faults.filter((f) => !/ERR_FAILED/.test(f));
      await site.close();
    },
  ],
  [
    "plan: a result that the server has forgotten is worked out again",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: QUERY });
      const { page } = site;
      site.refusals = true;
      await assessed(site);
      // It keeps sixteen: as many others push ours out.
      for (let i = 0; i < 16; i++) await check(site, { standard: PLAN, checks: ["zj-lounge-count"] });
      await page.click(`#promise-${FAILING} .promise`);
      await page.waitForFunction(() => /\d/.test(document.querySelector(".plan-legend .lacks b")?.textContent ?? ""), null, { timeout: 60_000 });
      await site.close();
    },
  ],
  [
    "plan: numbers that are reported on the page make a promise assessable, and the result follows",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: QUERY });
      const { page } = site;
      await assessed(site);
      await page.locator(".heap", { hasText: "import reported" }).locator(".command .link").click();
      assert.equal(await page.inputValue("dialog select[name=kind]"), "reported");
      const list = "指标,数值,年份,来源\nZJ-02,63%,2025,年报\n";
      await page.setInputFiles("dialog input[type=file]", { name: "reported.csv", mimeType: "text/csv", buffer: Buffer.from(list) });
      await page.click("dialog button[type=submit]");
      await page.waitForSelector("dialog .report");
      assert.doesNotMatch(await page.textContent("dialog .report"), /NaN/);
      await page.click("dialog .primary");
      await page.waitForSelector("#promise-zj-village-income .verdict-sign.met", { timeout: 60_000 });
      const { card } = await check(site);
      await assessed(site);
      assert.deepEqual([await tile(page, "met"), await tile(page, "not_assessable")], [card.headline.met, card.headline.not_assessable]);
      assert.match(await page.textContent("#promise-zj-village-income"), /63%/);
      await site.close();
    },
  ],
  [
    "pictures of the plan",
    async (browser, origin) => {
      for (const lang of ["zh", "en"]) {
        for (const [size, name] of [[DESK, ""], [PHONE, "phone-"]]) {
          const take = async (what, query, act) => {
            const site = await Site.open(browser, origin, { size, query: `?lang=${lang}&tab=plan${query}` });
            if (size === PHONE) {
              await site.page.click(".grip");
              await site.page.click(".grip");
            }
            await act(site);
            await site.picture(`plan-${name}${what}-${lang}`);
            await site.close();
          };
          await take("choice", "", ({ page }) => page.waitForSelector(".plan-card"));
          await take("list", `&plan=${PLAN}`, assessed);
          await take("promise", `&plan=${PLAN}&promise=${FAILING}`, async (site) => {
            await site.page.waitForSelector(".needed-figure", { timeout: 60_000 });
            if (size === PHONE) {
              await site.page.click(".grip");
              await site.page.click(".grip");
              await site.page.waitForTimeout(400);
            }
          });
          await take("circle", `&plan=${PLAN}&promise=zj-circle15-urban`, (site) => site.page.waitForSelector(".needed-figure", { timeout: 60_000 }));
          await take("facilities", `&plan=${PLAN}&promise=zj-clinic-elder-adjacent`, (site) => site.page.waitForSelector(".failing"));
          await take("report", `&plan=${PLAN}`, async (site) => {
            await assessed(site);
            await site.page.click(".plan-actions .primary");
          });
        }
      }
    },
  ],
];
