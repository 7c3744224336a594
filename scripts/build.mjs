// Builds dist/: `node scripts/build.mjs`. Milliseconds where the sources are as they were at the last build.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleProvider, bundleSources } from "./build/bundle.mjs";
import { Failure, main } from "./lib/failure.mjs";
import { digest, filesUnder, readJson, writeWhole } from "./lib/files.mjs";
import { withLock } from "./lib/lock.mjs";
import { at, localFolder } from "./lib/paths.mjs";
import { print, seconds } from "./lib/progress.mjs";
import { run, tail } from "./lib/run.mjs";

const rooms = ["provider", "sdk", "cli", "workspace"];
const dist = at("dist");
const stampFile = join(dist, ".stamp.json");
const executables = ["cli/main.js"];

const isTest = (path) => /\.test\.ts$/.test(path);
const isProgram = (path) => path.endsWith(".ts") && !path.endsWith(".d.ts") && !isTest(path);
// Python programs of the local workspace, files of its page and the Go modules that the Pulumi CLI is built in are used as
// they are; caches of a run do not belong into the package.
const isAsset = (path) =>
  path.startsWith("workspace/python/") ||
  path.startsWith("cli/pulumiCli/go/") ||
  (path.startsWith("workspace/page/web/") && !path.endsWith(".json"));

function sources() {
  const skip = (path) => /(^|\/)(__pycache__|node_modules|\..*)$/.test(path) || path.endsWith(".pyc");
  return rooms.flatMap((room) => filesUnder(at(room), skip).map((path) => `${room}/${path}`));
}

/** Every file that dist/ holds for these sources. */
function outputsOf(paths) {
  const programs = paths.filter(isProgram).map((path) => path.slice(0, -".ts".length));
  return [...programs.flatMap((path) => [`${path}.js`, `${path}.d.ts`]), ...paths.filter(isAsset)];
}

/** Stands for everything that decides what dist/ holds: source texts, compiler options, compiler version, this script. */
function stampOf(paths) {
  const tools = ["typescript", "rolldown"].map((name) => readJson(at("node_modules", name, "package.json"))?.version);
  const files = [...paths, "tsconfig.json", "scripts/tsconfig.build.json", "scripts/build.mjs", ...bundleSources];
  return digest(...tools.map(String), ...files.flatMap((path) => [path, readFileSync(at(path))]));
}

/** Whether dist/ holds what the last build made, of the same sources. */
function isCurrent(stamp, outputs) {
  const last = readJson(stampFile);
  return last?.stamp === stamp && [...outputs, ...last.bundle].every((path) => existsSync(join(dist, path)));
}

/**
 * Makes dist/ fit the sources. A failed build leaves what the last good one made.
 *
 * @param {(text: string) => void} [say] Progress.
 * @returns {Promise<boolean>} whether there was something to do
 */
export async function build(say = () => {}) {
  if (isCurrent(stampOf(sources()), outputsOf(sources()))) return false;
  return withLock(join(localFolder, "locks", "build"), "Building", () => compile(say), { say });
}

async function compile(say) {
  const paths = sources();
  const outputs = outputsOf(paths);
  const stamp = stampOf(paths);
  if (isCurrent(stamp, outputs)) return false;
  const compiler = at("node_modules/typescript/bin/tsc");
  if (!existsSync(compiler)) throw new Failure("The TypeScript compiler is not installed.", "npm ci");
  say("compiling TypeScript");
  // tsc's own record says "unchanged" for outputs that someone deleted since: without one of them it starts afresh.
  const record = join(dist, ".tsbuildinfo");
  const before = outputsOf(readJson(stampFile)?.sources ?? []);
  if (before.length === 0 || before.some((path) => !existsSync(join(dist, path)))) rmSync(record, { force: true });
  rmSync(stampFile, { force: true });
  const result = await run(process.execPath, [compiler, "-p", at("scripts/tsconfig.build.json")]);
  if (result.code !== 0) {
    throw new Failure(
      "The TypeScript sources do not compile.",
      "Correct the lines above; `npm run check` shows them all.",
      {
        detail: tail(result.output, 15),
      },
    );
  }
  say("bundling the provider");
  const bundle = await bundleProvider(dist);
  for (const path of paths.filter(isAsset)) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    copyFileSync(at(path), join(dist, path));
  }
  for (const path of executables) if (existsSync(join(dist, path))) chmodSync(join(dist, path), 0o755);
  const wanted = new Set([...outputs, ...bundle].flatMap((path) => [path, `${path}.map`]));
  for (const path of filesUnder(dist)) if (!path.startsWith(".") && !wanted.has(path)) rmSync(join(dist, path));
  writeWhole(stampFile, JSON.stringify({ stamp, sources: paths, bundle }));
  return true;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main(async () => {
    const begin = Date.now();
    const built = await build();
    print(built ? `built dist/ in ${seconds(Date.now() - begin)}` : "dist/ is up to date");
  });
}
