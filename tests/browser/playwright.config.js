// Journeys in real Chromium: a phone in Arabic and a desktop in English, each with and without JavaScript.
// Run by `./dev test`, which builds the server, finds Chromium and names both in the environment.
import { defineConfig } from "@playwright/test";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, language: "ar", locale: "ar-PS" };
const desktop = { viewport: { width: 1280, height: 800 }, language: "en", locale: "en-GB" };

export default defineConfig({
  testDir: "journeys",
  outputDir: "results",
  globalSetup: "./support/prepare.js",
  fullyParallel: false,
  workers: 2,
  forbidOnly: !!process.env.CI,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    timezoneId: "Asia/Hebron",
    launchOptions: {
      executablePath: process.env.TABADUL_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "phone", use: phone },
    { name: "desktop", use: desktop },
    { name: "phone-without-javascript", use: { ...phone, javaScriptEnabled: false } },
    { name: "desktop-without-javascript", use: { ...desktop, javaScriptEnabled: false } },
  ],
});
