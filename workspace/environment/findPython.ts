import { WorkspaceError } from "../errors.js";
import { pythonVariables } from "./pythonVariables.js";
import { run } from "./run.js";

/** A usable Python interpreter. */
export interface PythonInterpreter {
  /** Its own path, as it reports it. */
  path: string;
  /** `3.11`. */
  version: string;
}

const names = ["python3", "python", "python3.13", "python3.12", "python3.11", "python3.10"];
// The base interpreter: an environment that someone activated may be removed, and ours with it.
const question =
  "import sys; print('%d.%d' % sys.version_info[:2]); print(getattr(sys, '_base_executable', sys.executable))";

/**
 * The first Python >= 3.10: `$MLFLOW_AGENTS_PYTHON`, else one on PATH.
 *
 * @throws WorkspaceError `pythonMissing`
 */
export async function findPython(): Promise<PythonInterpreter> {
  const chosen = process.env.MLFLOW_AGENTS_PYTHON;
  const seen: string[] = [];
  let problem = "";
  for (const name of chosen !== undefined && chosen !== "" ? [chosen] : names) {
    const answer = await run([name, "-c", question], { env: pythonVariables(), timeout: 30_000 });
    const [version, path] = answer.stdout.trim().split("\n");
    if (answer.code !== 0 || version === undefined || path === undefined) {
      problem = answer.stderr.trim().split("\n").at(-1) || `it ended with ${answer.code}`;
      continue;
    }
    seen.push(`${name} is ${version}`);
    const [major, minor] = version.split(".").map(Number);
    if (major === 3 && minor !== undefined && minor >= 10) {
      return { path: path.trim(), version };
    }
  }
  if (chosen !== undefined && chosen !== "" && seen.length === 0) {
    throw new WorkspaceError(
      "pythonMissing",
      `MLFLOW_AGENTS_PYTHON names ${chosen}, which does not run as a Python: ${problem}`,
    );
  }
  const found = seen.length > 0 ? ` (found: ${seen.join(", ")})` : "";
  throw new WorkspaceError(
    "pythonMissing",
    `The local workspace needs Python 3.10 or newer on PATH${found}. Install one, or name it in MLFLOW_AGENTS_PYTHON.`,
  );
}
