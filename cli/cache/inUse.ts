import { existsSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { lookForPythonEnvironment } from "../../workspace/environment/ensurePython.js";
import { findPython } from "../../workspace/environment/findPython.js";
import { lookForUv } from "../../workspace/environment/findUv.js";
import { run } from "../../workspace/environment/run.js";
import { cachedFolder } from "../pulumiCli/find.js";
import type { Entry } from "./entries.js";

/** Why an entry stays; undefined where nothing needs it. */
export type Reason =
  | "a process runs from it"
  | "being made"
  | "not touched"
  | "this release uses it"
  | "whether a process runs from it is not known";

/**
 * Why each entry is in use now.
 *
 * @param cache the cache folder
 * @param all whether what this release would make again counts as not in use
 */
export async function reasons(cache: string, entries: readonly Entry[], all: boolean): Promise<Map<string, Reason>> {
  const running = await commandLines();
  const own = all ? [] : await ofThisRelease(cache);
  const found = new Map<string, Reason>();
  for (const { path, known, beingMade } of entries) {
    const folder = join(cache, path);
    const places = [folder, realpathSync(folder)].map((each) => each + sep);
    const reason: Reason | undefined = !known
      ? "not touched"
      : beingMade
        ? "being made"
        : running === undefined
          ? "whether a process runs from it is not known"
          : running.some((line) => places.some((place) => line.includes(place)))
            ? "a process runs from it"
            : own.includes(folder)
              ? "this release uses it"
              : undefined;
    if (reason !== undefined) found.set(path, reason);
  }
  return found;
}

/** What this release finds instead of making it: its Pulumi CLI, the local workspace's Python, uv. */
async function ofThisRelease(cache: string): Promise<string[]> {
  const python = await findPython().catch(() => undefined);
  if (python === undefined) return [cachedFolder(cache)];
  const environment = lookForPythonEnvironment(cache, python)?.directory;
  const uv = await lookForUv(cache, python);
  return [cachedFolder(cache), environment, uv === undefined ? undefined : join(uv, "..", "..")].filter(
    (each) => each !== undefined,
  );
}

/**
 * The command lines of all processes of this machine, and on Linux their programs: one that was found by PATH is not named in
 * its command line. Undefined where the system does not tell.
 */
async function commandLines(): Promise<string[] | undefined> {
  const { code, stdout } = await run(["ps", "-A", "-ww", "-o", "args="], { timeout: 10_000 });
  return code === 0 && stdout.trim() !== "" ? [...stdout.split("\n"), ...programs()] : undefined;
}

function programs(): string[] {
  if (!existsSync("/proc/self/exe")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readlinkSync(`/proc/${pid}/exe`)];
      } catch {
        // It ended, or is somebody else's.
        return [];
      }
    });
}
