import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { tail } from "../../workspace/environment/findUv.js";
import { run } from "../../workspace/environment/run.js";
import { packageVersion } from "../../workspace/paths.js";
import { SetUpError } from "../setUpError.js";
import { which } from "../which.js";

const name = "pulumi-mlflow-agents";
const limit = 10 * 60_000;
/** What npm calls a registry that it cannot reach. */
const unreachable = new Set(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH"]);

/** Where a project gets this package from. */
export type Source = { kind: "registry"; dependency: string } | { kind: "packed"; dependency: string; folder: string };

const installed = z.object({
  packages: z.record(z.string(), z.object({ resolved: z.string().optional(), link: z.boolean().optional() })),
});

/**
 * Where a new project gets this package from: where npm says that it installed the copy that runs from a registry, that
 * version; else (a clone, a tarball, another package manager) this very copy, packed into the project.
 *
 * @param root folder of the copy that runs
 */
export function sourceOf(root: string): Source {
  const version = packageVersion();
  if (/^https?:/.test(resolvedFrom(root) ?? "")) return { kind: "registry", dependency: `^${version}` };
  // A project is taken along whole, to another machine or into a repository.
  const folder = "vendor";
  return { kind: "packed", dependency: `file:${folder}/${name}-${version}.tgz`, folder };
}

/** What npm's own list beside an installed package says of it. */
function resolvedFrom(root: string): string | undefined {
  const modules = dirname(root);
  const list = join(modules, ".package-lock.json");
  if (basename(modules) !== "node_modules" || !existsSync(list)) return undefined;
  try {
    const entry = installed.parse(JSON.parse(readFileSync(list, "utf8"))).packages[`node_modules/${name}`];
    return entry?.link === true ? undefined : entry?.resolved;
  } catch {
    return undefined;
  }
}

/**
 * Looks for npm before anything long begins.
 *
 * @throws SetUpError where it is not on PATH
 */
export function requireNpm(): void {
  if (which("npm") === undefined) throw noNpm();
}

function noNpm(): SetUpError {
  return new SetUpError("npm is not on PATH.", [
    "Install Node.js with npm (https://nodejs.org), then run the same command again.",
  ]);
}

/** Packs the copy that runs, as it is: nothing is built. */
export async function pack(root: string, folder: string, signal: AbortSignal): Promise<void> {
  await npm(
    ["pack", root, "--ignore-scripts", "--pack-destination", folder],
    folder,
    signal,
    "This package could not be packed.",
  );
}

/** Installs what the package.json of a folder asks for. */
export async function install(folder: string, signal: AbortSignal, onLine: (line: string) => void): Promise<void> {
  const args = ["install", "--no-audit", "--no-fund", "--loglevel=http"];
  await npm(args, folder, signal, "The packages of the project could not be installed.", onLine);
}

async function npm(
  args: readonly string[],
  cwd: string,
  signal: AbortSignal,
  failed: string,
  onLine?: (line: string) => void,
): Promise<void> {
  const env = Object.fromEntries(
    // Of an outer npm, which would make this one work on another folder, and of production shells.
    Object.entries(process.env).filter(
      ([key]) =>
        !/^npm_(config_(prefix|omit|production|local_prefix)|package_|lifecycle_)|^INIT_CWD$|^NODE_ENV$/i.test(key),
    ),
  );
  const more = onLine === undefined ? {} : { onLine };
  const { code, stdout, stderr, missing } = await run(["npm", ...args, "--json"], {
    cwd,
    env,
    signal,
    timeout: limit,
    ...more,
  });
  signal.throwIfAborted();
  if (missing) throw noNpm();
  if (code === 0) return;
  const told = failureIn(stdout);
  const network = unreachable.has(told.code) ? told.code : await networkFailure(cwd, env, signal);
  if (network !== undefined) {
    throw new SetUpError(`The npm registry cannot be reached (${network}).`, [
      "Check the network, then run the same command again. Behind a proxy, set npm's `proxy` and `https-proxy`.",
    ]);
  }
  const detail = [told.code, told.summary].filter((text) => text !== "").join(": ");
  throw new SetUpError(
    failed,
    ["Put right what npm says, then run the same command again."],
    detail || tail(stderr, 8),
  );
}

/** Why the registry cannot be reached, where it cannot: npm calls that a fault of the dependencies at times. */
async function networkFailure(cwd: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | undefined> {
  const ask = ["npm", "view", "@pulumi/pulumi", "version", "--json", "--fetch-retries=0"] as const;
  const { stdout } = await run(ask, { cwd, env, signal, timeout: 20_000 });
  signal.throwIfAborted();
  const { code } = failureIn(stdout);
  return unreachable.has(code) ? code : undefined;
}

const failure = z.object({ error: z.object({ code: z.string().nullish(), summary: z.string().nullish() }) });

/** What npm says of its failure, as JSON; empty texts where it says nothing. */
function failureIn(stdout: string): { code: string; summary: string } {
  let value: unknown;
  try {
    value = JSON.parse(stdout.slice(stdout.indexOf("{")));
  } catch {
    value = undefined;
  }
  const error = failure.safeParse(value).data?.error;
  return { code: error?.code ?? "", summary: error?.summary ?? "" };
}
