import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "./failure.mjs";

/** Whether a process with this id runs on this machine. */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** When a process started, as the system counts it, so that a reused id is told from the process that had it before. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined; // no /proc on this system
  }
}

function holderOf(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function isHeld(holder) {
  if (holder === undefined) return false;
  if (holder.host !== hostname()) return true; // a shared home folder: only the other machine can tell
  return isAlive(holder.pid) && holder.start === startOf(holder.pid);
}

/**
 * Removes a lock whose holder is gone. Two processes that both see it must not remove each other's new one: only who
 * creates the guard looks again and removes.
 */
function removeStale(path) {
  const guard = `${path}.guard`;
  try {
    writeFileSync(guard, "", { flag: "wx" });
  } catch {
    const age = Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 10_000) rmSync(guard, { force: true });
    return;
  }
  if (!isHeld(holderOf(path))) rmSync(path, { force: true });
  rmSync(guard, { force: true });
}

/**
 * Runs `body` while no other process runs one under the same lock file. The lock of a process that is gone is taken over.
 *
 * @param {string} path The lock file.
 * @param {string} what What is being done, for the message while waiting.
 * @param {() => Promise<T>} body
 * @param {{ limit?: number, say?: (text: string) => void }} [options] `limit`: how long to wait, ms. Default: 15 minutes.
 * @template T
 */
export async function withLock(path, what, body, { limit = 15 * 60_000, say = () => {} } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), start: startOf(process.pid) });
  const giveUp = Date.now() + limit;
  let unreadable = 0;
  for (;;) {
    try {
      writeFileSync(path, mine, { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = holderOf(path);
    // A lock being written is empty for an instant; one left half written stays so.
    if (holder === undefined ? ++unreadable > 5 : !isHeld(holder)) {
      removeStale(path);
      unreadable = 0;
    }
    if (Date.now() > giveUp) {
      throw new Failure(`${what}: another process has been at it for too long (process ${holder?.pid}).`, [
        `If that process does nothing any more, end it or delete ${path}, then run the same command again.`,
      ]);
    }
    if (holder) say(`waiting for process ${holder.pid}, which is doing the same`);
    await sleep(300);
  }
  const release = () => {
    if (holderOf(path)?.pid === process.pid) rmSync(path, { force: true });
  };
  process.once("exit", release);
  try {
    return await body();
  } finally {
    process.removeListener("exit", release);
    release();
  }
}
