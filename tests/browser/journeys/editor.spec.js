// The Markdown editor: a textarea that works alone, and an island that counts and previews once it wakes.
import { expect, expectAccessible, press, test } from "../support/test.js";

const text = "**عاجل** <script>x</script>";

test("the editor counts and previews once its island is awake", async ({ page, visit, signIn, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "islands need JavaScript");
  await signIn("publisher@gaza.example");
  await visit("/practices/new");
  const editor = page.locator(".editor").first();
  const tools = editor.locator(".editor__tools");
  await expect(tools).toBeVisible();
  await editor.locator("textarea").fill(text);
  await expect(tools.locator(".counter")).toContainText(`${text.length}`);
  await tools.locator("button").click();
  const preview = tools.getByRole("region");
  await expect(preview.locator("strong")).toHaveText("عاجل");
  await expect(preview).toContainText("<script>");
  await expectAccessible(page);
  await tools.locator("button").click();
  await expect(preview).toBeHidden();
  await expect(editor.locator("textarea")).toHaveValue(text);
});

test("without JavaScript the editor is a textarea and shows no tools", async ({ page, visit, signIn, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false, "the other journey has the tools");
  await signIn("publisher@gaza.example");
  await visit("/practices/new");
  await expect(page.locator(".editor__tools").first()).toBeHidden();
  await page.locator(".editor textarea").first().fill(text);
  await press(page.locator("main form button[value=save]").last());
  await expect(page.locator(".editor textarea").first()).toHaveValue(text);
});

test("pages without an island ship no script", async ({ page, visit }) => {
  const scripts = [];
  page.on("request", (request) => {
    if (/\.(js|wasm)$/.test(new URL(request.url()).pathname)) scripts.push(request.url());
  });
  await visit("/practices");
  await visit("/organizations");
  await page.waitForLoadState("networkidle");
  expect(scripts).toEqual([]);
});
