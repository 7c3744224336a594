import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { downloadPulumi } from "./download.js";

let folder = "";
let archive: Uint8Array<ArrayBuffer>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "download-"));
  // As the vendor packs it: one folder, with the CLI of the same name in it.
  mkdirSync(join(folder, "made", "pulumi"), { recursive: true });
  for (const name of ["pulumi", "pulumi-language-nodejs"]) writeFileSync(join(folder, "made", "pulumi", name), name);
  execFileSync("tar", ["-czf", join(folder, "a.tar.gz"), "-C", join(folder, "made"), "pulumi"]);
  archive = new Uint8Array(readFileSync(join(folder, "a.tar.gz")));
  mkdirSync(join(folder, "to"));
});

afterEach(() => {
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true, force: true });
});

/** What the vendor's server answers. */
async function downloaded(answer: (url: string) => Promise<Response>, signal?: AbortSignal) {
  vi.stubGlobal("fetch", answer);
  const said: string[] = [];
  const options = { cache: folder, say: (text: string) => said.push(text), signal };
  const why = await downloadPulumi("3.230.0", join(folder, "to"), options);
  return { why, said, files: readdirSync(join(folder, "to")).sort() };
}

const sized = (bytes: number) => ({ headers: { "content-length": String(bytes) } });

test("the release of this system is unpacked, with its progress", async () => {
  let asked = "";
  const { why, files, said } = await downloaded(async (url) => {
    asked = url;
    return new Response(archive, sized(archive.length));
  });
  expect(why).toBeUndefined();
  expect(asked).toMatch(/\/pulumi-v3\.230\.0-(linux|darwin)-(x64|arm64)\.tar\.gz$/);
  expect(files).toEqual(["pulumi", "pulumi-language-nodejs"]);
  expect(said.at(-1)).toMatch(/^downloading the Pulumi CLI, \d+ MB$|of \d+ MB$/);
});

test.each([
  ["no such release", async () => new Response("", { status: 404 }), /status 404/],
  [
    "no network",
    () =>
      Promise.reject(
        Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error("x"), { code: "ENOTFOUND" }) }),
      ),
    /ENOTFOUND/,
  ],
  ["an answer that ends early", async () => new Response(archive, sized(archive.length + 1)), /ended early/],
  ["something that is no archive", async () => new Response("<html>", sized(6)), /could not be unpacked/],
])("%s: a few words why, and nothing is left", async (_what, answer, reason) => {
  const { why, files } = await downloaded(answer);
  expect(why).toMatch(reason);
  expect(files).toEqual([]);
});

test("an interruption is none of these", async () => {
  const control = new AbortController();
  control.abort();
  await expect(downloaded(() => Promise.reject(control.signal.reason), control.signal)).rejects.toMatchObject({
    name: "AbortError",
  });
});
