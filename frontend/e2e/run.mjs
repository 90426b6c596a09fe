// The browser tests: the real page of a running Lifecircle in a real browser.
//   LIFECIRCLE_URL=http://127.0.0.1:8080 npm run e2e
// They import a file, so let them run on a workspace that is thrown away.
import { checks as answers } from "./answers.mjs";
import { checks as catchments } from "./catchments.mjs";
import { checks as conditions } from "./conditions.mjs";
import { checks as imports } from "./imports.mjs";
import { checks as plan } from "./plan.mjs";
import { checks as reach } from "./reach.mjs";
import { checks as sites } from "./sites.mjs";
import { checks as whatif } from "./whatif.mjs";
import { checks as pictures } from "./pictures.mjs";
import { findChromium, launch } from "./browser.mjs";

const origin = (process.env.LIFECIRCLE_URL ?? "http://127.0.0.1:8080").replace(/\/$/, "");
const executable = findChromium();
if (!executable) {
  console.log("skipped: no Chromium (install one, for example `apt install chromium`, or set CHROMIUM to its path)");
  process.exit(0);
}

const browser = await launch(executable);
const only = process.argv[2];
let failed = 0;
for (const [name, check] of [...answers, ...catchments, ...reach, ...whatif, ...sites, ...conditions, ...plan, ...imports, ...pictures]) {
  if (only && !name.includes(only)) continue;
  const start = performance.now();
  try {
    await check(browser, origin).catch((error) => {
      // A busy machine can be too slow for a browser: what ran out of time, and nothing else, has one more try.
      if (error?.name !== "TimeoutError") throw error;
      console.log(`slow  ${name}: ran out of time and is tried again`);
      return check(browser, origin);
    });
    console.log(`ok    ${name} (${Math.round(performance.now() - start)} ms)`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${name}\n      ${String(error?.stack ?? error).replaceAll("\n", "\n      ")}`);
  }
}
await browser.close();
if (failed) console.log(`${failed} failed`);
process.exit(failed ? 1 : 0);
