// A file over a bad line: the page sends it in pieces while its form is filled, and programs that nobody here wrote do too.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as tus from "tus-js-client";
import { check, expect, expectAccessible, press, test } from "../support/test.js";

// A browser that prefers neither language: what the server says while a file is sent is in that of the page.
test.use({ locale: "fr-FR" });

const text = "سجل الشكاوى، سطر بعد سطر\n".repeat(20_000);
const file = { name: "سجل الشكاوى.txt", mimeType: "text/plain", buffer: Buffer.from(text) };

async function fill(page, language, title) {
  await complete(page, language, title);
  await expect(page.locator("h1")).toContainText(title);
}

/** Fills the form, except for its files, and sends it. */
async function complete(page, language, title) {
  await page.locator(`[name=title_${language}]`).fill(title);
  await page.locator("[name=kind]").selectOption("data_set");
  await page.locator("[name=language]").selectOption("ar");
  await check(page.locator("[name=visibility][value=public]"));
  await press(page.locator("main form button[name=action]").first());
}

/** The line of a file in the list of those that are on their way. */
const line = (page, name) => page.locator(".upload__file", { hasText: name });

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
  const status = line(page, file.name).locator("[role=status]");
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
  const progress = line(page, file.name);
  await page.locator("input[type=file]").setInputFiles(file);
  await progress.getByRole("button", { name: say("أوقف مؤقتًا", "Pause") }).click();
  await expect(progress).toContainText(say("توقف الإرسال", "Paused"));
  let_through();
  await progress.getByRole("button", { name: say("استأنف", "Resume") }).click();
  await expect(progress).toContainText(say("وصل الملف كله", "The whole file has arrived"));
  await fill(page, language, say("سجل بعد توقف", "A register after a pause"));
  expect(await downloaded(page)).toBe(text);
});

test("several files become as many documents, and one that is refused is named", async ({ page, visit, signIn, say, language, javaScriptEnabled }) => {
  const scripted = javaScriptEnabled !== false;
  const note = (name, content) => ({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
  const bad = { name: "صورة.pdf", mimeType: "application/pdf", buffer: Buffer.from("not a PDF") };
  const files = [note("نموذج الشكوى.txt", "شكوى"), bad, note("plan 2026.txt", "plan")];
  await signIn("publisher@gaza.example");
  await visit("/documents/new");
  const input = page.locator("input[type=file]");
  await input.setInputFiles(files);
  const list = page.locator(".upload__files");
  if (scripted) {
    // Each file has its line, with its name and what became of it; the refused one keeps the form here until it is taken off.
    for (const [name, words] of [
      ["نموذج الشكوى.txt", say("وصل الملف كله", "The whole file has arrived")],
      ["صورة.pdf", say("لا يطابق نوعه", "does not match its type")],
      ["plan 2026.txt", say("وصل الملف كله", "The whole file has arrived")],
    ]) {
      await expect(line(page, name).locator("bdi")).toHaveText(name);
      await expect(line(page, name).locator("[role=status]")).toContainText(words);
    }
    await expectAccessible(page);
    expect(await input.evaluate((field) => field.validationMessage)).toContain(say("لم يُقبل", "not accepted"));
    await line(page, "صورة.pdf").getByRole("button", { name: say("أزل: ", "Remove: ") }).click();
    await expect(list.locator("li")).toHaveCount(2);
    expect(await input.evaluate((field) => field.validationMessage)).toBe("");
  } else {
    await complete(page, language, say("نماذج", "Forms"));
    await expect(page.locator("#file-error")).toContainText("صورة.pdf");
    await expectAccessible(page);
    await expect(page.locator("[name=upload]:checked")).toHaveCount(2);
  }
  await complete(page, language, say("نماذج", "Forms"));
  await expect(page.locator(".notice--success")).toContainText(say("رُفعت وثيقتان", "2 documents uploaded"));
  const made = page.locator(".document__name", { hasText: say("نماذج – ", "Forms – ") });
  await expect(made.first()).toContainText("plan 2026");
  await expect(made.nth(1)).toContainText("نموذج الشكوى");
});

test("a file that is chosen before the page is awake is sent too", async ({ page, visit, signIn, say, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "nothing is sent before the form");
  let wake;
  const asleep = new Promise((awake) => { wake = awake; });
  await page.route(/\.wasm$/, async (route) => {
    await asleep;
    await route.continue();
  });
  await signIn("publisher@gaza.example");
  await visit("/documents/new");
  await page.locator("input[type=file]").setInputFiles(file);
  wake();
  await expect(line(page, file.name).locator("[role=status]")).toContainText(say("وصل الملف كله", "The whole file has arrived"));
  // The other journeys find the server as it was.
  const gone = page.waitForResponse((answer) => answer.request().method() === "DELETE");
  await line(page, file.name).getByRole("button", { name: say("أزل: ", "Remove: ") }).click();
  expect((await gone).status()).toBe(204);
});

test("files are sent one after another, and what was taken off leaves the server", async ({ page, visit, signIn, say, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "nothing is sent before the form");
  await signIn("publisher@gaza.example");
  await visit("/documents/new");
  let let_through;
  const held = new Promise((done) => (let_through = done));
  await page.route("**/files/uploads/*", async (route) => {
    if (route.request().method() === "PATCH") await held;
    await route.continue().catch(() => {});
  });
  const second = { ...file, name: "الثاني.txt" };
  await page.locator("input[type=file]").setInputFiles([file, second]);
  await expect(line(page, second.name)).toContainText(say("ينتظر دوره", "Waits for its turn"));
  // What was chosen before stays when more is chosen, and the same file is not taken twice.
  await page.locator("input[type=file]").setInputFiles([{ ...file, name: "الثالث.txt" }]);
  await expect(page.locator(".upload__file")).toHaveCount(3);
  // Pausing the first lets the second go first.
  await line(page, file.name).getByRole("button", { name: say("أوقف مؤقتًا", "Pause") }).click();
  await line(page, "الثالث.txt").getByRole("button", { name: say("أزل: ", "Remove: ") }).click();
  let_through();
  await expect(line(page, second.name)).toContainText(say("وصل الملف كله", "The whole file has arrived"));
  await expect(line(page, file.name)).toContainText(say("توقف الإرسال", "Paused"));
  const gone = page.waitForResponse((answer) => answer.request().method() === "DELETE");
  await line(page, second.name).getByRole("button", { name: say("أزل: ", "Remove: ") }).click();
  expect((await gone).status()).toBe(204);
  await page.reload();
  await expect(page.locator("[name=upload]")).toHaveCount(0);
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
