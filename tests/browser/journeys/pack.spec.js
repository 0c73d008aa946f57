// Away from the network: a practice and a workshop are carried on a USB stick and read there.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, expectAccessible, press, test } from "../support/test.js";
import { unzip } from "../support/unzip.js";

/** Downloads the pack of the page at this address, and unpacks it. */
async function carry(page, say, info) {
  await press(page.locator("main a[href$='/pack']"));
  await expect(page.locator("h1")).toHaveText(say("حزمة للقراءة دون إنترنت", "Pack for reading offline"));
  await expectAccessible(page);
  const begun = page.waitForEvent("download");
  await page.locator("main a.button[href*='/pack/download']").press("Enter");
  const archive = info.outputPath("pack.zip");
  await (await begun).saveAs(archive);
  const folder = info.outputPath("stick");
  return { folder, names: unzip(archive, folder) };
}

for (const [what, path, least] of [
  ["practice", "/practices?q=&topic=complaints", 3],
  ["workshop", "/workshops?when=past", 1],
]) {
  test(`a ${what} is read from a USB stick`, async ({ page, context, visit, say, language }, info) => {
    await visit(path);
    const words = what === "practice" ? /دورة حياة الشكوى|life cycle of a complaint/ : "";
    await press(page.locator("main .card__title a, main .row__title a").filter({ hasText: words }).first());
    const title = await page.locator("h1").textContent();
    const { folder, names } = await carry(page, say, info);
    expect(names.slice(0, 2)).toEqual(["index.html", "index-en.html"]);
    expect(names.length).toBeGreaterThanOrEqual(2 + least);

    await context.setOffline(true);
    const index = language === "ar" ? "index.html" : "index-en.html";
    await page.goto(pathToFileURL(join(folder, index)).href);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.locator("h1")).toHaveText(title);
    await expectAccessible(page);
    for (const link of await page.locator("ul.documents a").all()) {
      const file = decodeURIComponent(await link.getAttribute("href"));
      expect(existsSync(join(folder, file)), file).toBe(true);
    }
    await press(page.locator(`a[hreflang=${say("en", "ar")}]`));
    await expect(page.locator("html")).toHaveAttribute("lang", say("en", "ar"));
    await expectAccessible(page);
  });
}
