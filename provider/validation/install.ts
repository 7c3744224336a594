import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { PackagePlan } from "../modelPackage/index.js";
import { isHashed } from "../modelPackage/requirements/hashes.js";
import { holdsOwnFile, pythonRelease } from "./environment.js";
import type { Host } from "./host.js";
import { makeSandbox } from "./sandbox.js";
import { findUv } from "./uv.js";
import { installerVariables } from "./variables.js";

/** What asking the resolver came to. */
export type Resolved =
  | { outcome: "resolved" }
  /** No solution, as the resolver explains it. */
  | { outcome: "refused"; exitCode: number; output: string }
  /** Nobody could say: no uv, no network, no answer of the index. */
  | { outcome: "unknown"; why: string; output: string };

/** How long a resolution may take, in milliseconds. */
const limitMs = 10 * 60 * 1000;
/** uv's exit code where it came to an answer, and the answer is no; whatever kept it from one is another code. */
const refused = 1;

/**
 * Asks uv's resolver whether the written requirements can be installed where the agent is served: Linux, with the Python
 * release that the model declares. Nothing is installed, and nothing of the agent is run; of packages that publish no
 * metadata, uv runs the build to get it.
 *
 * @param host this machine
 * @param plan the package
 * @param cache the cache folder of this package
 * @param signal ends it
 */
export async function resolveRequirements(
  host: Host,
  plan: PackagePlan,
  cache: string,
  signal: AbortSignal | undefined,
): Promise<Resolved> {
  const found = await findUv(host, cache, signal);
  if ("missing" in found) return { outcome: "unknown", why: found.missing, output: found.output };
  const folder = await written(plan, host.folder, signal);
  try {
    const env = installerVariables(host.env, [...plan.requirements, plan.generated["constraints.txt"] ?? ""]);
    const where = ["--python-version", pythonRelease(plan), "--python-platform", "linux"];
    const ask = (...args: string[]) =>
      host.run({
        program: found.uv,
        args: [
          "pip",
          "install",
          "--dry-run",
          "--quiet",
          "--target",
          path.join(folder.model, ".none"),
          ...where,
          ...args,
        ],
        cwd: folder.model,
        env,
        timeoutMs: limitMs,
        signal,
      });
    // pip checks every hash as soon as there is one; uv does so where it is told to.
    const hashes = isHashed(plan.requirements) ? ["--require-hashes"] : [];
    const answer = await ask(...hashes, "-r", "requirements.txt");
    const output = answer.unstarted ?? answer.output;
    if (answer.code === 0) return { outcome: "resolved" };
    if (answer.late) return { outcome: "unknown", why: `uv did not end within ${limitMs / 60_000} minutes`, output };
    if (answer.code !== refused) return { outcome: "unknown", why: "uv could not come to an answer", output };
    // To uv, an index that gives nothing away holds nothing. Each agent needs MLflow, so an index that is there has it.
    const control = await ask("--no-deps", "mlflow");
    if (control.code === 0) return { outcome: "refused", exitCode: refused, output };
    return { outcome: "unknown", why: "the package index does not even give MLflow", output: control.output };
  } finally {
    await folder.remove();
  }
}

/** The requirements in a folder of their own; the whole package where they name files of it. */
async function written(
  plan: PackagePlan,
  parent: string,
  signal: AbortSignal | undefined,
): Promise<{ model: string; remove(): Promise<void> }> {
  if (holdsOwnFile(plan)) return makeSandbox(plan, parent, signal);
  const model = await mkdtemp(path.join(parent, "mlflow-agents-"));
  for (const name of ["requirements.txt", "constraints.txt"]) {
    const text = plan.generated[name];
    if (text !== undefined) await writeFile(path.join(model, name), text);
  }
  return { model, remove: () => rm(model, { recursive: true, force: true }) };
}
