import { pathToFileURL } from "node:url";
import { Failure } from "../lib/failure.mjs";
import { at, cacheFolder } from "../lib/paths.mjs";

/** MLflow releases that the conformance is shown on, each with the environment that holds it. */
const releases = {
  "2.22.5": { label: "mlflow-2.22.5", lock: "test/conformance/environments/mlflow-2.22.5.lock.txt" },
  // The one of `npm test`.
  "3.17.2": { label: "langchain", lock: "test/conformance/langchain/requirements.lock.txt" },
};

/** Databricks' own packages for agents: no release of MLflow, and what they require the others do not meet. */
const clients = {
  "databricks-clients": {
    label: "databricks-clients",
    lock: "test/conformance/environments/databricks-clients.lock.txt",
  },
};

/**
 * The Python environment with the pinned MLflow, made by the workspace room of the built package.
 *
 * @param {(text: string) => void} [say] Progress.
 * @returns {Promise<string>} path of its interpreter
 */
export async function ensurePythonEnvironment(say = () => {}) {
  const { ensurePython } = (await import(pathToFileURL(at("dist/workspace/index.js")).href)).default;
  return pythonOf(() => ensurePython({ cacheDir: cacheFolder(), log: say }));
}

/**
 * A Python environment for each MLflow release that the conformance is shown on, with LangChain.
 *
 * @param {(text: string) => void} [say] Progress.
 * @returns {Promise<Record<string, string>>} release to the path of its interpreter
 */
export async function ensureReleaseEnvironments(say = () => {}) {
  return ensureEnvironments(releases, say);
}

/**
 * The environment with Databricks' own packages for agents.
 *
 * @param {(text: string) => void} [say] Progress.
 * @returns {Promise<Record<string, string>>} its name to the path of its interpreter
 */
export async function ensureClientsEnvironment(say = () => {}) {
  return ensureEnvironments(clients, say);
}

async function ensureEnvironments(wanted, say) {
  const built = at("dist/workspace/environment/ensurePython.js");
  const { ensureEnvironment } = (await import(pathToFileURL(built).href)).default;
  const interpreters = {};
  for (const [release, { label, lock }] of Object.entries(wanted)) {
    const options = { cache: cacheFolder(), requirements: at(lock), label, compile: true };
    const log = (line) => say(`${label}: ${line}`);
    interpreters[release] = await pythonOf(() => ensureEnvironment({ ...options, log }));
  }
  return interpreters;
}

async function pythonOf(ensure) {
  try {
    const { python } = await ensure();
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
