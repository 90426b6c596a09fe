// The page under test, and the words and waits the checks share.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
const artifacts = process.env.LIFECIRCLE_ARTIFACTS ?? fileURLToPath(new URL("../../artifacts", import.meta.url));

/** One page in a context of its own that keeps account of everything that goes wrong on it. */
export class Site {
  static async open(browser, origin, { size = DESK, query = "?lang=en", locale = "en-US", touch = false } = {}) {
    const context = await browser.newContext({ viewport: size, locale, hasTouch: touch, acceptDownloads: true });
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
    const page = await context.newPage();
    const site = new Site(context, page, origin);
    page.on("console", (message) => {
      // A refused import is a failed request, which the browser logs by itself; the page shows it.
      const expected = site.refusals && /status of 4\d\d/.test(message.text());
      if (["error", "warning"].includes(message.type()) && !expected) site.faults.push(message.text());
    });
    page.on("pageerror", (error) => site.faults.push(String(error)));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(origin) && !url.startsWith("data:") && !url.startsWith("blob:")) site.faults.push(`asked elsewhere: ${url}`);
    });
    await page.goto(origin + "/" + query);
    await site.answered();
    return site;
  }

  constructor(context, page, origin) {
    Object.assign(this, { context, page, origin, faults: [], refusals: false });
  }

  /** Waits until a figure stands and nothing is on its way. */
  async answered() {
    await this.page.waitForSelector(".figure-share strong", { state: "attached" });
    await this.page.waitForLoadState("networkidle");
    await this.page.waitForSelector(".answer[aria-busy=false]", { state: "attached" });
  }

  async share() {
    return Number(await this.page.textContent(".figure-share strong"));
  }

  parameter(name) {
    return new URL(this.page.url()).searchParams.get(name);
  }

  /** The address follows the view after a moment. */
  async says(name, value) {
    await this.page.waitForFunction(([n, v]) => new URLSearchParams(location.search).get(n) === v, [name, value]);
  }

  async ask(path) {
    const response = await this.page.request.get(this.origin + "/api/v1" + path);
    if (!response.ok()) throw new Error(`${path}: ${response.status()}`);
    return response.json();
  }

  async picture(name) {
    mkdirSync(artifacts, { recursive: true });
    // Canvas and tiles settle a moment after the network has.
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path: `${artifacts}/${name}.png` });
  }

  async close() {
    await this.context.close();
    if (this.faults.length) throw new Error(`the page complained:\n  ${this.faults.join("\n  ")}`);
  }
}
