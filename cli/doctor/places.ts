import { existsSync } from "node:fs";
import { isAgentsError } from "../../provider/errors.js";
import { connect, type Workspace } from "../../provider/http/index.js";
import { findRunning, workspacePaths } from "../../workspace/index.js";
import { namedPlace, profileFile } from "../namedPlace.js";
import type { Finding, Machine } from "./check.js";

/** What is known of where agents can go. */
export interface Places {
  findings: Finding[];
  /** Whether a workspace beside the local one is meant: then that one is needed, and the local one is not. */
  remote: boolean;
}

/** Looks where agents can go: the workspace that the environment names, and the local one. */
export async function places({ env, data }: Machine): Promise<Places> {
  const named = namedPlace(env);
  const local = await localWorkspace(data);
  if (named.length === 0 && !existsSync(profileFile(env))) {
    const detail = "none in the environment, and no profile file: none is needed for the local workspace";
    return {
      remote: false,
      findings: [
        { name: "credentials", state: "note", detail },
        { name: "workspace", state: "notLooked", detail: "none is named beside the local one" },
        local,
      ],
    };
  }
  let workspace: Workspace;
  try {
    workspace = await connect({}, env, { retry: { firstContactMs: 5_000, refusedLoopbackMs: 1_000 } });
  } catch (error) {
    if (!isAgentsError(error)) throw error;
    // A file of profiles without a default one names nothing.
    const state = named.length === 0 ? "note" : "missing";
    const credentials: Finding = { name: "credentials", state, detail: error.message };
    const unseen: Finding = {
      name: "workspace",
      state: "notLooked",
      detail: "without credentials there is none to ask",
    };
    return { remote: named.length > 0, findings: [credentials, unseen, local] };
  }
  const credentials: Finding = {
    name: "credentials",
    state: "ok",
    detail: `${workspace.authType}, for ${workspace.host}`,
  };
  return { remote: true, findings: [credentials, await reached(workspace), local] };
}

async function reached(workspace: Workspace): Promise<Finding> {
  try {
    const { user, mlflowVersion } = await workspace.probe();
    const as = user === undefined ? "" : ` as ${user}`;
    const kind = workspace.kind === "mlflow" ? `MLflow ${mlflowVersion ?? "of an unknown release"}` : "it";
    return { name: "workspace", state: "ok", detail: `${workspace.host}: ${kind} answers${as}` };
  } catch (error) {
    if (!isAgentsError(error)) throw error;
    return { name: "workspace", state: "missing", detail: error.message };
  }
}

async function localWorkspace(data: string): Promise<Finding> {
  const running = await findRunning(workspacePaths(data));
  const name = "local workspace";
  if (running !== undefined) return { name, state: "ok", detail: `runs at ${running.host}, data in ${data}` };
  return { name, state: "note", detail: `does not run here (${data})`, way: "mlflow-agents workspace start" };
}
