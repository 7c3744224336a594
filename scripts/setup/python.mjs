import { pathToFileURL } from "node:url";
import { Failure } from "../lib/failure.mjs";
import { at, cacheFolder } from "../lib/paths.mjs";

/**
 * The Python environment with the pinned MLflow, made by the workspace room of the built package.
 *
 * @param {(text: string) => void} [say] Progress.
 * @returns {Promise<string>} path of its interpreter
 */
export async function ensurePythonEnvironment(say = () => {}) {
  const { ensurePython } = (await import(pathToFileURL(at("dist/workspace/index.js")).href)).default;
  try {
    const { python } = await ensurePython({ cacheDir: cacheFolder(), log: say });
    return python;
  } catch (error) {
    const [what = "", ...rest] = String(error.message).split("\n");
    throw new Failure(
      what,
      [
        "It needs Python 3.10 or newer (with its `venv` module) on PATH and a reachable Python package index.",
        "MLFLOW_AGENTS_PYTHON=<path> names another Python.",
      ],
      { detail: rest.join("\n"), cause: error },
    );
  }
}
