// The front page: what everyone sees first.
import { expect, expectAccessible, press, test } from "../support/test.js";

test("the front page speaks the reader's language and can be used by everyone", async ({ page, visit, language }) => {
  await visit();
  const html = page.locator("html");
  await expect(html).toHaveAttribute("lang", language);
  await expect(html).toHaveAttribute("dir", language === "ar" ? "rtl" : "ltr");
  await expect(page.locator("h1")).toHaveCount(1);
  await expectAccessible(page);
});

test("the bare address leads to the browser's language", async ({ page, language }) => {
  await page.goto("/");
  await expect(page).toHaveURL(new RegExp(`/${language}$`));
});

test("the language switch keeps the page", async ({ page, visit, say }) => {
  await visit("/organizations");
  await press(page.locator(".language-switch"));
  await expect(page).toHaveURL(new RegExp(`/${say("en", "ar")}/organizations$`));
});

test("a page that is not there says so and leads back", async ({ page, visit, language }) => {
  const answer = await visit("/no-such-page");
  expect(answer.status()).toBe(404);
  await expectAccessible(page);
  await press(page.locator("main a.button").first());
  await expect(page).toHaveURL(new RegExp(`/${language}$`));
});
