// The main job, end to end: two municipalities publish a practice each, meet in a workshop and agree on what to do; a visitor finds it.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { check, expect, expectAccessible, press, signIn, test } from "../support/test.js";

const fixtures = resolve(import.meta.dirname ?? ".", "../../fixtures");
const story = JSON.parse(readFileSync(resolve(fixtures, "story.json"), "utf8"));
const isolation = /[\u2066-\u2069]/g;

/** A browser of its own for a demo member, signed in. */
async function as(browser, use, server, language, email) {
  const { viewport, hasTouch, locale, javaScriptEnabled } = use;
  const context = await browser.newContext({ baseURL: server.url, viewport, hasTouch, locale, javaScriptEnabled });
  const page = await context.newPage();
  await signIn(page, language, email);
  return page;
}

/** Picks the option whose words contain these. */
async function pick(select, words) {
  for (const option of await select.locator("option").all()) {
    const text = ((await option.textContent()) ?? "").replace(isolation, "");
    if (text.includes(words)) return select.selectOption((await option.getAttribute("value")) ?? "");
  }
  throw new Error(`no option says ${words}`);
}

const intend = (page, value) => press(page.locator(`main button[name=intent][value=${value}]:not([aria-hidden])`));

async function writePractice(page, language, told, topics) {
  const words = told[language];
  await page.goto(`/${language}/practices/new`);
  for (const field of ["title", "summary", "problem", "solution", "result"]) {
    await page.locator(`[name=${field}]`).fill(words[field]);
  }
  await check(page.locator(`[name=language][value=${language}]`));
  for (const topic of topics) await check(page.locator(`[name=topics][value=${topic}]`));
  for (const [row, step] of words.steps.entries()) {
    if ((await page.locator(`#step_what-${row}`).count()) === 0) await intend(page, "add_step");
    await page.locator(`#step_who-${row}`).fill(step.who);
    await page.locator(`#step_what-${row}`).fill(step.what);
    await page.locator(`#step_duration-${row}`).fill(step.duration);
  }
  await intend(page, "save");
  await expect(page.locator("main")).toContainText(words.title);
  return new URL(page.url()).pathname.match(/practices\/([0-9a-f-]+)/)[1];
}

async function attach(page, language, practice) {
  await page.goto(`/${language}/documents/new?attach=practice:${practice}`);
  await page.locator("input[type=file]").setInputFiles(resolve(fixtures, story.documents.attach));
  await page.locator(`[name=title_${language}]`).fill(story.documents.title[language]);
  await page.locator("[name=kind]").selectOption(story.documents.kind);
  await page.locator("[name=language]").selectOption("ar");
  await page.locator("[name=licence]").selectOption("network");
  const publicly = page.locator("[name=visibility][value=public]");
  if (await publicly.count()) await check(publicly);
  await press(page.locator("main form button[name=action]").last());
  await expect(page.locator("main")).toContainText(story.documents.title[language]);
}

async function approve(page, language, practice) {
  await page.goto(`/${language}/practices/${practice}/review`);
  const publicly = page.locator("[name=visibility][value=public]");
  if (await publicly.count()) await check(publicly);
  await press(page.locator("main form button").first());
  await expect(page).not.toHaveURL(/review/);
}

function workshopDay() {
  const day = new Date(Date.now() + story.workshop.starts_in_days * 86_400_000);
  return day.toISOString().slice(0, 10);
}

test("two municipalities exchange what they know", async ({ browser, page, server, language, say, visit }, info) => {
  test.setTimeout(420_000);
  const { use } = info.project;
  const member = (email) => as(browser, use, server, language, email);

  // 1. Gaza writes its practice, attaches a file and submits; a second publisher approves.
  const gaza = await member("publisher@gaza.example");
  const practice = await writePractice(gaza, language, story.gaza_practice, story.gaza_practice.topics);
  await attach(gaza, language, practice);
  await gaza.goto(`/${language}/practices/${practice}/edit`);
  await intend(gaza, "submit");
  const gazaToo = await member("publisher2@gaza.example");
  await approve(gazaToo, language, practice);

  // Dura's only publisher approves the own draft, and the history says so.
  const dura = await member("publisher@dura.example");
  const second = await writePractice(dura, language, story.dura_practice, story.dura_practice.topics);
  await dura.goto(`/${language}/practices/${second}/edit`);
  await intend(dura, "submit");
  await approve(dura, language, second);
  await dura.goto(`/${language}/practices/${second}/history`);
  await expect(dura.locator("main")).toContainText(say("الناشر الوحيد", "only publisher"));

  // 2. A coordinator schedules the exchange of the two, with room for two.
  const coordinator = await member("coordinator@association.example");
  const plan = story.workshop;
  const words = plan[language];
  await coordinator.goto(`/${language}/workshops/new`);
  await coordinator.locator("[name=kind]").selectOption(plan.kind);
  for (const field of ["title", "summary", "description"]) {
    await coordinator.locator(`[name=${field}]`).fill(words[field]);
  }
  await check(coordinator.locator(`[name=language][value=${language}]`));
  await coordinator.locator("[name=date]").fill(workshopDay());
  await coordinator.locator("[name=start]").fill(plan.local_time);
  await coordinator.locator("[name=end]").fill("11:30");
  await coordinator.locator("[name=zone]").selectOption(plan.zone);
  await pick(coordinator.locator("[name=host]").nth(0), say("بلدية غزة", "Gaza municipality"));
  await pick(coordinator.locator("[name=host]").nth(1), say("بلدية دورا", "Dura municipality"));
  await check(coordinator.locator("[name=visibility][value=public]"));
  await coordinator.locator("[name=capacity]").fill(String(plan.capacity));
  await check(coordinator.locator("[name=video][value=link]"));
  await coordinator.locator("[name=video_link]").fill(plan.video_url);
  for (const [row, item] of words.agenda.entries()) {
    await coordinator.locator("[name=agenda_title]").nth(row).fill(item.title);
    await coordinator.locator("[name=agenda_minutes]").nth(row).fill(String(item.minutes));
    await coordinator.locator("[name=agenda_speaker]").nth(row).fill(item.speaker_post);
  }
  await expectAccessible(coordinator);
  await press(coordinator.locator("main form .form__submit button:not([name])").first());
  await expect(coordinator.locator("h1")).toContainText(words.title);
  const workshop = new URL(coordinator.url()).pathname.match(/workshops\/([0-9a-f-]+)/)[1];

  // Members of both and of a third municipality register; the last waits, and moves up when someone cancels.
  const nablus = await member("member@nablus.example");
  for (const registered of [gaza, dura, nablus]) {
    await registered.goto(`/${language}/workshops/${workshop}/registration`);
    await press(registered.locator("main form button.button").first());
  }
  await nablus.goto(`/${language}/workshops/${workshop}/registration`);
  await expect(nablus.locator("main .badge--waitlist")).toBeVisible();
  await gaza.goto(`/${language}/workshops/${workshop}/registration`);
  await press(gaza.locator("form[action$=withdrawal] button"));
  await expect(gaza.locator("form[action$=withdrawal]")).toHaveCount(0);
  await nablus.goto(`/${language}/workshops/${workshop}/registration`);
  await expect(nablus.locator("main .badge--registered")).toBeVisible();

  // The door is closed two days before; who is not registered does not learn where it is.
  await nablus.goto(`/${language}/workshops/${workshop}/join`);
  await expect(nablus.locator("main")).not.toContainText(plan.video_url);
  expect((await page.goto(`/${language}/workshops/${workshop}/join`)).status()).toBeGreaterThanOrEqual(400);

  // 4. A visitor finds the practice by a misspelt word, reads it, and downloads the file.
  await expect
    .poll(async () => {
      await visit(`/search?q=${encodeURIComponent(story.misspelt_query[language])}`);
      return page.locator(`main a[href$="/practices/${practice}"]`).count();
    })
    .toBe(1);
  await expectAccessible(page);
  await visit("/practices?governorate=gaza");
  await expect(page.locator("main")).toContainText(story.gaza_practice[language].title);
  await expectAccessible(page);
  await visit(`/practices/${practice}`);
  await expect(page.locator("h1")).toContainText(story.gaza_practice[language].title);
  await expectAccessible(page);
  const download = page.locator("main a[href*='/download']").first();
  const file = await page.request.get(await download.getAttribute("href"));
  expect(file.status()).toBe(200);
  expect((await file.body()).equals(readFileSync(resolve(fixtures, story.documents.attach)))).toBe(true);

  // What the visitor sees of the workshop names posts and organizations, never people.
  await visit(`/workshops/${workshop}`);
  await expect(page.locator("main")).toContainText(words.agenda[0].speaker_post);
  await expectAccessible(page);
});

test("a finished workshop leaves minutes and recommendations", async ({ browser, page, server, language, say, visit }, info) => {
  test.setTimeout(240_000);
  // 3. The workshop of the demo content that is live now: its coordinator writes the minutes and two recommendations.
  const coordinator = await as(browser, info.project.use, server, language, "coordinator@association.example");
  await coordinator.goto(`/${language}/workshops?when=live`);
  await coordinator.goto(`/${language}/workshops`);
  await coordinator.locator("main .badge--live").first().waitFor();
  const card = coordinator.locator("main li", { has: coordinator.locator(".badge--live") }).first();
  await press(card.locator("a[href*='/workshops/']").first());
  const workshop = new URL(coordinator.url()).pathname.match(/workshops\/([0-9a-f-]+)/)[1];
  await coordinator.goto(`/${language}/workshops/${workshop}/minutes`);
  await coordinator.locator("[name=text]").fill(story.minutes[language]);
  await expectAccessible(coordinator);
  await press(coordinator.locator("main form button.button").first());
  for (const recommendation of story.recommendations) {
    await coordinator.goto(`/${language}/workshops/${workshop}/recommendations/new`);
    await coordinator.locator("[name=text]").fill(recommendation[language]);
    const name = recommendation.organization === "gaza" ? say("بلدية غزة", "Gaza municipality") : say("بلدية دورا", "Dura municipality");
    await pick(coordinator.locator("[name=organization]"), name);
    const due = new Date(Date.now() + recommendation.due_in_days * 86_400_000).toISOString().slice(0, 10);
    await coordinator.locator("[name=due]").fill(due);
    await press(coordinator.locator("main form button.button").first());
    await visit(`/organizations/${recommendation.organization}`);
    await expect(page.locator("main")).toContainText(recommendation[language]);
    await expectAccessible(page);
  }
});
