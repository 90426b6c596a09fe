// What if: a scenario is begun, changed by hand, undone, saved, opened, compared; every figure is the API's.
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { PHONE, Site } from "./site.mjs";

const grouped = (n) => n.toLocaleString("en-US");
const whole = (rows) => rows.find((r) => r.area === null);

/** Where the map looks in these tests: streets and people in the old town of the sample. */
const PLACE = "&map=15/30.5950/119.1020";

async function axe(site, what) {
  const { violations } = await new AxeBuilder({ page: site.page }).analyze();
  const serious = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  const told = serious.map((v) => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map((n) => n.target).join(" ")}`);
  assert.equal(serious.length, 0, `axe, ${what}:\n  ${told.join("\n  ")}`);
}

async function begin(site) {
  await site.page.click(".whatif-start");
  await site.page.waitForSelector(".whatif-bar .tool-add:not(:disabled)");
  await site.page.waitForFunction(() => location.search.includes("session="));
  return site.parameter("session");
}

/** Waits until so many edits are listed and nothing is on its way. */
async function edited(site, n) {
  await site.page.waitForFunction((n) => document.querySelectorAll(".edits li").length === n, n);
  await site.answered();
}

async function middle(site) {
  const box = await site.page.locator(".map").boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** The figures of the page and those of the API for a scenario are the same. */
async function agrees(site, id) {
  const state = await site.ask(`/scenarios/${id}`);
  const [now, base] = [whole(state.results), whole(state.base)];
  await site.page.waitForFunction((text) => document.querySelector(".figure-people").textContent.includes(text), grouped(now.covered));
  const shown = await site.page.textContent(".figure-scenario b");
  const change = now.covered - base.covered;
  assert.equal(shown, change === 0 ? "±0" : (change > 0 ? "+" : "−") + grouped(Math.abs(change)));
  return { state, now, base, change };
}

export const checks = [
  [
    "what if: a facility is added and dragged, figures follow and are those of the API, undo restores",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: `?lang=en&service=clinic&minutes=10${PLACE}` });
      const { page } = site;
      const before = await page.textContent(".figure-people");
      const id = await begin(site);
      await page.click(".tool-add");
      const [x, y] = await middle(site);
      await page.mouse.click(x - 20, y + 130);
      await edited(site, 1);
      const added = await agrees(site, id);
      assert.equal(added.state.edits[0].kind, "add_facility");
      // Dragged by the mouse: requests go out one at a time, and the whole drag is one edit.
      let under = 0;
      let most = 0;
      let sent = 0;
      const edits = (r) => r.url().includes(`/scenarios/${id}/edits`);
      page.on("request", (r) => edits(r) && (sent++, (most = Math.max(most, ++under))));
      page.on("requestfinished", (r) => edits(r) && under--);
      await page.mouse.move(x - 20, y + 130);
      await page.mouse.down();
      for (let i = 1; i <= 12; i++) {
        await page.mouse.move(x - 20 + i * 12, y + 130 + i * 4);
        await page.waitForTimeout(50);
      }
      await page.mouse.up();
      await edited(site, 2);
      await page.waitForTimeout(300);
      await site.answered();
      assert.equal(most, 1, "requests at the same time");
      assert.ok(sent >= 1 && sent <= 13, `${sent} requests`);
      const dragged = await agrees(site, id);
      assert.deepEqual(dragged.state.edits.map((e) => e.kind), ["add_facility", "move_facility"]);
      assert.notDeepEqual(dragged.state.edits[1].to, added.state.edits[0].at);
      assert.ok(dragged.change > 0 && dragged.change !== added.change, `${added.change}, then ${dragged.change}`);
      // The card tells the same people, and the areas that gain sum to them.
      assert.equal(await page.textContent(".card.effect .effect-net strong"), `+${grouped(dragged.change)}`);
      const areas = dragged.state.results.filter((r) => r.area !== null).map((r, i) => r.covered - dragged.state.base.filter((b) => b.area !== null)[i].covered);
      assert.equal(areas.reduce((sum, n) => sum + n, 0), dragged.change);
      const most60 = Math.max(...areas);
      assert.equal(await page.textContent(".effect-areas li:first-child b"), `+${grouped(most60)}`);
      await page.waitForFunction(() => /^Scenario: .*% covered, \+/.test(document.getElementById("announcer").textContent));
      await axe(site, "a scenario on the desk");
      await page.keyboard.press("Control+z");
      await edited(site, 1);
      assert.equal((await agrees(site, id)).change, added.change, "undone");
      await page.click(".step-redo");
      await edited(site, 2);
      assert.equal((await agrees(site, id)).change, dragged.change, "done again");
      for (const left of [1, 0]) {
        await page.click(".step-undo");
        await edited(site, left);
      }
      assert.equal(await page.textContent(".figure-people"), before);
      await page.click(".whatif-leave");
      await page.waitForSelector(".whatif-start");
      assert.equal(site.parameter("session"), null);
      await site.close();
    },
  ],
  [
    "what if: 60+ in the card are those of the API, and another question is asked of the same scenario",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: `?lang=en&service=clinic&minutes=10${PLACE}` });
      const { page } = site;
      const id = await begin(site);
      await page.click(".tool-add");
      const [x, y] = await middle(site);
      await page.mouse.click(x + 130, y + 180);
      await edited(site, 1);
      await agrees(site, id);
      const older = await page.textContent(".effect-net em");
      await page.selectOption("#group", "age60");
      await page.waitForResponse((r) => r.url().endsWith(`/scenarios/${id}/question`));
      await site.answered();
      const { change } = await agrees(site, id);
      assert.equal(older, `60+: +${grouped(change)}`);
      await page.click(".mode:has(input[value=bike])");
      await page.waitForResponse((r) => r.url().endsWith(`/scenarios/${id}/question`));
      await site.answered();
      const bike = await agrees(site, id);
      assert.equal(bike.now.mode, "bike");
      // The slider answers from memory, and the server says the same.
      await page.click(".segments button:text-is('5')");
      await page.waitForResponse((r) => r.url().endsWith(`/scenarios/${id}/question`));
      await site.answered();
      assert.equal((await agrees(site, id)).now.minutes, 5);
      await site.close();
    },
  ],
  [
    "what if: by keyboard alone a facility is added, moved, closed and opened",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: `?lang=en&service=clinic&minutes=10${PLACE}` });
      const { page } = site;
      await page.focus(".whatif-start");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".tool-add:not(:disabled)");
      await page.focus(".tool-add");
      await page.keyboard.press("Enter");
      assert.ok(await page.evaluate(() => document.activeElement.classList.contains("map")), "the focus goes to the map");
      await page.keyboard.press("ArrowDown");
      await page.waitForTimeout(500);
      await page.keyboard.press("Enter");
      await edited(site, 1);
      const id = site.parameter("session");
      const { state } = await agrees(site, id);
      const [lon, lat] = state.edits[0].at;
      const [, atLat, atLon] = site.parameter("map").split("/").map(Number);
      assert.ok(Math.abs(lon - atLon) < 2e-4 && Math.abs(lat - atLat) < 2e-4, "in the middle of the map");
      await page.click("#tab-facilities");
      const item = page.locator(".facility-item:has-text('New Health centre 1')");
      await item.focus();
      await page.keyboard.press("Enter");
      await page.waitForSelector(".change");
      await page.focus(".change .button:first-child");
      await page.keyboard.press("Enter");
      await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(500);
      await page.keyboard.press("Enter");
      await page.click("#tab-scenarios");
      await edited(site, 2);
      const moved = await agrees(site, id);
      assert.equal(moved.state.edits[1].kind, "move_facility");
      assert.ok(moved.state.edits[1].to[0] > lon, "to the east");
      await page.click("#tab-facilities");
      await page.waitForSelector(".facilities:not(.stale) .toggle");
      const first = page.locator(".facilities tbody tr:first-child .toggle");
      await first.focus();
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelector(".facilities tbody tr:first-child .toggle").textContent === "Open it");
      const closed = await agrees(site, id);
      assert.equal(closed.state.edits[2].kind, "close_facility");
      assert.ok(closed.now.covered < moved.now.covered);
      await page.keyboard.press("Enter");
      await page.click("#tab-scenarios");
      await edited(site, 4);
      assert.equal((await agrees(site, id)).now.covered, moved.now.covered, "opened again");
      await site.close();
    },
  ],
  [
    "what if: a street is closed, another built, and what cannot be done is refused in words",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: `?lang=en&service=clinic&minutes=10${PLACE}` });
      const { page } = site;
      const id = await begin(site);
      const [x, y] = await middle(site);
      await page.click(".tool-close");
      await page.mouse.click(x, y);
      await page.waitForSelector(".street-card");
      const [, lat, lon] = site.parameter("map").split("/").map(Number);
      const { street } = await site.ask(`/streets?at=${lon},${lat}`);
      assert.equal(await page.textContent("#street-title"), street.name || "Street without a name");
      await page.click(".street-card .button.primary");
      await edited(site, 1);
      const closed = await agrees(site, id);
      assert.deepEqual(closed.state.edits[0], { kind: "close_street", way_id: street.way_id, from: street.from, to: street.to });
      assert.match(await page.textContent(".edits li"), new RegExp(`Close a segment of ${street.name || "way"}`));
      await page.click(".tool-close");
      await page.mouse.click(x, y);
      await page.waitForSelector(".street-card .remark");
      assert.equal(await page.locator(".street-card .button").count(), 0, "closed already");
      await page.keyboard.press("Escape");
      await page.waitForSelector(".street-card", { state: "detached" });
      await page.click(".tool-build");
      await page.mouse.click(x - 150, y - 60);
      await page.waitForFunction(() => /where it ends/.test(document.querySelector(".whatif-hint").textContent));
      await page.mouse.click(x + 150, y + 60);
      await page.waitForSelector(".street-card form");
      await page.fill(".street-card input", "New <b>bridge</b>");
      await page.click(".street-card button[type=submit]");
      await edited(site, 2);
      const built = await agrees(site, id);
      assert.equal(built.state.edits[1].kind, "build_street");
      assert.equal(await page.textContent(".edits li:last-child .row-button"), "Build a street: New <b>bridge</b>");
      // A facility far outside the town is refused by the server; the scenario stays as it was.
      site.refusals = true;
      await page.goto(page.url().replace(/map=[^&]*/, "map=10/31.5/119.1"));
      await page.waitForSelector(".tool-add:not(:disabled)");
      await page.click(".tool-add");
      await page.click(".whatif-hint .button:has-text('centre')");
      await page.waitForSelector("#tab-panel .problem");
      assert.match(await page.textContent("#tab-panel .problem"), /cannot be done[\s\S]*outside the town/);
      assert.equal(await page.locator(".edits li").count(), 2);
      await site.close();
    },
  ],
  [
    "what if: saved, reloaded, opened, compared side by side, downloaded, deleted",
    async (browser, origin) => {
      const name = `Tests <b>&, ${Date.now()}`;
      const site = await Site.open(browser, origin, { query: `?lang=en&service=clinic&minutes=10${PLACE}` });
      const { page } = site;
      const id = await begin(site);
      const [x, y] = await middle(site);
      await page.click(".tool-add");
      await page.mouse.click(x - 20, y + 130);
      await edited(site, 1);
      await page.fill("#scenario-name", name);
      await page.click(".save-row .button");
      await page.waitForSelector(".save-state.saved");
      await site.says("scenario", name);
      const { change, state } = await agrees(site, id);
      assert.equal(state.saved, true);
      await page.reload();
      await site.answered();
      await page.waitForSelector(".whatif-bar .tool-add:not(:disabled)");
      await edited(site, 1);
      assert.equal((await agrees(site, id)).change, change, "after a reload");
      await page.click(".whatif-leave");
      await page.waitForSelector(".whatif-start");
      await page.click(`.saved-ones li:has-text("${name}") .link`);
      await page.waitForSelector(".whatif-bar .tool-add:not(:disabled)");
      await page.waitForFunction((was) => ![null, was].includes(new URLSearchParams(location.search).get("session")), id);
      const other = site.parameter("session");
      await edited(site, 1);
      assert.equal((await agrees(site, other)).change, change, "opened");
      // A second one under the same name is refused, then replaces it.
      await page.click(".tool-add");
      await page.mouse.click(x + 150, y + 180);
      await edited(site, 2);
      await page.fill("#scenario-name", `${name} two`);
      await page.click(".save-row .button");
      await page.waitForSelector(".save-state.saved");
      const two = await agrees(site, other);
      await page.click(".whatif-leave");
      await page.waitForSelector(".whatif-start");
      // Base and a saved one: gained and lost are the API's.
      await page.locator(".compare-choice select").nth(1).selectOption(`saved:${name}`);
      await page.waitForSelector(".compare-table");
      await site.answered();
      const cells = await page.locator(".compare-table:not(.areas) tbody tr:nth-child(2) td").allTextContents();
      assert.deepEqual(cells, [grouped(two.base.covered), grouped(two.base.covered + change), `+${grouped(change)}`]);
      // Two saved ones.
      await page.locator(".compare-choice select").nth(0).selectOption(`saved:${name} two`);
      await page.waitForFunction((text) => document.querySelector(".compare-table tbody tr:nth-child(2) td:nth-of-type(1)")?.textContent === text, grouped(two.now.covered));
      await site.answered();
      const back = await page.locator(".compare-table:not(.areas) tbody tr:nth-child(2) td").allTextContents();
      assert.equal(back[2], `−${grouped(two.change - change)}`);
      assert.match(await page.textContent(".legend"), /Lost/);
      await axe(site, "a comparison");
      const url = page.url();
      await page.goto(url);
      await page.waitForSelector(".compare-table");
      assert.deepEqual(await page.locator(".compare-table:not(.areas) tbody tr:nth-child(2) td").allTextContents(), back, "the address holds the comparison");
      const href = await page.getAttribute(".compare a", "href");
      const { type, features } = await (await page.request.get(origin + href)).json();
      assert.equal(type, "FeatureCollection");
      assert.ok(features.length > 0);
      for (const one of [name, `${name} two`]) {
        await page.click(`.saved-ones li:has(strong:text-is("${one}")) .icon-button`);
        await page.click(`.saved-ones li:has(strong:text-is("${one}")) .link:has-text("Delete")`);
        await page.waitForFunction((n) => ![...document.querySelectorAll(".saved-ones strong")].some((s) => s.textContent === n), one);
      }
      await site.close();
    },
  ],
  [
    "what if: a scenario that the server has forgotten starts again with the edits kept on the page",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: `?lang=en&service=clinic&minutes=10${PLACE}` });
      const { page } = site;
      site.refusals = true;
      const id = await begin(site);
      const [x, y] = await middle(site);
      await page.click(".tool-add");
      await page.mouse.click(x - 20, y + 130);
      await edited(site, 1);
      const { change } = await agrees(site, id);
      await page.request.delete(`${origin}/api/v1/scenarios/${id}`);
      await page.click(".step-undo");
      await page.waitForSelector(".ended");
      assert.match(await page.textContent(".ended"), /kept its 1 edit,/);
      await page.reload();
      await page.waitForSelector(".ended");
      await axe(site, "a scenario that has ended");
      await page.click(".ended .button.primary");
      await page.waitForFunction((was) => ![null, was].includes(new URLSearchParams(location.search).get("session")), id);
      await edited(site, 1);
      assert.equal((await agrees(site, site.parameter("session"))).change, change);
      await site.close();
    },
  ],
  [
    "what would cover a residential point is told, tried in a scenario, and covers it",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=clinic&minutes=15" });
      const { page } = site;
      const { id, milliseconds } = await site.ask("/travel-times?service=clinic&mode=walk&minutes=15");
      let point = null;
      for (let i = 0; i < id.length && point === null; i += 5) {
        if (milliseconds[i] === null || milliseconds[i] <= 900_000 || milliseconds[i] > 1_600_000) continue;
        const { remedies } = await site.ask(`/explain/remedies?point=${encodeURIComponent(id[i])}&mode=walk&minutes=15&service=clinic`);
        if (remedies.facilities.length > 0) point = { id: id[i], ...remedies.facilities[0] };
      }
      if (point) {
        await page.goto(`${origin}/?lang=en&service=clinic&minutes=15&point=${encodeURIComponent(point.id)}`);
        await page.waitForSelector(".remedies li");
        assert.equal(await page.locator(".near li").count(), 3);
        await page.click(`.remedies li:has-text("Open ${point.facility_name}") .link`);
        await page.waitForSelector(".whatif-bar .tool-add:not(:disabled)");
        await edited(site, 1);
        const { state } = await agrees(site, site.parameter("session"));
        assert.deepEqual(state.edits, [{ kind: "reopen_facility", service: "clinic", id: point.facility_id }]);
        const told = Number(/In this scenario: ([\d.]+) min/.exec(await page.textContent(".scenario-note b"))?.[1]);
        assert.ok(Math.abs(told - point.seconds / 60) <= 0.1, `${told} min, ${point.seconds} s`);
      }
      await site.close();
    },
  ],
  [
    "help that comes from the facility is another question, and the page names it",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { query: "?lang=en&service=hospital&mode=drive&minutes=10" });
      const { page } = site;
      await page.click(".need button:text-is('From the facility')");
      await site.says("direction", "from");
      await site.answered();
      const { results } = await site.ask("/coverage?service=hospital&mode=drive&minutes=10&direction=from");
      await page.waitForFunction((text) => document.querySelector(".figure-people").textContent.includes(text), grouped(results[0].covered));
      assert.match(await page.textContent(".figure-title"), /From the facility/);
      await begin(site);
      await page.waitForSelector(".figure-scenario b");
      assert.equal((await site.ask(`/scenarios/${site.parameter("session")}`)).question.direction, "from");
      await site.close();
    },
  ],
  [
    "what if: on a phone, in Chinese, by touch",
    async (browser, origin) => {
      const site = await Site.open(browser, origin, { size: PHONE, touch: true, query: "?lang=zh&service=clinic&minutes=10" });
      const { page } = site;
      // Where most people are left out, a facility makes a difference, whatever earlier tests have imported.
      const times = await site.ask("/travel-times?service=clinic&mode=walk&minutes=10");
      const late = times.id.map((_, i) => i).filter((i) => times.milliseconds[i] > 900_000);
      const most = late.reduce((best, i) => (times.population[i] > times.population[best] ? i : best));
      await page.goto(`${origin}/?lang=zh&service=clinic&minutes=10&map=16/${times.lat[most]}/${times.lon[most]}`);
      await site.answered();
      const id = await begin(site);
      await page.tap(".tool-add");
      await page.touchscreen.tap(...(await middle(site)));
      await page.waitForFunction(() => /[+−]/.test(document.querySelector(".headline-net")?.textContent ?? ""));
      await site.answered();
      const { state, change } = await agrees(site, id);
      assert.match(state.edits[0].name, /^拟建/);
      assert.equal(await page.textContent(".headline-net"), (change > 0 ? "+" : "−") + grouped(Math.abs(change)));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
      await axe(site, "a scenario on a phone");
      await page.click(".grip");
      await page.click(".grip");
      await page.waitForSelector(".effect-net", { state: "visible" });
      assert.doesNotMatch(await page.textContent(".scenarios"), /Scenario|Gained|people/);
      await axe(site, "scenarios on a phone");
      await site.close();
    },
  ],
];
