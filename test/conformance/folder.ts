import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { type AgentSource, planPackage } from "../../provider/modelPackage/index.js";

/** The smallest agent that is one. */
export const smallAgent = [
  "import mlflow",
  "class Agent(mlflow.pyfunc.ResponsesAgent):",
  "    def predict(self, request):",
  '        return {"output": []}',
  "mlflow.models.set_model(Agent())",
  "",
].join("\n");

/**
 * A fresh folder with files, removed when the test ends.
 *
 * @param files path to content
 */
export async function folderWith(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "agent-")));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const target = path.join(folder, name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  return folder;
}

/** An agent's declaration with nothing but what a test sets. */
export function source(given: Partial<AgentSource> = {}): AgentSource {
  return { code: "agent.py", codePaths: [], artifacts: {}, mlflowVersion: "3.17.2", ignore: [], ...given };
}

/** The plan of an agent that has to be right. */
export async function planOf(folder: string, given: Partial<AgentSource> = {}) {
  const { plan, problems } = await planPackage(source(given), folder);
  if (plan === undefined) throw new Error(problems.map((problem) => problem.message).join("\n"));
  return plan;
}

/** What is wrong with an agent: `argument code: message` for each problem. */
export async function problemsOf(folder: string, given: Partial<AgentSource> = {}): Promise<string[]> {
  const { plan, problems } = await planPackage(source(given), folder);
  if (plan !== undefined && problems.length > 0) throw new Error("a plan with problems");
  return problems.map((problem) => `${problem.path} ${problem.code}: ${problem.message}`);
}
