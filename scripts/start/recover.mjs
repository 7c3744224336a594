import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { filesUnder, readJson } from "../lib/files.mjs";
import { isAlive } from "../lib/lock.mjs";
import { at } from "../lib/paths.mjs";
import { backendFolder, stackName } from "../lib/stack.mjs";

const project = () => /^name:\s*(\S+)/m.exec(readFileSync(at("Pulumi.yaml"), "utf8"))?.[1] ?? "";
const stateFile = () => join(backendFolder, ".pulumi", "stacks", project(), `${stackName}.json`);

/**
 * Puts right what a run that was killed left of the stack, without the CLI: it does not repair these by itself.
 *
 * @returns {{ exists: boolean, pending: boolean, notes: string[] }} whether the stack exists, whether the killed run was in
 *   the middle of an operation, and what was put right
 */
export function recoverStack() {
  const notes = [];
  if (releaseLocks()) notes.push("released the lock of a run that was killed");
  dropUnfinishedAttributes();
  const repaired = repairState();
  if (repaired) notes.push(repaired);
  const state = readJson(stateFile());
  const pending = state?.checkpoint?.latest?.pending_operations ?? [];
  return { exists: state !== undefined, pending: pending.length > 0, notes };
}

/**
 * The file backend writes a file's attributes beside it (`….attrs`, JSON). One that a killed run left empty keeps the CLI from
 * the file ("failed to load checkpoint: EOF"), while none at all does not.
 */
function dropUnfinishedAttributes() {
  const folder = join(backendFolder, ".pulumi");
  for (const path of filesUnder(folder)) {
    if (path.endsWith(".attrs") && readJson(join(folder, path)) === undefined)
      rmSync(join(folder, path), { force: true });
  }
}

/** Removes locks whose process is gone; one whose process lives is a run to wait for. */
function releaseLocks() {
  const folder = join(backendFolder, ".pulumi", "locks");
  let released = false;
  for (const path of filesUnder(folder)) {
    const lock = readJson(join(folder, path));
    if (lock && lock.hostname === hostname() && isAlive(lock.pid) && looksLikePulumi(lock.pid)) {
      throw new Failure(`Another Pulumi run (process ${lock.pid}) is working on the stack \`${stackName}\`.`, [
        "Wait until it ends, or end it, then run the same command again.",
      ]);
    }
    rmSync(join(folder, path), { force: true });
    released = true;
  }
  return released;
}

/** A process id may belong to another program by now. Where the system does not tell, it counts as Pulumi. */
function looksLikePulumi(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("pulumi");
  } catch {
    return !existsSync("/proc/self");
  }
}

/** A state file that is not JSON (a full disk, a killed writer) is put aside, its backup takes its place. */
function repairState() {
  const path = stateFile();
  if (!existsSync(path) || readJson(path)) return undefined;
  renameSync(path, `${path}.broken`);
  rmSync(`${path}.attrs`, { force: true });
  if (readJson(`${path}.bak`)) {
    copyFileSync(`${path}.bak`, path);
    return "restored the stack's state from its backup";
  }
  for (const name of existsSync(join(path, "..")) ? readdirSync(join(path, "..")) : []) {
    if (name.startsWith(`${stackName}.json.bak`)) rmSync(join(path, "..", name), { force: true });
  }
  return "the stack's state was not readable and is begun anew";
}
