import { z } from "zod";
import { route, type Workspace } from "../../http/index.js";
import { experimentName } from "../../lifecycle/experimentName.js";
import { unlessAbsent } from "../../lifecycle/gone.js";

// Calls beside the serving API that an endpoint's arguments need; one function per REST call.

const deployment = z.object({ review_app_url: z.string().nullish() });
const listedSecrets = z.object({ secrets: z.array(z.object({ key: z.string() })).nullish() });
const experiment = z.object({
  experiment: z.object({ experiment_id: z.string(), lifecycle_stage: z.string().optional() }),
});
const principals = z.object({
  Resources: z.array(z.object({ applicationId: z.string(), displayName: z.string().optional() })).nullish(),
});

/**
 * `POST agents/deployments`: tells Databricks that an entity is an agent, which makes its review app. In no documentation
 * and no SDK; what is known is what Databricks' own deploy client sends.
 *
 * @returns the review app's address, where there is one
 */
export async function registerDeployment(
  workspace: Workspace,
  what: { model: string; version: string; endpoint: string; entity: string; invocationsUrl: string },
): Promise<string | undefined> {
  const answer = await workspace.json(deployment, {
    method: "POST",
    path: route`/api/2.0/agents/deployments`,
    body: {
      model_name: what.model,
      model_version: what.version,
      query_endpoint: what.invocationsUrl,
      endpoint_name: what.endpoint,
      served_entity_name: what.entity,
      workspace_url: workspace.host,
    },
    safeToRepeat: true,
  });
  return answer.review_app_url ?? undefined;
}

/** `GET secrets/list`: names of the secrets of a scope. @throws AgentsError `notFound` without such a scope */
export async function listSecrets(workspace: Workspace, scope: string): Promise<string[]> {
  const answer = await workspace.json(listedSecrets, {
    method: "GET",
    path: route`/api/2.0/secrets/list`,
    query: { scope },
  });
  return (answer.secrets ?? []).map(({ key }) => key);
}

/** `GET scim/v2/ServicePrincipals`: application ids of the service principals that are displayed under a name. */
export async function findServicePrincipals(workspace: Workspace, displayName: string): Promise<string[]> {
  const answer = await workspace.json(principals, {
    method: "GET",
    path: route`/api/2.0/preview/scim/v2/ServicePrincipals`,
    query: { filter: `displayName eq "${displayName.replace(/["\\]/g, "\\$&")}"` },
  });
  return (answer.Resources ?? [])
    .filter((found) => found.displayName === undefined || found.displayName === displayName)
    .map(({ applicationId }) => applicationId);
}

/** `GET experiments/get-by-name`: the experiment of a path, or undefined where there is none. */
export async function findExperiment(
  workspace: Workspace,
  path: string,
): Promise<{ id: string; deleted: boolean } | undefined> {
  const answer = await unlessAbsent(
    workspace.json(experiment, {
      method: "GET",
      path: route`/api/2.0/mlflow/experiments/get-by-name`,
      query: { experiment_name: experimentName(workspace, path) },
    }),
  );
  if (answer === undefined) return undefined;
  return { id: answer.experiment.experiment_id, deleted: answer.experiment.lifecycle_stage === "deleted" };
}
