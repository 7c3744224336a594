import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { echoAgent } from "../../../support/agents.js";

/** A folder that is the working directory of the test, as the program's folder is the provider's. */
export interface AgentFolder {
  folder: string;
  write(path: string, text: string): void;
  remove(path: string): void;
}

/** A program folder with `agent.py` in it, for as long as the test runs. */
export function agentFolder(answer = "one"): AgentFolder {
  // A folder of its own around it: a test that names ".." must not read what others left in the machine's.
  const around = mkdtempSync(join(tmpdir(), "mlflow-agents-unit-"));
  const folder = join(around, "program");
  mkdirSync(folder);
  const cwd = vi.spyOn(process, "cwd").mockReturnValue(folder);
  onTestFinished(() => {
    cwd.mockRestore();
    rmSync(around, { recursive: true, force: true });
  });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write("agent.py", echoAgent(answer));
  return { folder, write, remove: (path) => rmSync(join(folder, path)) };
}
