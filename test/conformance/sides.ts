import { execFile, execFileSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { cp, mkdir, mkdtemp, realpath, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { checkAgent, findingProblem } from "../../provider/checks/index.js";
import type { Problem } from "../../provider/errors.js";
import { type PackagePlan, packageFiles, planPackage } from "../../provider/modelPackage/index.js";
import type { Case } from "./cases.js";
import { type Side, sideSchema } from "./compare.js";

// The same agents logged twice: by this project, and by the real MLflow of a Python environment.

const run = promisify(execFile);

/** Releases of what an environment holds. */
export interface Versions {
  mlflow: string;
  python: string;
  /** Release of langchain; empty where there is none. */
  langchain: string;
}

/** The releases that a Python environment holds. */
export function versionsOf(python: string): Versions {
  const code = [
    "import importlib.metadata as m, platform",
    "has = lambda name: any(d.name == name for d in m.distributions())",
    "print(m.version('mlflow'), platform.python_version(), m.version('langchain') if has('langchain') else '')",
  ].join("\n");
  const [mlflow = "", release = "", langchain = ""] = execFileSync(python, ["-c", code], { encoding: "utf8" })
    .trim()
    .split(" ");
  return { mlflow, python: release, langchain };
}

/** Agents in a folder of their own: MLflow leaves traces in its working directory. */
export class Sides {
  /** Holds everything; to be removed at the end. */
  readonly folder: string;
  /** The agents' folder, the base of relative paths on both sides. */
  readonly agents: string;
  private readonly python: string;

  private constructor(folder: string, python: string) {
    this.folder = folder;
    this.agents = path.join(folder, "agents");
    this.python = python;
  }

  /**
   * @param source folder of agents, which is copied
   * @param python interpreter with MLflow
   */
  static async of(source: string, python: string): Promise<Sides> {
    const sides = new Sides(await realpath(await mkdtemp(path.join(os.tmpdir(), "conformance-"))), python);
    await cp(source, sides.agents, { recursive: true });
    return sides;
  }

  /** Lays out a model directory by this project, and judges it as `validate: "static"` does. */
  async plan(item: Case, versions: Versions): Promise<{ plan?: PackagePlan; problems: Problem[] }> {
    for (const [name, text] of Object.entries(item.files ?? {})) {
      await mkdir(path.dirname(path.join(this.agents, name)), { recursive: true });
      await writeFile(path.join(this.agents, name), text);
    }
    const common = { mlflowVersion: versions.mlflow, pythonVersion: versions.python };
    const source = { codePaths: [], artifacts: {}, ignore: [], ...common, ...item.ours };
    const { plan, problems, reading } = await planPackage(source, this.agents);
    const findings = reading === undefined ? [] : checkAgent(reading).filter(({ fatal }) => !fatal);
    const errors = findings.filter(({ severity }) => severity === "error").map(findingProblem);
    return { ...(plan === undefined ? {} : { plan }), problems: [...problems, ...errors] };
  }

  /**
   * Writes this project's model directories for real MLflow to load.
   *
   * @returns the plan of each case, and what is wrong with those that have none
   */
  async writeOurs(cases: readonly Case[], versions: Versions) {
    const plans = new Map<string, PackagePlan>();
    const failed: { [name: string]: string } = {};
    for (const item of cases) {
      const { plan, problems } = await this.plan(item, versions);
      if (plan === undefined || problems.length > 0) {
        failed[item.name] = problems.map(({ message }) => message).join("\n");
        continue;
      }
      plans.set(item.name, plan);
      for (const file of packageFiles(plan, { modelId: `m-${item.name}`, artifactPath: item.name, time: new Date() })) {
        const target = path.join(this.folder, "ours", item.name, file.path);
        await mkdir(path.dirname(target), { recursive: true });
        await pipeline(file.open(), createWriteStream(target));
      }
    }
    await this.tell(
      "cases.json",
      cases.filter(({ name }) => plans.has(name)),
    );
    return { plans, failed };
  }

  /** Writes the cases for the Python side. */
  async tell(file: "cases.json" | "refused.json", cases: readonly Case[]): Promise<void> {
    const list = cases.map(({ name, ours: { code }, python, ask, stream, flavor, environment }) => {
      return { name, code, python, ask, stream, flavor, environment };
    });
    await writeFile(path.join(this.folder, file), JSON.stringify(list));
  }

  /** Runs real.py; its JSON answer. */
  async ask(mode: "log" | "load" | "answers" | "refuse"): Promise<unknown> {
    // Agents import their helpers from the working directory while they are logged, as in a notebook.
    const logs = mode === "log" || mode === "refuse";
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...(logs ? { PYTHONPATH: this.agents } : {}) };
    const options = { cwd: this.agents, env, maxBuffer: 256 * 1024 * 1024 };
    const { stdout } = await run(this.python, [path.join(__dirname, "real.py"), mode, this.folder], options);
    return JSON.parse(stdout);
  }

  /** The models as real MLflow logged them. */
  async real(): Promise<Side> {
    return sideSchema.parse(await this.ask("log"));
  }

  /** This project's models as real MLflow loads them. */
  async ours(): Promise<Side> {
    return sideSchema.parse(await this.ask("answers"));
  }
}
