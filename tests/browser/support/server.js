// The program under test: one process a worker, on a port and a data folder of its own.
import { execFile, spawn } from "node:child_process";
import { createServer } from "node:net";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname ?? ".", "../../..");
export const binary = process.env.TABADUL_BINARY ?? join(root, "target/debug/tabadul");

/** Runs a subcommand on a data folder, and returns what it prints. */
export async function command(dataDir, ...args) {
  const env = { ...process.env, TABADUL_DATA_DIR: dataDir };
  const { stdout } = await promisify(execFile)(binary, args, { env });
  return stdout;
}

/** A data folder with the demo content, made once, and the passwords of its accounts; each server gets a copy. */
export async function demoData() {
  const folder = await mkdtemp(join(tmpdir(), "tabadul-demo-"));
  const printed = await command(folder, "demo");
  const accounts = Object.fromEntries(
    [...printed.matchAll(/^\s*(\S+@\S+)\s+(\S+)/gm)].map(([, email, password]) => [email, password]),
  );
  return { folder, accounts };
}

function freePort() {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

async function ready(url, child) {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error("the server is not ready after 30 s");
}

/** Starts a server on a copy of the demo content. */
export async function start() {
  const dataDir = await mkdtemp(join(tmpdir(), "tabadul-browser-"));
  await cp(process.env.TABADUL_DEMO_DATA, dataDir, { recursive: true });
  const listen = `127.0.0.1:${await freePort()}`;
  const url = `http://${listen}`;
  const log = [];
  const child = spawn(binary, ["serve"], {
    env: { ...process.env, TABADUL_DATA_DIR: dataDir, TABADUL_LISTEN: listen, TABADUL_PUBLIC_URL: url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes) => log.push(bytes.toString()));
  }
  const ended = new Promise((done) => child.once("exit", done));
  try {
    await ready(url, child);
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`${error.message}\n${log.join("")}`);
  }
  const stop = async () => {
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(late);
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url, dataDir, log, stop };
}
