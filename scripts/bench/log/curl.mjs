import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../lib/failure.mjs";
import { run } from "../../lib/run.mjs";

async function curl(args) {
  const { code, output, stdout, missing } = await run("curl", args);
  if (code === 0) return stdout;
  throw new Failure(missing ? "curl is not installed." : "curl failed.", [], { detail: output.trim().slice(-1_000) });
}

/**
 * What curl needs to send one file.
 *
 * @returns {Promise<number>} milliseconds, by its own clock
 */
export async function onePut(url, file) {
  // Without "Expect" it does not wait for a leave to send.
  const args = ["-sS", "--fail", "-H", "Expect:", "-o", "/dev/null", "-w", "%{time_total}", "-T", file, url];
  return Number(await curl(args)) * 1_000;
}

/**
 * What curl needs to send the files `0.bin` … of a folder, 8 at once.
 *
 * @returns {Promise<number>} milliseconds, its start included
 */
export async function parallelPuts(url, folder, count) {
  const list = mkdtempSync(join(tmpdir(), "bench-curl-"));
  try {
    const config = join(list, "list");
    const entries = Array.from({ length: count }, (_, index) => [
      `url = "${url}/${index}.bin"`,
      `upload-file = "${join(folder, `${index}.bin`)}"`,
      'output = "/dev/null"',
    ]);
    writeFileSync(config, entries.flat().join("\n"));
    const begin = performance.now();
    await curl(["-sS", "--fail", "--no-progress-meter", "--parallel", "--parallel-max", "8", "-K", config]);
    return performance.now() - begin;
  } finally {
    rmSync(list, { recursive: true, force: true });
  }
}
