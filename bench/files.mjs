// What large files cost the server: memory while they come in and go out. Used by run.mjs.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { request } from "node:http";

const MIB = 1024 * 1024;
const EMAIL = "bench@tabadul.example";
/** The beginning of an ISO base media file: what the portal knows a recording by. */
const HEAD = Buffer.concat([Buffer.from("00000020", "hex"), Buffer.from("ftypisom"), Buffer.from("00000200", "hex"), Buffer.from("isomiso2avc1mp41")]);

/** Signs a new administrator in; the cookie. */
async function signIn(tabadul, env, url) {
  const password = crypto.randomUUID();
  const member = ["member", "add", "--admin", "--email", EMAIL, "--name", "Bench", "--post", "Bench", "--organization", "gaza"];
  execFileSync(tabadul, member, { env, input: password, stdio: ["pipe", "ignore", "inherit"] });
  const answer = await fetch(`${url}/ar/sign-in`, {
    method: "POST", redirect: "manual", headers: { origin: url }, body: new URLSearchParams({ email: EMAIL, password }),
  });
  if (answer.status !== 303) throw new Error(`signing in answered ${answer.status}`);
  return answer.headers.getSetCookie()[0].split(";")[0];
}

/** Runs some work; by how many MB the server's resident set grew at its highest. */
async function growth(pid, work) {
  const resident = () => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;
  const before = resident();
  let most = before;
  const watch = setInterval(() => { most = Math.max(most, resident()); }, 100);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return Math.max(most, resident()) - before;
}

/** Sends a file of so many bytes by the tus protocol, in one piece. */
async function upload(url, cookie, size) {
  const headers = { cookie, origin: url, "tus-resumable": "1.0.0" };
  const created = await fetch(`${url}/files/uploads`, {
    method: "POST",
    headers: { ...headers, "upload-length": `${size}`, "upload-metadata": `filename ${btoa("bench.mp4")}` },
  });
  const address = url + created.headers.get("location");
  const piece = { ...headers, "upload-offset": "0", "content-type": "application/offset+octet-stream", "content-length": size };
  const status = await new Promise((found, failed) => {
    const sending = request(address, { method: "PATCH", headers: piece }, (answer) => {
      answer.resume();
      answer.on("end", () => found(answer.statusCode));
    }).on("error", failed);
    const block = Buffer.alloc(MIB);
    let left = size - HEAD.length;
    const more = () => {
      while (left > 0) {
        const part = left < MIB ? block.subarray(0, left) : block;
        left -= part.length;
        if (!sending.write(part)) return void sending.once("drain", more);
      }
      sending.end();
    };
    sending.write(HEAD);
    more();
  });
  if (status !== 204) throw new Error(`the upload answered ${status}`);
}

/** Publishes a recording of so many bytes; the address of its file. */
async function publish(url, cookie, size) {
  const page = await (await fetch(`${url}/ar/documents/new`, { headers: { cookie } })).text();
  const id = page.match(/<input[^>]*name="id"[^>]*>/)[0].match(/value="([^"]+)"/)[1];
  const form = new FormData();
  const fields = { id, title_ar: "تسجيل", kind: "recording", language: "ar", licence: "network", visibility: "public" };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", new Blob([HEAD, Buffer.alloc(size - HEAD.length, 1)]), "bench.mp4");
  const answer = await fetch(`${url}/ar/documents/new`, { method: "POST", redirect: "manual", headers: { cookie, origin: url }, body: form });
  if (answer.status !== 303) throw new Error(`publishing answered ${answer.status}`);
  return `${url}/ar/documents/${id}/versions/1/download`;
}

/** How many bytes came. */
function download(address) {
  return new Promise((found, failed) => {
    request(address, (answer) => {
      let size = 0;
      answer.on("data", (part) => { size += part.length; });
      answer.on("end", () => found(size));
    }).on("error", failed).end();
  });
}

/** Memory while 2 GB come in, and while 100 readers fetch 100 MB at once. */
export async function files({ tabadul, env, url, pid, report }) {
  const cookie = await signIn(tabadul, env, url);
  const taken = await growth(pid, () => upload(url, cookie, 2048 * MIB));
  report("memory for an upload of 2 GB", taken.toFixed(0), "MB more", "< 32 MB", taken < 32);
  const size = 100 * MIB;
  const address = await publish(url, cookie, size);
  const given = await growth(pid, async () => {
    const sizes = await Promise.all(Array.from({ length: 100 }, () => download(address)));
    if (sizes.some((each) => each !== size)) throw new Error("a download was cut short");
  });
  report("memory for 100 downloads of 100 MB", given.toFixed(0), "MB more", "< 64 MB", given < 64);
}
