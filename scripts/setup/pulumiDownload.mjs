import { createWriteStream, renameSync, rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { run } from "../lib/run.mjs";

const answerLimit = 8_000;
const silenceLimit = 20_000;

/**
 * Downloads the official release into a folder.
 *
 * @returns {Promise<string | undefined>} undefined when it is there; else why it could not be had, in a few words
 */
export async function downloadPulumi(version, folder, say) {
  const system = { linux: "linux", darwin: "darwin" }[process.platform];
  const machine = { x64: "x64", arm64: "arm64" }[process.arch];
  if (!system || !machine) return `there is no official download for ${process.platform} on ${process.arch}`;
  say("downloading the Pulumi CLI");
  const archive = join(folder, "download.tar.gz");
  try {
    await download(`https://get.pulumi.com/releases/sdk/pulumi-v${version}-${system}-${machine}.tar.gz`, archive, say);
    const unpacked = await run("tar", ["-xzf", archive, "-C", folder], { timeLimit: 120_000 });
    if (unpacked.code !== 0) return "its official download could not be unpacked";
    // The archive holds one folder, `pulumi`, with the CLI of the same name in it.
    renameSync(join(folder, "pulumi"), join(folder, "unpacked"));
    for (const name of await readdir(join(folder, "unpacked")))
      renameSync(join(folder, "unpacked", name), join(folder, name));
    rmSync(join(folder, "unpacked"), { recursive: true });
    return undefined;
  } catch (error) {
    const code = error.cause?.code ?? error.code ?? "";
    return `its official download is not reachable (${code || error.message})`;
  } finally {
    rmSync(archive, { force: true });
  }
}

async function download(url, path, say) {
  const control = new AbortController();
  let timer = setTimeout(() => control.abort(new Error(`no answer in ${answerLimit / 1000} s`)), answerLimit);
  try {
    const response = await fetch(url, { signal: control.signal });
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
    const size = Number(response.headers.get("content-length")) || 0;
    let received = 0;
    const watch = new Transform({
      transform(chunk, _encoding, done) {
        received += chunk.length;
        clearTimeout(timer);
        timer = setTimeout(() => control.abort(new Error(`silent for ${silenceLimit / 1000} s`)), silenceLimit);
        say(
          `downloading the Pulumi CLI, ${Math.round(received / 1e6)}${size ? ` of ${Math.round(size / 1e6)}` : ""} MB`,
        );
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(response.body), watch, createWriteStream(path), { signal: control.signal });
    if (size && received !== size) throw new Error("it ended early");
  } finally {
    clearTimeout(timer);
  }
}
