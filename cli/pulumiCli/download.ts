import { createWriteStream, renameSync, rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { run } from "../../workspace/environment/run.js";
import { isInterruption } from "../setUpError.js";
import type { SetUpOptions } from "./options.js";

const answerLimit = 8_000;
const silenceLimit = 20_000;
const systems: Readonly<Record<string, string>> = { linux: "linux", darwin: "darwin" };
const machines: Readonly<Record<string, string>> = { x64: "x64", arm64: "arm64" };

/**
 * Downloads the official release of the Pulumi CLI into a folder.
 *
 * @returns undefined when it is there; else why it could not be had, in a few words
 */
export async function downloadPulumi(
  version: string,
  folder: string,
  { say, signal }: SetUpOptions,
): Promise<string | undefined> {
  const system = systems[process.platform];
  const machine = machines[process.arch];
  if (system === undefined || machine === undefined)
    return `there is no official download for ${process.platform} on ${process.arch}`;
  say("downloading the Pulumi CLI");
  const archive = join(folder, "download.tar.gz");
  try {
    const url = `https://get.pulumi.com/releases/sdk/pulumi-v${version}-${system}-${machine}.tar.gz`;
    await download(url, archive, say, signal);
    const unpacked = await run(["tar", "-xzf", archive, "-C", folder], {
      timeout: 120_000,
      ...(signal === undefined ? {} : { signal }),
    });
    signal?.throwIfAborted();
    if (unpacked.code !== 0) return "its official download could not be unpacked";
    // The archive holds one folder, `pulumi`, with the CLI of the same name in it.
    renameSync(join(folder, "pulumi"), join(folder, "unpacked"));
    for (const name of await readdir(join(folder, "unpacked")))
      renameSync(join(folder, "unpacked", name), join(folder, name));
    rmSync(join(folder, "unpacked"), { recursive: true });
    return undefined;
  } catch (error) {
    if (signal?.aborted === true || isInterruption(error)) throw error;
    return `its official download is not reachable (${reasonOf(error)})`;
  } finally {
    rmSync(archive, { force: true });
  }
}

/** The system's code of a failed connection, which says more than `fetch failed`. */
function reasonOf(error: unknown): string {
  for (const each of [error instanceof Error ? error.cause : undefined, error]) {
    if (each instanceof Error && "code" in each && typeof each.code === "string") return each.code;
  }
  return error instanceof Error ? error.message : String(error);
}

async function download(url: string, path: string, say: (text: string) => void, signal?: AbortSignal): Promise<void> {
  const control = new AbortController();
  const end = () => control.abort(signal?.reason);
  signal?.addEventListener("abort", end, { once: true });
  const giveUp = (limit: number, what: string) =>
    setTimeout(() => control.abort(new Error(`${what} ${limit / 1000} s`)), limit);
  let timer = giveUp(answerLimit, "no answer in");
  try {
    const response = await fetch(url, { signal: control.signal });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    const size = Number(response.headers.get("content-length"));
    let received = 0;
    const watch = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        received += chunk.length;
        clearTimeout(timer);
        timer = giveUp(silenceLimit, "silent for");
        const of = size > 0 ? ` of ${Math.round(size / 1e6)}` : "";
        say(`downloading the Pulumi CLI, ${Math.round(received / 1e6)}${of} MB`);
        done(null, chunk);
      },
    });
    const source = Readable.fromWeb(response.body as ReadableStream);
    await pipeline(source, watch, createWriteStream(path), { signal: control.signal });
    if (size > 0 && received !== size) throw new Error("it ended early");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
}
