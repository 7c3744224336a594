import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureEnvironment, type PythonEnvironment } from "../environment/ensurePython.js";
import { pythonVariables } from "../environment/pythonVariables.js";
import { run } from "../environment/run.js";
import { BuildLog } from "./buildLog.js";

/** What the scoring wrapper needs beside the model's own requirements. */
const wrapperRequirement = "uvicorn";

/**
 * The Python that serves a model: the workspace's own when it satisfies the model's requirements, else one made for
 * them. What the resolver says is the build log.
 *
 * @param model the model's folder
 * @param shared the workspace's environment
 * @param cache where environments are kept
 * @param buildLog file the resolver's words go to
 * @throws WorkspaceError `environmentFailed`
 */
export async function modelPython(
  model: string,
  shared: PythonEnvironment,
  cache: string,
  buildLog: string,
): Promise<string> {
  const requirements = join(model, "requirements.txt");
  const wanted = await readFile(requirements, "utf8").catch(() => "");
  await appendFile(buildLog, `Requirements of the model:\n${wanted.trim()}\n\n`);
  if (await satisfied(shared, requirements, buildLog)) {
    await appendFile(buildLog, "The workspace's own environment satisfies them: it serves this model.\n");
    return shared.python;
  }
  await appendFile(buildLog, "The workspace's own environment does not satisfy them: making one for this model.\n");
  const combined = join(model, "..", "environment.txt");
  await mkdir(join(model, ".."), { recursive: true, mode: 0o700 });
  await writeFile(combined, `${wanted.trim()}\n${wrapperRequirement}\n`, { mode: 0o600 });
  const log = new BuildLog(buildLog);
  const say = (line: string) => log.say(line);
  return log.step("making the model's environment", async () => {
    const own = await ensureEnvironment({ cache, requirements: combined, label: "model", log: say, onLine: say });
    return own.python;
  });
}

async function satisfied(shared: PythonEnvironment, requirements: string, buildLog: string): Promise<boolean> {
  // Offline: what is not installed counts as unsatisfied without a search for it.
  const command = ["pip", "install", "--dry-run", "--offline", "--python", shared.python, "-r", requirements] as const;
  const answer = await run([shared.uv, ...command], { env: pythonVariables() });
  const yes = answer.code === 0 && answer.stderr.includes("Would make no changes");
  if (yes) {
    // Otherwise uv speaks of the network that it was told not to use.
    await appendFile(buildLog, `$ uv pip install --dry-run -r requirements.txt\n${answer.stderr}`);
  }
  return yes;
}
