// What journeys share. A journey fails when the browser logs an error, too.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base } from "@playwright/test";
import { start } from "./server.js";

export { expect };

// A refusal that a journey provokes (a form with errors, a page that is not there, a broken line) is logged by Chromium as an error.
const provoked = /^Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_FAILED)/;
// On a busy machine the browser gives up the fade between two pages, as it may, and says so.
const skipped = /^Transition was (aborted|skipped)/;

export const test = base.extend({
  /** `ar` or `en`: the first segment of the pages that the project visits. */
  language: ["ar", { option: true }],

  server: [
    async ({}, use) => {
      const server = await start();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],

  baseURL: async ({ server }, use) => use(server.url),

  /** Goes to a page in the project's language. */
  visit: async ({ page, language }, use) => use((path = "") => page.goto(`/${language}${path}`)),

  /** Picks the words of the project's language. */
  say: async ({ language }, use) => use((arabic, english) => (language === "ar" ? arabic : english)),

  /** Signs a demo account in, by the address that app/demo/members.json gives it. */
  signIn: async ({ page, language }, use) => use((email) => signIn(page, language, email)),

  quiet: [
    async ({ page }, use) => {
      const errors = [];
      page.on("pageerror", (error) => {
        if (!skipped.test(error.message)) errors.push(error.message);
      });
      page.on("console", (message) => {
        if (message.type() === "error" && !provoked.test(message.text())) errors.push(message.text());
      });
      await use();
      expect(errors, "errors in the browser").toEqual([]);
    },
    { auto: true },
  ],
});

/** WCAG 2.2 AA as far as a machine can tell, in light and in dark, and no sideways scrolling. */
export async function expectAccessible(page) {
  // Without JavaScript axe cannot run, and the page is the same HTML that the other projects check.
  const scripted = test.info().project.use.javaScriptEnabled !== false;
  for (const colorScheme of scripted ? ["light", "dark"] : []) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    const found = violations.map(({ id, help, nodes }) => ({
      rule: `${id}: ${help}`,
      where: nodes.map((node) => `${node.target} — ${node.failureSummary}`),
    }));
    expect(found, `accessibility of ${page.url()} (${colorScheme})`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, `sideways scrolling on ${page.url()}`).toBeLessThanOrEqual(0);
}

/**
 * Presses a button or a link and waits for the page it leads to. Without JavaScript from the keyboard, as people without a
 * pointer do: Playwright's pointer waits with a timer of the page, which never fires there, when a page is still scrolling.
 */
export async function press(target) {
  const scripted = test.info().project.use.javaScriptEnabled !== false;
  const arrived = target.page().waitForEvent("framenavigated");
  await (scripted ? target.click() : target.press("Enter"));
  await arrived;
}

/** Ticks a box or picks a radio button; without JavaScript from the keyboard, as in `press`. */
export async function check(box) {
  if (test.info().project.use.javaScriptEnabled !== false) return box.check();
  if (!(await box.isChecked())) await box.press("Space");
  await expect(box).toBeChecked();
}

/** Signs a demo account in on any page. */
export async function signIn(page, language, email) {
  const password = JSON.parse(process.env.TABADUL_DEMO_ACCOUNTS)[email];
  expect(password, `a demo account ${email}`).toBeTruthy();
  await page.goto(`/${language}/sign-in`);
  const form = page.locator("main form", { has: page.locator("input[type=password]") });
  await form.locator("input[type=email]").fill(email);
  await form.locator("input[type=password]").fill(password);
  await press(form.locator("button").last());
  await expect(page).not.toHaveURL(/sign-in/);
}
