import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { run } from "../../workspace/environment/run.js";
import { which } from "../which.js";
import { compareVersions, pulumiVersion } from "./versions.js";

/** A Pulumi CLI that is there. */
export interface PulumiCli {
  /** Goes first on PATH: the CLI starts its parts by name from there. */
  folder: string;
  /** The program itself. */
  cli: string;
  /** Where it comes from, in a few words. */
  origin: string;
}

/** The CLI and what it starts by name from PATH for a Node program with dynamic providers. */
const programs = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy"];

/** Variables of every trial run. */
export const quiet = { PULUMI_SKIP_UPDATE_CHECK: "1" };

/** The folder of the CLI that this package set up. */
export function cachedFolder(cache: string): string {
  return join(cache, "pulumi", pulumiVersion);
}

/** Whether a folder holds the CLI with its parts. A folder gets its name when it is complete; a file of it may be lost since. */
export function isComplete(folder: string): boolean {
  return programs.every((name) => (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) > 0);
}

/**
 * A Pulumi CLI with its Node parts: the one on PATH if it is new enough and complete, else the one that this package set up;
 * undefined where there is neither.
 *
 * @param cache the cache folder of this package
 */
export async function findPulumi(cache: string): Promise<PulumiCli | undefined> {
  const found = await onPath(cache);
  if (found !== undefined) return { folder: dirname(found), cli: found, origin: "from PATH" };
  const folder = cachedFolder(cache);
  return isComplete(folder) ? { folder, cli: join(folder, "pulumi"), origin: `${pulumiVersion}, cached` } : undefined;
}

/** What a CLI on PATH was found to be. */
interface Trial {
  identity: string;
  usable: boolean;
}

/** The CLI on PATH, if it can be used as it is. Its two trial runs are remembered until one of its files changes. */
async function onPath(cache: string): Promise<string | undefined> {
  const cli = which("pulumi");
  if (cli === undefined) return undefined;
  const search = [dirname(cli), process.env.PATH ?? ""].join(delimiter);
  const files = programs.map((name) => which(name, search));
  const [, host] = files;
  if (host === undefined || files[2] === undefined) return undefined;
  const identity = files
    .map((file) => (file === undefined ? "" : `${file} ${statSync(file).mtimeMs} ${statSync(file).size}`))
    .join("\n");
  const memory = join(cache, "pulumi", "on-path.json");
  const known = remembered(memory);
  if (known?.identity === identity && existsSync(cli)) return known.usable ? cli : undefined;
  const usable = compareVersions((await versionOf(cli)) ?? "0", pulumiVersion) >= 0 && (await listens(host));
  try {
    mkdirSync(dirname(memory), { recursive: true });
    writeFileSync(memory, JSON.stringify({ identity, usable } satisfies Trial));
  } catch {
    // It only saves the next trial; a cache that cannot be written is no reason to stop.
  }
  return usable ? cli : undefined;
}

function remembered(file: string): Trial | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof value !== "object" || value === null || !("identity" in value) || !("usable" in value)) return undefined;
    return { identity: String(value.identity), usable: value.usable === true };
  } catch {
    return undefined;
  }
}

/** The version that a CLI says; undefined where it does not run. */
export async function versionOf(cli: string): Promise<string | undefined> {
  const { code, stdout } = await run([cli, "version"], { timeout: 20_000, env: { ...process.env, ...quiet } });
  const version = stdout.trim();
  return code === 0 && /^v?\d+\.\d+\.\d+/.test(version) ? version.replace(/^v/, "") : undefined;
}

/** Whether a language host runs. It prints the port it listens on and then waits for a caller: the port is all that is wanted. */
async function listens(host: string): Promise<boolean> {
  const heard = new AbortController();
  let port = false;
  const onLine = (line: string) => {
    port ||= /^\d+$/.test(line.trim());
    heard.abort();
  };
  await run([host], { timeout: 10_000, signal: heard.signal, onLine });
  return port;
}
