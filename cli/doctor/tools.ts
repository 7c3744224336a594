import { ensurePython, lookForPythonEnvironment } from "../../workspace/environment/ensurePython.js";
import { findPython } from "../../workspace/environment/findPython.js";
import { lookForUv } from "../../workspace/environment/findUv.js";
import { WorkspaceError } from "../../workspace/errors.js";
import { chosenBackend } from "../new/stack.js";
import { ensurePulumi } from "../pulumiCli/ensurePulumi.js";
import { findPulumi, versionOf } from "../pulumiCli/find.js";
import { compareVersions, pulumiVersion } from "../pulumiCli/versions.js";
import { which } from "../which.js";
import type { Check } from "./check.js";

/** The oldest Node that the package runs on: `engines` of package.json. */
export const oldestNode = "20.18.1";

const node: Check = {
  name: "Node",
  look: async () => {
    const { node: version } = process.versions;
    if (compareVersions(version, oldestNode) >= 0) return { state: "ok", detail: version };
    return { state: "missing", detail: `${version} is too old`, way: `install Node ${oldestNode} or newer` };
  },
};

const npm: Check = {
  name: "npm",
  look: async ({ env }) => {
    const found = which("npm", env.PATH ?? "");
    return found === undefined
      ? { state: "missing", detail: "not on PATH", way: "install Node.js with npm: https://nodejs.org" }
      : { state: "ok", detail: found };
  },
};

const pulumi: Check = {
  name: "Pulumi CLI",
  look: async ({ cache, env }) => {
    const found = await findPulumi(cache);
    const onPath = which("pulumi", env.PATH ?? "");
    const version = onPath === undefined ? undefined : await versionOf(onPath);
    const other =
      onPath === undefined
        ? "none is on PATH"
        : version !== undefined && compareVersions(version, pulumiVersion) < 0
          ? `${version} on PATH is older than ${pulumiVersion}`
          : "the one on PATH does not run, or lacks its parts for Node programs";
    if (found?.origin === "from PATH") return { state: "ok", detail: `${version ?? ""} from PATH` };
    if (found !== undefined)
      return { state: "ok", detail: `${found.origin}: \`npx mlflow-agents pulumi\` uses it (${other})` };
    return { state: "missing", detail: other, way: "mlflow-agents doctor --fix sets one up", fixable: true };
  },
  fix: async ({ cache }, say) => {
    await ensurePulumi({ cache, say });
  },
};

const state: Check = {
  name: "Pulumi state",
  look: async ({ env }) => {
    const chosen = chosenBackend(env);
    return {
      state: "note",
      detail:
        chosen === undefined
          ? "no login: a project of `mlflow-agents new` keeps its own"
          : `where ${chosen} says; whether that answers was not looked at`,
    };
  },
};

const python: Check = {
  name: "Python",
  look: async () => {
    try {
      const { version, path } = await findPython();
      return { state: "ok", detail: `${version} at ${path}` };
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      return { state: "missing", detail: error.message, way: "install Python 3.10 or newer, with its venv module" };
    }
  },
};

const uv: Check = {
  name: "uv",
  look: async ({ cache }) => {
    const found = await interpreter();
    if (found === undefined) return { state: "notLooked", detail: "it takes a Python" };
    const program = await lookForUv(cache, found);
    return program === undefined
      ? { state: "note", detail: "not there: it is installed when a Python environment has to be made" }
      : { state: "ok", detail: program === "uv" ? "from PATH" : program };
  },
};

const environment: Check = {
  name: "Python environment",
  look: async ({ cache }) => {
    const found = await interpreter();
    if (found === undefined) return { state: "notLooked", detail: "it takes a Python" };
    const made = lookForPythonEnvironment(cache, found);
    if (made !== undefined) return { state: "ok", detail: made.directory };
    return {
      state: "missing",
      detail: "MLflow's, for the local workspace: not made yet",
      way: "mlflow-agents doctor --fix makes it, the first `workspace start` as well",
      fixable: true,
    };
  },
  fix: async ({ cache }, say) => {
    await ensurePython({ cacheDir: cache, log: say });
  },
};

function interpreter() {
  return findPython().catch(() => undefined);
}

/** What every user needs. */
export const needed: readonly Check[] = [node, npm, pulumi, state];

/** What the local workspace needs. What is made for another comes behind it, so that it is looked at as it is then. */
export const neededLocally: readonly Check[] = [python, environment, uv];
