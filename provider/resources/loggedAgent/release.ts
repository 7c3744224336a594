import { isAgentsError } from "../../errors.js";
import { formatOf, testedReleases, versionNumbers } from "../../modelPackage/releases.js";
import { mlflowRequirement } from "../../modelPackage/requirements/mlflow.js";
import type { Context } from "../../resource.js";

/** The MLflow release whose format is written where neither the program, a pin nor an old server says otherwise. */
export const defaultMlflowVersion = "3.17.2";

/** Release of the plain MLflow server that the agent is logged to; undefined on Databricks, and where it is not told. */
export async function serverRelease(context: Context): Promise<string | undefined> {
  try {
    const workspace = await context.workspace();
    return workspace.kind === "mlflow" ? (await workspace.probe()).mlflowVersion : undefined;
  } catch (error) {
    // `check` proves the workspace afterwards, and says what is wrong with it.
    if (isAgentsError(error)) return undefined;
    throw error;
  }
}

/**
 * The release to write for where the program names none: that of an MLflow 2 server, because the clients of such a server
 * are as old as it is and cannot be relied on to load what MLflow 3 writes; else the default.
 */
export function releaseFor(server: string | undefined): string {
  if (server === undefined || major(server) >= major(defaultMlflowVersion)) return defaultMlflowVersion;
  return formatOf(server) === undefined ? (testedReleases[0] ?? defaultMlflowVersion) : server;
}

/** The release that the requirements pin (`mlflow==3.4.0`), if its format is known: the agent will run with that one. */
export function pinnedRelease(requirements: readonly string[]): string | undefined {
  for (const line of requirements) {
    const specifiers = mlflowRequirement(line)?.specifiers ?? [];
    const release = /^={2,3}\s*(\d+\.\d+\.\d+)$/.exec(specifiers.length === 1 ? String(specifiers[0]) : "")?.[1];
    if (release !== undefined) return formatOf(release) === undefined ? undefined : release;
  }
  return undefined;
}

/** What to tell where `mlflowVersion` names one release, and the requirements install another. */
export function otherThanPinned(given: string | undefined, requirements: readonly string[]): string | undefined {
  const pinned = pinnedRelease(requirements);
  if (given === undefined || pinned === undefined || pinned === given) return undefined;
  return (
    `mlflowVersion: the agent is written for MLflow ${given}, and its requirements install ${pinned}. Give the same release ` +
    "in both, or leave `mlflowVersion` out: then the requirements decide."
  );
}

/** What to tell of an agent that the server's own clients may not be able to load. */
export function newerThanServer(release: string, server: string | undefined): string | undefined {
  if (server === undefined || major(release) <= major(server)) return undefined;
  return (
    `mlflowVersion: the agent is written for MLflow ${release}, and the server runs ${server}, whose clients may be unable ` +
    "to load it. Without `mlflowVersion`, and without a pin of mlflow in the requirements, the server's release is taken."
  );
}

function major(release: string): number {
  return versionNumbers(release)?.[0] ?? Number.parseInt(release, 10);
}
