import { AgentsError, isAgentsError, type Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { marks, userTags } from "../../lifecycle/ownership.js";
import { declaredOnly } from "../../lifecycle/tags.js";
import { usable, type Validated } from "../../lifecycle/validate.js";
import { type Context, defineResource } from "../../resource.js";
import { aliasTargets, applyAliases, observedAliases } from "./aliases.js";
import * as api from "./api.js";
import { applyModel, ensureModel } from "./ensureModel.js";
import { ensureVersion } from "./ensureVersion.js";
import { fields, outputs, type RegisteredModelInputs, type RegisteredModelOutputs } from "./schema.js";

/** A model in a registry: one version per content of its agent, and aliases that point to versions. */
export const registeredModel = defineResource({
  type: "RegisteredModel",
  fields,
  outputs,
  stateVersion: 1,
  usesWorkspace: true,

  async check(context, validated) {
    return { inputs: {}, problems: await nameProblems(context, validated) };
  },

  needsUpdate: (state) => state.status !== "READY",

  async read(context, id, state) {
    const workspace = await context.workspace();
    const model = await api.getModel(workspace, id);
    if (model === undefined) return undefined;
    if (state === undefined) return readUnknown(workspace, model);
    const { version, modelUri, status } = state;
    const inputs: Partial<RegisteredModelInputs> = {
      ...(state.aliases === undefined ? {} : { aliases: observedAliases(state.aliases, version, model.aliases) }),
      ...(state.description === undefined ? {} : { description: model.description }),
      ...(state.tags === undefined ? {} : { tags: declaredOnly(state.tags, userTags(model.tags)) }),
    };
    const aliasVersions = declaredOnly(state.aliases ?? {}, model.aliases);
    return { inputs, outputs: { version, modelUri, status, aliasVersions } };
  },

  async create(context, inputs) {
    const workspace = await context.workspace();
    const model = await ensureModel(context, workspace, inputs);
    return { id: inputs.name, outputs: await ensureContent(context, workspace, model, inputs, undefined) };
  },

  async update(context, id, old, inputs) {
    const workspace = await context.workspace();
    const model = await api.getModel(workspace, id);
    if (model === undefined) {
      throw new AgentsError(
        "notFound",
        `the registered model "${id}" is gone. Run \`pulumi refresh\`, then \`pulumi up\`.`,
      );
    }
    const tags = { ...inputs.tags, ...marks(context.identity) };
    await applyModel(workspace, model, inputs, tags, old.tags);
    return ensureContent(context, workspace, model, inputs, old);
  },

  async delete(context, id, state) {
    const workspace = await context.workspace();
    const versions = await existingVersions(workspace, id);
    if (versions.length > 0 && state.forceDestroy !== true) throw notEmpty(id, versions);
    for (const { version } of versions) {
      context.progress(`deleting version ${version}`);
      await api.deleteVersion(workspace, id, version);
    }
    await api.deleteModel(workspace, id);
  },
});

type Old = (RegisteredModelInputs & RegisteredModelOutputs) | undefined;

/** The version of the agent, then the aliases: an alias moves only when its version is ready. */
async function ensureContent(
  context: Context,
  workspace: Workspace,
  model: api.Model,
  inputs: RegisteredModelInputs,
  old: Old,
): Promise<RegisteredModelOutputs> {
  const unfinished = { version: "", modelUri: "", status: "PENDING", aliasVersions: {}, ...outputsOf(old) };
  context.checkpoint(inputs.name, { ...unfinished, status: "PENDING" });
  const same = old?.status === "READY" && sameContent(old.agent, inputs.agent);
  const version = same ? old.version : (await ensureVersion(context, workspace, inputs)).version;
  const done = { version, modelUri: `models:/${inputs.name}/${version}`, status: "READY" };
  context.checkpoint(inputs.name, { ...done, aliasVersions: model.aliases, status: "PENDING" });
  const targets = aliasTargets(inputs.aliases ?? {}, version);
  await applyAliases(workspace, inputs.name, targets, model.aliases, old?.aliases ?? {});
  return { ...done, aliasVersions: targets };
}

function sameContent(left: RegisteredModelInputs["agent"], right: RegisteredModelInputs["agent"]): boolean {
  return left.digest === undefined ? left.modelId === right.modelId : left.digest === right.digest;
}

function outputsOf(old: Old): Partial<RegisteredModelOutputs> {
  return old === undefined
    ? {}
    : { version: old.version, modelUri: old.modelUri, status: old.status, aliasVersions: old.aliasVersions };
}

/** What only the id is known of: the newest version counts. */
async function readUnknown(workspace: Workspace, model: api.Model) {
  const newest = (await api.searchVersions(workspace, model.name)).find(({ status }) => status === "READY");
  const version = newest?.version ?? "";
  const modelUri = version === "" ? "" : `models:/${model.name}/${version}`;
  return {
    inputs: { name: model.name, aliases: model.aliases, description: model.description, tags: userTags(model.tags) },
    outputs: { version, modelUri, status: "READY", aliasVersions: model.aliases },
  };
}

/** A three-part name is what Unity Catalog wants; which registry it is, the configuration says without a call. */
async function nameProblems(context: Context, validated: Validated): Promise<Problem[]> {
  const { name } = validated.inputs;
  if (!usable(validated, "name") || typeof name !== "string") return [];
  const workspace = await context.workspace().catch(() => undefined);
  const parts = name.split(".");
  if (workspace?.registry !== "unityCatalog" || (parts.length === 3 && !parts.includes(""))) return [];
  const message =
    `"${name}" has ${parts.length} part${parts.length === 1 ? "" : "s"}; Unity Catalog wants three: ` +
    "`catalog.schema.model`.";
  return [{ code: "invalidArgument", path: "name", message }];
}

async function existingVersions(workspace: Workspace, name: string): Promise<api.Version[]> {
  try {
    return await api.searchVersions(workspace, name);
  } catch (error) {
    if (isAgentsError(error) && error.code === "notFound") return [];
    throw error;
  }
}

function notEmpty(name: string, versions: readonly api.Version[]): AgentsError {
  const list = versions.map(({ version }) => version).reverse();
  return new AgentsError(
    "conflict",
    `the registered model "${name}" still has version${list.length === 1 ? "" : "s"} ${list.join(", ")}, which would be lost. ` +
      "Set `forceDestroy: true` and run `pulumi up` before you destroy it, or keep it with the option `retainOnDelete`.",
  );
}
