import { artifactLocation, upload } from "../../artifacts/index.js";
import { AgentsError, isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { digestTag, isOurs, marks } from "../../lifecycle/ownership.js";
import { type PackagePlan, packageFiles } from "../../modelPackage/index.js";
import type { Context } from "../../resource.js";
import * as api from "./api.js";
import type { LoggedAgentInputs, LoggedAgentOutputs } from "./schema.js";
import { planAgent } from "./source.js";

/** The id of an experiment, made if there is none. Two runs at once both get the one that was made first. */
export async function ensureExperiment(workspace: Workspace, name: string): Promise<string> {
  const existing = await api.getExperiment(workspace, name);
  if (existing !== undefined) return existing;
  try {
    return await api.createExperiment(workspace, name);
  } catch (error) {
    const lost = isAgentsError(error) && (error.code === "alreadyExists" || error.code === "unknownOutcome");
    const made = lost ? await api.getExperiment(workspace, name) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}

/** The plan of the agent, if it is still what `check` showed. */
export async function planned(inputs: LoggedAgentInputs): Promise<PackagePlan> {
  const { plan, problems } = await planAgent(inputs);
  const first = problems[0];
  if (first !== undefined) throw new AgentsError(first.code, first.message, { path: first.path });
  if (plan === undefined || plan.digest !== inputs.digest) {
    throw new AgentsError(
      "fileRefused",
      "the agent's files changed while the deployment was running. Nothing was logged; run `pulumi up` again.",
    );
  }
  return plan;
}

/**
 * A logged model with exactly the content of `inputs`: the one that was logged before, if there is one, so that a
 * reverted commit rolls back at once; one that an earlier run left unfinished, completed; else a new one.
 */
export async function ensureModel(
  context: Context,
  workspace: Workspace,
  experimentId: string,
  inputs: LoggedAgentInputs,
): Promise<api.LoggedModel> {
  const name = inputs.name ?? context.identity.name;
  const plan = await planned(inputs);
  const found = await findByDigest(context, workspace, { experimentId, name, digest: plan.digest });
  if (found?.ready === true) {
    context.progress(`this content was logged before as ${found.modelId} and is used again`);
    return found;
  }
  const model = found ?? (await createOrFind(context, workspace, { experimentId, name }, inputs, plan));
  context.checkpoint(agentId(experimentId, name), outputsOf(model));
  const files = packageFiles(plan, {
    modelId: model.modelId,
    artifactPath: model.artifactUri,
    time: new Date(model.createdAt),
  });
  await upload(workspace, artifactLocation(model.artifactUri), files, {
    signal: context.signal,
    progress: (done, total) => context.progress(`uploading ${model.modelId}: ${done} of ${total} files`),
  });
  return api.finalizeModel(workspace, model.modelId);
}

/** The models of one agent. The agent that replaces a renamed one carries the same mark and is another lineage. */
export interface Lineage {
  experimentId: string;
  /** Name of the models. */
  name: string;
}

async function createOrFind(
  context: Context,
  workspace: Workspace,
  lineage: Lineage,
  inputs: LoggedAgentInputs,
  plan: PackagePlan,
): Promise<api.LoggedModel> {
  try {
    return await api.createModel(workspace, {
      ...lineage,
      modelType: inputs.modelType,
      params: inputs.params ?? {},
      tags: { ...inputs.tags, ...marks(context.identity), [digestTag]: plan.digest },
    });
  } catch (error) {
    // The answer was lost, the model may be there: a second one would be an orphan.
    const lost = isAgentsError(error) && error.code === "unknownOutcome";
    const made = lost ? await findByDigest(context, workspace, { ...lineage, digest: plan.digest }) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}

/** This resource's model with `digest`, a finished one before one that is still pending. */
async function findByDigest(
  context: Context,
  workspace: Workspace,
  { experimentId, name, digest }: Lineage & { digest: string },
): Promise<api.LoggedModel | undefined> {
  const filter = `tags.\`${digestTag}\` = '${digest}'`;
  const { models } = await api.searchModels(workspace, experimentId, filter);
  const ours = models.filter(
    (model) => isOurs(context.identity, model.tags) && model.tags[digestTag] === digest && model.name === name,
  );
  return ours.find(({ ready }) => ready) ?? ours.find(({ pending }) => pending);
}

/** All models of an agent. */
export async function modelsOf(context: Context, workspace: Workspace, lineage: Lineage): Promise<api.LoggedModel[]> {
  const ours: api.LoggedModel[] = [];
  const { name } = context.identity;
  // MLflow's filter language has no way to write a quote inside a text: then all are looked through.
  const filter = name.includes("'") ? "" : `tags.\`pulumi_resource\` = '${name}'`;
  let page: string | undefined;
  do {
    const answer = await api.searchModels(workspace, lineage.experimentId, filter, page);
    ours.push(...answer.models.filter((model) => isOurs(context.identity, model.tags) && model.name === lineage.name));
    page = answer.next;
  } while (page !== undefined);
  return ours;
}

/** The resource's id: the agent is the lineage of models under one name in one experiment, not one of them. */
export function agentId(experimentId: string, name: string): string {
  return `${experimentId}/${name}`;
}

/** What the state records of a model. */
export function outputsOf(model: api.LoggedModel): LoggedAgentOutputs {
  const status = model.ready ? "READY" : model.pending ? "PENDING" : "FAILED";
  return { modelId: model.modelId, modelUri: `models:/${model.modelId}`, experimentId: model.experimentId, status };
}
