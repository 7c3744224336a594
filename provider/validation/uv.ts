import { randomUUID } from "node:crypto";
import { access, constants, mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { Host } from "./host.js";
import { installerVariables } from "./variables.js";

/** Version that is installed when there is none. */
const pinned = "0.13.8";
/** Oldest that is used: `uv venv --relocatable` came with 0.3. */
const oldest: readonly [number, number] = [0, 4];

const unfinished = ".unfinished";

/** Either the program, or why there is none. */
export type UvResult = { uv: string } | { missing: string; output: string };

/**
 * The `uv` program: `$MLFLOW_AGENTS_UV`, else the one on PATH, else one in this package's cache folder, where the local
 * workspace puts its own, else one installed there by any Python on PATH.
 *
 * @param host this machine
 * @param cache the cache folder of this package
 * @param signal ends it
 */
export async function findUv(host: Host, cache: string, signal: AbortSignal | undefined): Promise<UvResult> {
  const chosen = host.env.MLFLOW_AGENTS_UV;
  if (chosen !== undefined && chosen !== "") {
    if (await isUsable(host, chosen, signal)) return { uv: chosen };
    return { missing: `MLFLOW_AGENTS_UV names no uv of version ${oldest.join(".")} or newer.`, output: "" };
  }
  for (const candidate of ["uv", ...(await installed(cache))]) {
    if (await isUsable(host, candidate, signal)) return { uv: candidate };
  }
  return install(host, cache, signal);
}

async function installed(cache: string): Promise<string[]> {
  const names = await readdir(cache).catch((): string[] => []);
  const found: string[] = [];
  for (const name of names.filter((one) => /^uv-[\w.-]+$/.test(one) && !one.endsWith(unfinished)).sort()) {
    const candidate = path.join(cache, name, "bin", "uv");
    const there = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) found.push(candidate);
  }
  return found;
}

async function isUsable(host: Host, program: string, signal: AbortSignal | undefined): Promise<boolean> {
  const env = installerVariables(host.env, []);
  const answer = await host.run({ program, args: ["--version"], cwd: host.folder, env, timeoutMs: 30_000, signal });
  const found = /^uv (\d{1,4})\.(\d{1,4})/.exec(answer.output);
  if (answer.code !== 0 || found === null) return false;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  return major > oldest[0] || minor >= oldest[1];
}

const advice =
  "Install uv (https://docs.astral.sh/uv/) so that it is on PATH, or name it in MLFLOW_AGENTS_UV. `validate` makes the " +
  "agent's Python environment with it.";

async function install(host: Host, cache: string, signal: AbortSignal | undefined): Promise<UvResult> {
  const folder = path.join(cache, `uv-${pinned}-${randomUUID().slice(0, 8)}${unfinished}`);
  const final = path.join(cache, `uv-${pinned}-validation`);
  const env = installerVariables(host.env, []);
  const call = (program: string, args: string[]) =>
    host.run({ program, args, cwd: host.folder, env, timeoutMs: 300_000, signal });
  try {
    await mkdir(cache, { recursive: true });
    const made = await call("python3", ["-m", "venv", folder]);
    if (made.code !== 0) return { missing: `There is no uv. ${advice}`, output: "" };
    const python = path.join(folder, "bin", "python");
    const got = await call(python, ["-m", "pip", "install", "--quiet", `uv==${pinned}`]);
    if (got.code !== 0)
      return { missing: `There is no uv, and pip could not install it. ${advice}`, output: got.output };
    // uv is a program of its own that knows no path of its environment: it may be moved. One that lies there is broken.
    await rm(final, { recursive: true, force: true });
    await rename(folder, final).catch(() => undefined);
    const program = path.join(final, "bin", "uv");
    return (await isUsable(host, program, signal))
      ? { uv: program }
      : { missing: `There is no uv. ${advice}`, output: "" };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
