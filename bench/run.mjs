// Measures the release build; bench/README.md says what and how. Run it by `./dev bench`.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { files } from "./files.mjs";
import { practices } from "./practices.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../..");
const release = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "release");
const seconds = Number(process.env.BENCH_SECONDS ?? 10);
const count = Number(process.env.BENCH_PRACTICES ?? 10_000);
const connections = 32;
const work = mkdtempSync(join(tmpdir(), "tabadul-bench-"));
const data = join(work, "data");
const running = new Set();
const rows = [];
let missed = 0;

function report(name, value, unit, aim, good) {
  rows.push([name, `${value} ${unit}`.trim(), aim, good ? "✓" : "✗"]);
  if (!good) missed += 1;
  console.log(`${good ? "✓" : "✗"} ${name}: ${value} ${unit} (${aim})`);
}

function freePort() {
  return new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

/** One request as a browser without a session sends it; the bytes as they travel. */
function get(url) {
  return new Promise((found, failed) => {
    request(url, { headers: { "accept-encoding": "br" } }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => found({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    }).on("error", failed).end();
  });
}

async function fetchJson(url) {
  return (await fetch(url)).json();
}

/** Starts a process and waits for its first answer; returns it with the milliseconds that took. */
async function start(program, args, env, url) {
  const began = performance.now();
  const child = spawn(join(release, program), args, { env: { ...process.env, ...env }, stdio: "ignore" });
  running.add(child);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`);
    const answer = await get(url).catch(() => null);
    if (answer?.status === 200) return { child, took: performance.now() - began };
    if (performance.now() - began > 60_000) throw new Error(`${program} does not answer`);
    await new Promise((next) => setTimeout(next, 2));
  }
}

function stop(child) {
  return new Promise((done) => {
    child.once("exit", () => {
      running.delete(child);
      done();
    });
    child.kill("SIGTERM");
  });
}

function saturate(url) {
  const args = ["-t1", `-c${connections}`, `-d${seconds}s`, "-H", "Accept-Encoding: br", url];
  const out = execFileSync("wrk", args, { encoding: "utf8" });
  if (/Non-2xx/.test(out)) throw new Error(`${url} fails under load:\n${out}`);
  return Number(out.match(/Requests\/sec:\s+([\d.]+)/)[1]);
}

/** Median and 99th percentile in milliseconds at half of `rate`. */
function latency(url, rate) {
  // The workers of hey keep the same time: many slow ones would all ask at once, and measure only their own queue.
  const workers = Math.max(1, Math.min(connections, Math.floor(rate / 2 / 50)));
  const each = Math.max(1, Math.floor(rate / 2 / workers));
  const args = ["-z", `${seconds}s`, "-c", `${workers}`, "-q", `${each}`, "-H", "Accept-Encoding: br", url];
  const out = execFileSync("hey", args, { encoding: "utf8" });
  const at = (percent) => {
    const found = out.match(new RegExp(`${percent}%+ in ([\\d.]+) secs`));
    if (!found) throw new Error(`${url} has no ${percent}th percentile:\n${out}`);
    return Number(found[1]) * 1000;
  };
  return { p50: at(50), p99: at(99) };
}

async function compare(name, url) {
  const answer = await get(url);
  const file = join(work, "body");
  writeFileSync(file, answer.body);
  const bare = `127.0.0.1:${await freePort()}`;
  const args = [bare, file, answer.headers["content-type"], answer.headers["content-encoding"] ?? "identity"];
  const { child } = await start("examples/bare", args, {}, `http://${bare}/`);
  const yardstick = saturate(`http://${bare}/`);
  await stop(child);
  const rate = saturate(url);
  const share = rate / yardstick;
  report(`${name}: ${Math.round(rate)} of ${Math.round(yardstick)} requests/s`, share.toFixed(2), "of bare", "≥ 0.7", share >= 0.7);
  const { p50, p99 } = latency(url, rate);
  report(`${name}: p50 ${p50.toFixed(1)} ms, p99`, p99.toFixed(1), "ms", "≤ 10 ms", p99 <= 10);
  return answer;
}

async function measure() {
  const url = `http://127.0.0.1:${await freePort()}`;
  const env = { TABADUL_DATA_DIR: data, TABADUL_LISTEN: url.slice(7), TABADUL_PUBLIC_URL: url, TABADUL_LOG: "error" };
  let server = await start("tabadul", ["serve"], env, `${url}/readyz`);
  const organizations = [];
  for (let next = `${url}/api/v1/organizations`; next; ) {
    const page = await fetchJson(next);
    organizations.push(...page.items.map((organization) => organization.slug));
    next = page.next && new URL(page.next, url).href;
  }
  await stop(server.child);

  const file = join(work, "practices.jsonl");
  writeFileSync(file, practices(count, join(root, "app/demo/practices.jsonl"), organizations));
  const began = performance.now();
  execFileSync(join(release, "tabadul"), ["import", "practices", file], { env: { ...process.env, ...env } });
  const imported = count / ((performance.now() - began) / 1000);
  report("import", Math.round(imported), "practices/s", "≥ 1,000", imported >= 1000);

  // The first start brings the index up to date, the second finds it so.
  server = await start("tabadul", ["serve"], env, `${url}/readyz`);
  const search = `${url}/api/v1/search?q=${encodeURIComponent("شكاوي المواطنين")}&limit=20`;
  // Changes are indexed in their order: once the last practice is found, all are.
  const last = `${url}/api/v1/search?q=${count - 1}&limit=1`;
  while ((await fetchJson(last)).total === 0) await new Promise((next) => setTimeout(next, 250));
  await stop(server.child);
  server = await start("tabadul", ["serve"], env, `${url}/ar/practices`);
  report("start to first page", Math.round(server.took), "ms", "≤ 300 ms", server.took <= 300);

  const [practice] = (await fetchJson(`${url}/api/v1/practices?limit=1`)).items;
  const page = await compare("practice page", new URL(practice.url, url).href);
  await compare("practice list", `${url}/ar/practices`);
  const saturated = saturate(search);
  const found = latency(search, saturated);
  report(`search: ${Math.round(saturated)} requests/s at most, p50 ${found.p50.toFixed(1)} ms, p99`, found.p99.toFixed(1), "ms", "≤ 20 ms", found.p99 <= 20);

  const status = readFileSync(`/proc/${server.child.pid}/status`, "utf8");
  const memory = Number(status.match(/VmRSS:\s+(\d+)/)[1]) / 1024;
  report("memory", Math.round(memory), "MB", "≤ 150 MB", memory <= 150);
  report("practice page", (page.body.length / 1000).toFixed(1), "kB in Brotli", "≤ 14 kB", page.body.length <= 14_000);
  const sheet = (await get(url + (await (await fetch(url + new URL(practice.url, url).pathname)).text()).match(/\/pkg\/main\.[^"]+\.css/)[0])).body;
  report("stylesheet", (sheet.length / 1000).toFixed(1), "kB in Brotli", "≤ 10 kB", sheet.length <= 10_000);
  await stop(server.child);

  const large = { ...process.env, ...env, TABADUL_UPLOAD_LIMIT_MIB: "4096" };
  server = await start("tabadul", ["serve"], large, `${url}/readyz`);
  await files({ tabadul: join(release, "tabadul"), env: large, url, pid: server.child.pid, report });
  await stop(server.child);
}

try {
  await measure();
  console.log("\n| figure | measured | aim | |\n|---|---|---|---|");
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
  process.exitCode = missed === 0 ? 0 : 1;
} finally {
  for (const child of running) child.kill("SIGKILL");
  rmSync(work, { recursive: true, force: true });
}
