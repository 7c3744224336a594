import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { type PackagePlan, packageFiles } from "../modelPackage/index.js";
import { program } from "./program.js";

/** A private folder in which an agent is tried. */
export interface Sandbox {
  /** The model directory. */
  model: string;
  /** Home folder and working folder of the agent. */
  home: string;
  /** Folder for its temporary files. */
  temporary: string;
  /** The Python program. */
  program: string;
  /** File in which it notes where it hangs. */
  stacks: string;
  /** Removes everything. */
  remove(): Promise<void>;
}

/**
 * Writes a package into a private folder, exactly as it would be logged.
 *
 * @param plan the package
 * @param parent where the folder is made
 * @param signal ends it
 * @throws AgentsError `fileRefused` when a file is not what was planned any more
 */
export async function makeSandbox(
  plan: PackagePlan,
  parent: string,
  signal: AbortSignal | undefined,
): Promise<Sandbox> {
  // Python compares real paths: a temporary folder may be reached through a link.
  const root = await realpath(await mkdtemp(path.join(parent, "mlflow-agents-")));
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 3 });
  const sandbox: Sandbox = {
    model: path.join(root, "model"),
    home: path.join(root, "home"),
    temporary: path.join(root, "tmp"),
    program: path.join(root, "program.py"),
    stacks: path.join(root, "stacks.txt"),
    remove,
  };
  try {
    for (const folder of [sandbox.model, sandbox.home, sandbox.temporary]) await mkdir(folder);
    await writeFile(sandbox.program, program);
    for (const file of packageFiles(plan, { artifactPath: "model", time: new Date(0) })) {
      signal?.throwIfAborted();
      const target = path.join(sandbox.model, file.path);
      await mkdir(path.dirname(target), { recursive: true });
      await pipeline(file.open(), createWriteStream(target, { flags: "wx" }));
    }
    return sandbox;
  } catch (error) {
    await remove();
    throw error;
  }
}
