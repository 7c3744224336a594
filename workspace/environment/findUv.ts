import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { WorkspaceError } from "../errors.js";
import type { PythonInterpreter } from "./findPython.js";
import { withLock } from "./folderLock.js";
import { pythonVariables } from "./pythonVariables.js";
import { run } from "./run.js";

/** Version that is installed when none is on PATH. */
const pinned = "0.13.8";
/** Oldest one on PATH that is accepted: older ones lack `pip install --compile-bytecode` or `--no-config`. */
const oldest = [0, 4] as const;

/**
 * The `uv` program that is there; undefined where one would have to be installed.
 *
 * @param cache the cache folder of this package
 * @param python what would make its environment
 */
export async function lookForUv(cache: string, python: PythonInterpreter): Promise<string | undefined> {
  if (await usable("uv")) return "uv";
  const program = join(folderOf(cache, python), "bin", "uv");
  return existsSync(program) && (await usable(program)) ? program : undefined;
}

function folderOf(cache: string, python: PythonInterpreter): string {
  return join(cache, `uv-${pinned}-py${python.version}`);
}

/**
 * The `uv` program: the one on PATH if it is new enough, else one installed from the package index into a small
 * environment of its own.
 *
 * @param cache the cache folder of this package
 * @param python what makes that environment
 * @param log told what is being done
 * @throws WorkspaceError `environmentFailed`
 */
export async function findUv(cache: string, python: PythonInterpreter, log: (line: string) => void): Promise<string> {
  const found = await lookForUv(cache, python);
  if (found !== undefined) {
    return found;
  }
  const folder = folderOf(cache, python);
  const program = join(folder, "bin", "uv");
  return withLock(
    `${folder}.lock`,
    (pid) => log(`waiting for process ${pid}, which installs uv`),
    async () => {
      if (existsSync(program) && (await usable(program))) {
        return program;
      }
      log(`installing uv ${pinned}`);
      rmSync(folder, { recursive: true, force: true });
      const env = pythonVariables();
      const made = await run([python.path, "-m", "venv", folder], { env });
      const installed =
        made.code === 0
          ? await run([join(folder, "bin", "python"), "-m", "pip", "install", "--quiet", `uv==${pinned}`], { env })
          : made;
      if (installed.code !== 0) {
        throw new WorkspaceError(
          "environmentFailed",
          `uv could not be installed with ${python.path}:\n${tail(installed.stdout + installed.stderr)}\n` +
            "Install uv yourself (it is then used from PATH), or check the network and Python's venv module.",
        );
      }
      return program;
    },
  );
}

/** The last lines of a program's output. */
export function tail(text: string, lines = 20): string {
  return text.trimEnd().split("\n").slice(-lines).join("\n");
}

async function usable(program: string): Promise<boolean> {
  const answer = await run([program, "--version"], { timeout: 30_000 });
  const match = /^uv (\d+)\.(\d+)/.exec(answer.stdout);
  if (answer.code !== 0 || match === null) {
    return false;
  }
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > oldest[0] || minor >= oldest[1];
}
