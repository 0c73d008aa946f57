// A file over a bad line: the page sends it in pieces while its form is filled, and programs that nobody here wrote do too.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as tus from "tus-js-client";
import { check, expect, expectAccessible, press, test } from "../support/test.js";

const text = "سجل الشكاوى، سطر بعد سطر\n".repeat(20_000);
const file = { name: "سجل الشكاوى.txt", mimeType: "text/plain", buffer: Buffer.from(text) };

async function fill(page, language, title) {
  await page.locator(`[name=title_${language}]`).fill(title);
  await page.locator("[name=kind]").selectOption("data_set");
  await page.locator("[name=language]").selectOption("ar");
  await check(page.locator("[name=visibility][value=public]"));
  await press(page.locator("main form button[name=action]").first());
  await expect(page.locator("h1")).toContainText(title);
}

async function downloaded(page) {
  const link = page.locator("main a[href*='/download']").first();
  return (await page.request.get(await link.getAttribute("href"))).text();
}

test("a file goes on where the line broke, and after the page was loaded anew", async ({ page, visit, signIn, say, language, javaScriptEnabled }, info) => {
  test.skip(javaScriptEnabled === false, "the form sends the file in one go");
  // A file on the disk is the same file, with the same date, when it is chosen again.
  const path = info.outputPath(file.name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  await signIn("publisher@gaza.example");
  await visit("/documents/new");
  const pieces = [];
  let down = true;
  await page.route("**/files/uploads/*", async (route) => {
    const request = route.request();
    if (request.method() !== "PATCH") return route.continue();
    pieces.push(Number(request.headers()["upload-offset"]));
    return down && pieces.length > 1 ? route.abort() : route.continue();
  });
  const status = page.locator(".upload__progress [role=status]");
  await page.locator("input[type=file]").setInputFiles(path);
  await expect(status).toContainText(say("انقطع الاتصال", "The connection is down"));
  await expectAccessible(page);
  await page.reload();
  down = false;
  await page.locator("input[type=file]").setInputFiles(path);
  await expect(status).toContainText(say("وصل الملف كله", "The whole file has arrived"));
  // Nothing that had arrived was sent again: after the break it went on, and never from the beginning.
  expect(pieces.filter((offset) => offset === 0)).toHaveLength(1);
  await fill(page, language, say("سجل الشكاوى", "The register of complaints"));
  expect(await downloaded(page)).toBe(text);
});

test("pausing stops the sending, and going on ends it", async ({ page, visit, signIn, say, language, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "nothing to pause");
  await signIn("publisher@gaza.example");
  await visit("/documents/new");
  let let_through;
  const held = new Promise((done) => (let_through = done));
  await page.route("**/files/uploads/*", async (route) => {
    if (route.request().method() === "PATCH") await held;
    await route.continue();
  });
  const progress = page.locator(".upload__progress");
  await page.locator("input[type=file]").setInputFiles(file);
  await progress.locator("button").click();
  await expect(progress).toContainText(say("توقف الإرسال", "Paused"));
  let_through();
  await progress.locator("button").click();
  await expect(progress).toContainText(say("وصل الملف كله", "The whole file has arrived"));
  await fill(page, language, say("سجل بعد توقف", "A register after a pause"));
  expect(await downloaded(page)).toBe(text);
});

test("a program with a key sends a file, and the form makes a document of it", async ({ page, server, visit, signIn, say, language }) => {
  await signIn("publisher@gaza.example");
  await visit("/account/tokens");
  await page.locator("[name=name]").fill("tus-js-client");
  await check(page.locator("[name=scopes][value=upload]"));
  await press(page.locator("main form[action$=tokens] button"));
  const key = await page.locator("code.secret").textContent();
  await new Promise((onSuccess, onError) => {
    const upload = new tus.Upload(file.buffer, {
      endpoint: `${server.url}/files/uploads`,
      headers: { Authorization: `Bearer ${key}` },
      metadata: { filename: file.name },
      chunkSize: 300_000,
      onSuccess,
      onError,
      onChunkComplete: (_, accepted) => {
        // Give up once in the middle, and go on.
        if (accepted === 300_000) upload.abort().then(() => upload.start());
      },
    });
    upload.start();
  });
  await visit("/documents/new");
  await check(page.locator("[name=upload]").first());
  await expectAccessible(page);
  await fill(page, language, say("سجل من برنامج", "A register from a program"));
  expect(await downloaded(page)).toBe(text);
});
