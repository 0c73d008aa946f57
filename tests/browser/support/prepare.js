// Before all journeys: load the demo content once. After them: remove it.
import { rm } from "node:fs/promises";
import { demoData } from "./server.js";

export default async function prepare() {
  const { folder, accounts } = await demoData();
  process.env.TABADUL_DEMO_DATA = folder;
  process.env.TABADUL_DEMO_ACCOUNTS = JSON.stringify(accounts);
  return () => rm(folder, { recursive: true, force: true });
}
