import { createHash } from "node:crypto";
import { appendFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
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
  if (await satisfied(shared, model, buildLog)) {
    await appendFile(buildLog, "The workspace's own environment satisfies them: it serves this model.\n");
    return shared.python;
  }
  await appendFile(buildLog, "The workspace's own environment does not satisfy them: making one for this model.\n");
  const wrapper = join(model, "..", "environment.txt");
  await mkdir(join(model, ".."), { recursive: true, mode: 0o700 });
  await writeFile(wrapper, `${wrapperRequirement}\n`, { mode: 0o600 });
  const content = `${wanted.trim()}\n${wrapperRequirement}\n${await besides(model, wanted)}`;
  // The model's file stays where it is: `-c` in it is meant from there, and a wheel from the model's folder.
  const files = wanted === "" ? { requirements: wrapper } : { requirements, besides: wrapper };
  const log = new BuildLog(buildLog);
  const say = (line: string) => log.say(line);
  return log.step("making the model's environment", async () => {
    const place = { cache, folder: model, content, label: "model" };
    const own = await ensureEnvironment({ ...files, ...place, log: say, onLine: say });
    return own.python;
  });
}

/** A requirement that is a file or a folder, rather than a package of an index. */
const ownFile = /^(?:-e|--editable|-f|--find-links)\b|(?:^|[\s@=])(?:\.{0,2}\/|file:)|\.(?:whl|zip|tar\.gz)\b/m;

/** What the lines of requirements alone do not tell of an environment: constraints, and the files that they name. */
async function besides(model: string, wanted: string): Promise<string> {
  const constraints = await readFile(join(model, "constraints.txt"), "utf8").catch(() => "");
  if (!ownFile.test(wanted)) return constraints;
  const names = await readdir(join(model, "code"), { recursive: true, withFileTypes: true }).catch(() => []);
  const hash = createHash("sha256");
  for (const path of names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort())
    hash
      .update(path.slice(model.length))
      .update("\0")
      .update(await readFile(path));
  return `${constraints}\n${hash.digest("hex")}`;
}

async function satisfied(shared: PythonEnvironment, model: string, buildLog: string): Promise<boolean> {
  const requirements = join(model, "requirements.txt");
  // Offline: what is not installed counts as unsatisfied without a search for it.
  const command = ["pip", "install", "--dry-run", "--offline", "--python", shared.python, "-r", requirements] as const;
  const answer = await run([shared.uv, ...command], { env: pythonVariables(), cwd: model });
  const yes = answer.code === 0 && answer.stderr.includes("Would make no changes");
  if (yes) {
    // Otherwise uv speaks of the network that it was told not to use.
    await appendFile(buildLog, `$ uv pip install --dry-run -r requirements.txt\n${answer.stderr}`);
  }
  return yes;
}
