import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { digest, readJson, writeWhole } from "../lib/files.mjs";
import { withLock } from "../lib/lock.mjs";
import { at, localFolder } from "../lib/paths.mjs";
import { run, tail } from "../lib/run.mjs";

const stampFile = at("node_modules/.install-stamp.json");

/** Stands for what `npm ci` would install here. */
function wanted() {
  const { dependencies, devDependencies, peerDependencies } = readJson(at("package.json")) ?? {};
  const asked = JSON.stringify({ dependencies, devDependencies, peerDependencies });
  return digest(readFileSync(at("package-lock.json")), asked, process.platform, process.arch);
}

/**
 * Whether node_modules holds what the lock file names. npm writes its own list (`.package-lock.json`) last, so an
 * installation that was ended half-way has none; a package that someone damaged since shows by its package.json.
 */
function isComplete() {
  const installed = readJson(at("node_modules/.package-lock.json"))?.packages;
  const locked = readJson(at("package-lock.json"))?.packages;
  if (!installed || !locked) return false;
  for (const [path, entry] of Object.entries(locked)) {
    if (path === "" || entry.optional) continue;
    // A link's target is this repository itself: it has no entry in npm's list.
    if (!path.startsWith("node_modules/")) continue;
    if (installed[path] === undefined || installed[path].version !== entry.version) return false;
  }
  return Object.keys(installed).every((path) => {
    if (!path.startsWith("node_modules/")) return true;
    const stat = statSync(at(path, "package.json"), { throwIfNoEntry: false });
    return stat !== undefined && stat.size > 2;
  });
}

function isCurrent() {
  if (!isComplete()) return false;
  const stamp = readJson(stampFile)?.stamp;
  // Without a stamp it was `npm ci` typed by hand: what is there fits the lock file, that is enough.
  return stamp === undefined || stamp === wanted();
}

/** What npm says went wrong, without its page of options. */
const reason = (output) => tail(output.replace(/\n[^\n]*\bUsage:[\s\S]*/, ""), 15);

/** npm as it runs this script, else the one on PATH (another package manager may have started us). */
export function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script) && existsSync(script)) return [process.execPath, [script]];
  return ["npm", []];
}

/**
 * Makes node_modules fit package-lock.json, by `npm ci`.
 *
 * @param {(text: string) => void} [say] Progress.
 * @returns {Promise<boolean>} whether there was something to do
 */
export async function ensureNpm(say = () => {}) {
  if (isCurrent()) return false;
  return withLock(join(localFolder, "locks", "npm"), "Installing npm dependencies", () => install(say), { say });
}

async function install(say) {
  if (isCurrent()) return false;
  say("npm ci");
  const [npm, args] = npmCommand();
  const log = join(localFolder, "logs", "npm-ci.log");
  const attempt = () =>
    run(npm, [...args, "ci", "--no-audit", "--no-fund", "--loglevel=error"], {
      log,
      timeLimit: 10 * 60_000,
      // Set by an outer `npm start --prefix …` or a production shell; this project needs its compiler.
      env: { NODE_ENV: undefined, npm_config_omit: undefined, npm_config_production: undefined },
    });
  let result = await attempt();
  if (result.code !== 0 && !result.missing && !result.interrupted && existsSync(at("node_modules"))) {
    // What `npm ci` cannot remove by itself, for example a file where a folder should be.
    say("npm ci failed; once more with an empty node_modules");
    rmSync(at("node_modules"), { recursive: true, force: true });
    result = await attempt();
  }
  if (result.missing)
    throw new Failure("npm was not found on PATH.", "Install Node.js with npm, then run the same command again.");
  if (result.code !== 0) {
    throw new Failure(
      result.timedOut ? "`npm ci` took longer than 10 minutes." : "`npm ci` failed.",
      [
        "Is the npm registry reachable from here? Behind a proxy, set npm's `proxy` and `https-proxy`.",
        `All of its output: ${log}`,
      ],
      { detail: reason(result.output) },
    );
  }
  writeWhole(stampFile, JSON.stringify({ stamp: wanted() }));
  return true;
}
