import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { pathToFileURL } from "node:url";
import { resolveCacheFolder } from "../../workspace/paths.js";
import { cachedFolder, isComplete } from "../pulumiCli/find.js";
import { which } from "../which.js";
import { ownBackend, projectFolder } from "./project.js";

/**
 * The environment that the Pulumi CLI needs in a project: the CLI itself on PATH, where this package set it up, and the
 * project's own backend and passphrase, where `mlflow-agents new` made some. A backend that the environment names goes first.
 *
 * @param folder of the project, or one in it
 * @param env the process's environment
 * @param cliFolder where the CLI is. Default: the one on PATH, else the one that this package set up
 */
export function pulumiEnvironment(folder: string, env: NodeJS.ProcessEnv, cliFolder?: string): NodeJS.ProcessEnv {
  return { ...env, ...pathWith(env, cliFolder ?? cachedUnlessOnPath(env)), ...backendOf(folder, env) };
}

function cachedUnlessOnPath(env: NodeJS.ProcessEnv): string | undefined {
  if (which("pulumi", env.PATH ?? "") !== undefined) return undefined;
  const folder = cachedFolder(resolveCacheFolder());
  return isComplete(folder) ? folder : undefined;
}

function pathWith(env: NodeJS.ProcessEnv, folder: string | undefined): NodeJS.ProcessEnv {
  return folder === undefined ? {} : { PATH: [folder, env.PATH ?? ""].join(delimiter) };
}

function backendOf(folder: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const project = projectFolder(folder);
  if (project === undefined || (env.PULUMI_BACKEND_URL ?? "") !== "") return {};
  const own = ownBackend(project);
  if (!existsSync(own.folder)) return {};
  const url = { PULUMI_BACKEND_URL: pathToFileURL(own.folder).href };
  // The stacks were made with it: a passphrase that is set for others would not open them.
  if (!existsSync(own.passphrase)) return url;
  return { ...url, PULUMI_CONFIG_PASSPHRASE: undefined, PULUMI_CONFIG_PASSPHRASE_FILE: own.passphrase };
}
