import { z } from "zod";
import type { Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { userTags } from "../../lifecycle/ownership.js";
import { declaredOnly, tagChanges } from "../../lifecycle/tags.js";
import { isUnknown, unknownValue } from "../../lifecycle/unknown.js";
import { usable, type Validated } from "../../lifecycle/validate.js";
import { type Context, defineResource } from "../../resource.js";
import * as api from "./api.js";
import { agentId, ensureExperiment, ensureModel, modelsOf, outputsOf } from "./ensure.js";
import { fields, type LoggedAgentInputs, outputs } from "./schema.js";
import { planAgent } from "./source.js";

/** Arguments that are part of the agent's content. */
const content = Object.keys(fields).filter(
  (name) => !["name", "experiment", "tags", "keepOnDestroy", "files", "digest"].includes(name),
);

/** An agent, logged as an MLflow model from code. Each change of its content logs a new, immutable model. */
export const loggedAgent = defineResource({
  type: "LoggedAgent",
  fields,
  outputs,
  stateVersion: 1,
  usesWorkspace: true,

  async check(context, validated) {
    const { identity } = context;
    const defaults = {
      name: validated.inputs.name ?? identity.name,
      experiment: validated.inputs.experiment ?? `/Shared/${identity.project}-${identity.stack}`,
    };
    const problems = [...nameProblems(validated, identity.name), ...bothPolicies(validated)];
    const { derived, found } = await contentOf(context, validated);
    return { inputs: { ...defaults, ...derived }, problems: [...problems, ...found] };
  },

  needsUpdate: (state) => state.status !== "READY",

  async read(context, id, state) {
    const workspace = await context.workspace();
    const model = state === undefined ? await findForGet(workspace, id) : await api.getModel(workspace, state.modelId);
    if (model === undefined) return undefined;
    const tags = userTags(model.tags);
    const inputs: Partial<LoggedAgentInputs> =
      state === undefined
        ? { name: model.name }
        : state.tags === undefined
          ? {}
          : { tags: declaredOnly(state.tags, tags) };
    return { inputs, outputs: outputsOf(model) };
  },

  async create(context, inputs) {
    const workspace = await context.workspace();
    const experimentId = await ensureExperiment(workspace, inputs.experiment ?? "");
    const model = await ensureModel(context, workspace, experimentId, inputs);
    const id = agentId(experimentId, inputs.name ?? context.identity.name);
    context.checkpoint(id, { ...outputsOf(model), status: "PENDING" });
    await applyTags(workspace, model, inputs.tags ?? {}, {});
    return { id, outputs: outputsOf(model) };
  },

  async update(context, id, old, inputs) {
    const workspace = await context.workspace();
    const same = old.digest === inputs.digest && old.status === "READY";
    const kept = same ? await api.getModel(workspace, old.modelId) : undefined;
    const model = kept ?? (await ensureModel(context, workspace, old.experimentId, inputs));
    context.checkpoint(id, outputsOf(model));
    await applyTags(workspace, model, inputs.tags ?? {}, old.tags ?? {});
    return outputsOf(model);
  },

  async delete(context, _id, state) {
    if (state.keepOnDestroy === true) return;
    const workspace = await context.workspace();
    const { experimentId, name = context.identity.name } = state;
    for (const model of await modelsOf(context, workspace, { experimentId, name })) {
      if (await isRegistered(workspace, model)) {
        context.warn(`${model.modelId} is the source of a registered model version and is kept.`);
      } else {
        await api.deleteModel(workspace, model.modelId);
      }
    }
  },
});

/** Digest and files, as far as they can be told, and what is wrong with the agent's folder. */
async function contentOf(context: Context, validated: Validated) {
  const inputs = validated.inputs as Partial<LoggedAgentInputs>;
  if (!usable(validated, "code") || inputs.code === undefined) {
    return { derived: { files: unknownValue, digest: unknownValue }, found: [] };
  }
  // A part that is not known yet, or at fault, must not hide what is wrong with the others.
  const policies = ["resources", "authPolicy"];
  const contested = bothPolicies(validated).length > 0;
  const isReadable = (name: string) =>
    policies.includes(name)
      ? usable(validated, name) && !contested
      : !validated.faulty.has(name) && !isUnknown(validated.inputs[name]);
  const readable = Object.fromEntries(content.filter(isReadable).map((name) => [name, validated.inputs[name]]));
  const { plan, problems, warnings } = await planAgent({ ...(readable as LoggedAgentInputs), code: inputs.code });
  for (const warning of warnings) context.warn(`${warning.path === "" ? "" : `${warning.path}: `}${warning.message}`);
  const complete = usable(validated, ...content);
  const derived: Record<string, unknown> = {
    files: plan?.files ?? unknownValue,
    digest: complete && plan !== undefined ? plan.digest : unknownValue,
  };
  if (plan !== undefined && usable(validated, "interface")) derived.interface = plan.interface;
  // An argument that is not known yet, or at fault, is given by the program: nothing is missing or wrong there by this.
  const unsettled = content.filter((name) => !usable(validated, name));
  const found = problems.filter(({ path }) => !unsettled.includes(path.split(/[.[]/)[0] ?? ""));
  return { derived, found };
}

function nameProblems(validated: Validated, logicalName: string): Problem[] {
  if (validated.inputs.name !== undefined || !usable(validated, "name")) return [];
  if (fields.name.schema.safeParse(logicalName).success) return [];
  const message = `the resource's name is used, and it holds a character that MLflow refuses (/ : . % " '). Give a name.`;
  return [{ code: "invalidArgument", path: "name", message }];
}

function bothPolicies(validated: Validated): Problem[] {
  if (validated.inputs.resources === undefined || validated.inputs.authPolicy === undefined) return [];
  const message =
    "MLflow takes either `resources` or `authPolicy`. Move the resources into the policy's systemResources.";
  return [{ code: "invalidArgument", path: "resources", message }];
}

async function findForGet(workspace: Workspace, id: string): Promise<api.LoggedModel | undefined> {
  if (id.startsWith("m-")) return api.getModel(workspace, id);
  const [experimentId = "", ...name] = id.split("/");
  // A model's name holds no quote, so nothing can leave the filter.
  const filter = `name = '${name.join("/").replaceAll("'", "")}'`;
  const { models } = await api.searchModels(workspace, experimentId, filter);
  return models.find(({ ready }) => ready);
}

async function applyTags(
  workspace: Workspace,
  model: api.LoggedModel,
  wanted: Record<string, string>,
  former: Record<string, string>,
): Promise<void> {
  const { set, remove } = tagChanges(model.tags, wanted, former);
  if (Object.keys(set).length > 0) await api.setTags(workspace, model.modelId, set);
  for (const key of remove) await api.deleteTag(workspace, model.modelId, key);
}

const versionsTag = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "not JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.array(z.object({ name: z.string(), version: z.coerce.string() })));

/**
 * Whether a version of a plain MLflow registry has its files here: such a registry points to the logged model and copies
 * nothing. The server notes versions in the tag `mlflow.modelVersions` and leaves them there when a version goes.
 */
async function isRegistered(workspace: Workspace, model: api.LoggedModel): Promise<boolean> {
  const noted = model.tags["mlflow.modelVersions"];
  if (workspace.registry !== "mlflow" || noted === undefined) return false;
  const versions = versionsTag.safeParse(noted);
  // A note that cannot be read must not cost anybody a version's files: the model is kept.
  if (!versions.success) return true;
  for (const { name, version } of versions.data) {
    if (await api.versionExists(workspace, name, version)) return true;
  }
  return false;
}
