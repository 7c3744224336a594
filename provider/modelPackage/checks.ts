import { lstat } from "node:fs/promises";
import path from "node:path";
import type { Problem } from "../errors.js";
import { at } from "./python/agent.js";
import type { LocalModules } from "./python/localModules.js";
import { configUses } from "./python/modelConfig.js";
import type { PythonModule } from "./python/scope.js";
import { isMapping, mapEntries, type Value } from "./values.js";

/** What a check found. */
export interface Findings {
  /** What makes the served agent fail for certain. */
  problems: Problem[];
  /** What makes it fail on a way that it may not take. */
  warnings: Problem[];
}

/** What the checks look at. */
export interface CheckRequest {
  modules: LocalModules;
  /** The user's name of a packaged file, by its path inside the model directory. */
  nameOf(path: string): string;
  /** Absolute folder of the agent's file. */
  folder: string;
  /** The model configuration, if there is one. */
  config: Value | undefined;
}

/**
 * Finds what would make the agent fail where it is served though it works here: a configuration that it reads and is
 * not given, and a file beside it that it imports and that is not in the package.
 */
export async function checkAgent(request: CheckRequest): Promise<Findings> {
  const findings: Findings = { problems: [], warnings: [] };
  for (const { path: file, module } of request.modules.modules) {
    const name = request.nameOf(file);
    checkConfig(module, name, request.config, findings);
    await checkImports(module, name, request, findings);
  }
  return findings;
}

function checkConfig(module: PythonModule, name: string, config: Value | undefined, findings: Findings): void {
  const uses = configUses(module);
  const report = (use: { offset: number; conditional: boolean }, message: string) => {
    const problem: Problem = {
      code: "invalidAgent",
      path: "modelConfig",
      message: at(module, name, use.offset, message),
    };
    (use.conditional ? findings.warnings : findings.problems).push(problem);
  };
  if (config === undefined) {
    for (const use of uses.made) report(use, `ModelConfig is read here, and ${noConfig}`);
    return;
  }
  const given = new Set(isMapping(config) ? mapEntries(config).map(([key]) => key) : []);
  for (const use of uses.keys) {
    if (!given.has(use.key))
      report(use, `the key ${JSON.stringify(use.key)} is read here, and \`modelConfig\` does not hold it.`);
  }
}

const noConfig =
  "`modelConfig` is not set. MLflow ignores `development_config` where the agent is served, so it would fail to load. " +
  "Set `modelConfig`.";

async function checkImports(
  module: PythonModule,
  name: string,
  { modules, folder }: CheckRequest,
  findings: Findings,
): Promise<void> {
  const seen = new Set<string>();
  for (const { module: wanted, level, offset, conditional } of module.imports) {
    const top = wanted.split(".")[0] ?? "";
    if (level > 0 || top === "" || seen.has(top) || modules.holds(top)) continue;
    seen.add(top);
    const beside = await siblingOf(folder, top);
    if (beside === undefined) continue;
    const message = `${top} is imported here and lies beside the agent as ${beside}, but is not in the package. Add ${JSON.stringify(beside)} to \`codePaths\`.`;
    const problem: Problem = { code: "invalidAgent", path: "codePaths", message: at(module, name, offset, message) };
    (conditional ? findings.warnings : findings.problems).push(problem);
  }
}

/** The file or package of that module name beside the agent, whose content is not looked at. */
async function siblingOf(folder: string, top: string): Promise<string | undefined> {
  for (const candidate of [`${top}.py`, path.join(top, "__init__.py")]) {
    try {
      await lstat(path.join(folder, candidate));
      return candidate === `${top}.py` ? candidate : top;
    } catch {
      // Not there.
    }
  }
  return undefined;
}
