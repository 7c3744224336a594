import { isRunModel } from "../../artifacts/loggedModel.js";
import { isAgentsError } from "../../errors.js";
import { route, type Workspace } from "../../http/index.js";
import { loggedModels } from "./loggedModels.js";
import { runs } from "./runs.js";
import type { ModelStore } from "./store.js";

/**
 * The store that holds a model, told by the form of its id, so that a lineage goes on where it began when the server is
 * upgraded; without an id, the one that the workspace speaks today.
 */
export async function storeOf(workspace: Workspace, modelId = ""): Promise<ModelStore> {
  if (modelId !== "") return isRunModel(modelId) ? runs(workspace) : loggedModels(workspace);
  return (await hasLoggedModels(workspace)) ? loggedModels(workspace) : runs(workspace);
}

/** Logged models came with MLflow 3. */
async function hasLoggedModels(workspace: Workspace): Promise<boolean> {
  if (workspace.kind === "databricks") return true;
  const { mlflowVersion } = await workspace.probe();
  if (mlflowVersion !== undefined) return Number.parseInt(mlflowVersion, 10) >= 3;
  // Something in between hides `/version`: then the route itself tells, by the code of its refusal.
  try {
    await workspace.call({
      method: "GET",
      path: route`/api/2.0/mlflow/logged-models/m-00000000000000000000000000000000`,
    });
    return true;
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return true;
    if (isAgentsError(error) && error.code === "unsupported") return false;
    throw error;
  }
}
