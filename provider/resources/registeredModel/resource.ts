import { AgentsError, isAgentsError } from "../../errors.js";
import { staysFor, stillHeld, takenBy, takenWords } from "../../lifecycle/adoption.js";
import { equal } from "../../lifecycle/equal.js";
import { digestTag, goesWith, userTags } from "../../lifecycle/ownership.js";
import { declaredOnly } from "../../lifecycle/tags.js";
import { aliasesAs, observedAliases } from "../../modelRegistry/aliases.js";
import { type Model, type Registry, registryOf } from "../../modelRegistry/index.js";
import { type Context, defineResource } from "../../resource.js";
import { goneAfterMs, removeSurely, untilSeen, untilSo, whileNotFound } from "../../wait/index.js";
import { checkModel } from "./checks.js";
import { shortDigest } from "./content.js";
import { deletionOf, existingVersions } from "./deletion.js";
import { applyModel, ensureModel, modelDiffers } from "./ensureModel.js";
import { foresee } from "./foresee.js";
import { applyGrants, applyOwner, observedGrants, observedOwner } from "./grants.js";
import { bringIntoUse, requireVersions, type Work } from "./inUse.js";
import { lookAt } from "./look.js";
import { rememberedVersions, versionList } from "./rememberedVersions.js";
import { prune } from "./retention.js";
import { fields, outputs, type RegisteredModelInputs, type RegisteredModelOutputs } from "./schema.js";
import { takeBack } from "./takeBack.js";

/** A model in a registry: one version per content of its agent, and aliases that point to versions. */
export const registeredModel = defineResource({
  type: "RegisteredModel",
  fields,
  outputs,
  stateVersion: 1,
  usesWorkspace: true,
  isMarked: () => true,

  check: checkModel,

  needsUpdate({ status, unpruned, takenBy: taker }) {
    if (taker !== undefined) return takenWords("the registered model", taker);
    if (status !== "READY")
      return `an earlier update did not come to its end (status ${status}): this one finishes it.`;
    return unpruned === true
      ? "an earlier run could not delete all that `keep` leaves out: this one tries again."
      : undefined;
  },

  look: lookAt,

  foresee,

  async refusesDeletion(context, id, state) {
    if (state.keepOnDestroy === true) return undefined;
    const registry = registryOf(await context.workspace());
    const model = await registry.getModel(id);
    if (model === undefined || !goesWith(context.identity, model.tags)) return undefined;
    return (await deletionOf(context, registry, id, await registry.searchVersions(id), state)).refusal;
  },

  async read(context, id, state) {
    const workspace = await context.workspace();
    const registry = registryOf(workspace);
    const model = await registry.getModel(id);
    if (model === undefined) return undefined;
    if (state === undefined) return readUnknown(registry, model);
    const { version, modelUri, status, versions, unpruned, adopted } = state;
    const { aliases, description, tags, deploymentJobId, grants, owner } = state;
    const found = aliasesAs(registry, Object.keys(aliases ?? {}), model.aliases);
    const inputs: Partial<RegisteredModelInputs> = {
      ...(aliases === undefined ? {} : { aliases: observedAliases(aliases, version ?? "", found) }),
      ...(description === undefined ? {} : { description: model.description }),
      ...(tags === undefined ? {} : { tags: declaredOnly(tags, userTags(model.tags)) }),
      ...(deploymentJobId === undefined ? {} : { deploymentJobId: model.deploymentJobId }),
      ...(grants === undefined ? {} : { grants: await observedGrants(workspace, id, grants) }),
      ...(owner === undefined ? {} : { owner: await observedOwner(workspace, id, owner, model.owner) }),
    };
    const aliasVersions = declaredOnly(aliases ?? {}, found);
    const taker = takenBy(context, model.tags);
    if (taker !== undefined)
      context.warn(`the registered model "${id}" was taken over by ${taker}; the next update is refused.`);
    const kept = {
      ...(taker === undefined ? {} : { takenBy: taker }),
      ...(versions === undefined ? {} : { versions: versionList(rememberedVersions(versions)) }),
      ...(unpruned === true ? { unpruned } : {}),
      ...(adopted === true ? { adopted } : {}),
      ...(version === undefined ? {} : { version, modelUri }),
    };
    return { inputs, outputs: { status, aliasVersions, ...kept } };
  },

  async create(context, inputs) {
    const workspace = await context.workspace();
    const registry = registryOf(workspace);
    const name = inputs.name ?? "";
    await requireVersions({ context, registry, name }, inputs);
    const found = await ensureModel(context, registry, name, inputs);
    const work = { context, workspace, registry, name, inputs, old: undefined, ...found };
    return { id: name, outputs: await finish(work) };
  },

  async update(context, id, old, inputs) {
    const workspace = await context.workspace();
    const registry = registryOf(workspace);
    const model = await heldModel(context, registry, id);
    if (model === undefined) throw gone(id);
    stillHeld(context, `the registered model "${id}"`, model.tags, inputs.adopt);
    if (old.status !== "READY" || modelDiffers(context, model, old, inputs)) {
      await applyModel(context, registry, model, inputs, old);
    }
    const { aliases: actual } = model;
    return finish({ context, workspace, registry, name: id, inputs, old, fresh: false, adopted: false, actual });
  },

  async delete(context, id, state) {
    if (state.keepOnDestroy === true) {
      context.note(
        `the registered model "${id}" stays with its versions and aliases, because of \`keepOnDestroy\`. It keeps the marks of ` +
          'this stack: this resource goes on with it, and another stack takes it with `adopt: "take"`.',
      );
      return;
    }
    const workspace = await context.workspace();
    const registry = registryOf(workspace);
    const model = await heldModel(context, registry, id);
    if (model !== undefined && staysFor(context, `the registered model "${id}"`, model.tags)) return;
    const all = await existingVersions(context, registry, id, state.version ?? "");
    const { own, others, refusal } = await deletionOf(context, registry, id, all, state);
    if (refusal !== undefined) throw new AgentsError("conflict", refusal);
    for (const { version } of own) {
      context.progress(`deleting version ${version}`);
      await removeSurely(context, `version ${version} of ${id}`, () => registry.deleteVersion(id, version));
    }
    if (others.length > 0) await takeBack({ context, workspace, registry, name: id, state, others });
    else await removeSurely(context, `the model ${id}`, () => registry.deleteModel(id));
  },
});

/** All that comes after the model itself, in an order in which each step may rely on the ones before. */
async function finish(work: Work): Promise<RegisteredModelOutputs> {
  const { context, workspace, name, inputs, old } = work;
  const done = await bringIntoUse(work).catch((error: unknown) => {
    // Nothing else of an update that finds no model is a matter of an argument.
    if (isAgentsError(error) && error.code === "notFound" && error.path === undefined && old !== undefined)
      throw gone(name);
    throw error;
  });
  context.checkpoint(name, { ...done, status: "PENDING" });
  const settled = old?.status === "READY" ? old : undefined;
  if (settled === undefined || !equal(settled.grants, inputs.grants)) {
    const apply = () => applyGrants(workspace, name, inputs, old);
    await whileNotFound(context, `the grants of ${name}`, apply, goneAfterMs);
  }
  const tidied = await retain(work, done);
  await applyOwner(workspace, name, inputs, settled);
  return tidied;
}

async function retain(work: Work, done: RegisteredModelOutputs): Promise<RegisteredModelOutputs> {
  const { context, workspace, registry, name, inputs, old } = work;
  if (inputs.keep === undefined || work.fresh) return done;
  const settled = old?.status === "READY" && old.unpruned !== true;
  if (settled && old.version === done.version && equal(old.keep, inputs.keep) && equal(old.aliases, inputs.aliases))
    return done;
  const model = await untilSeen(context, `the model ${name}`, () => registry.getModel(name), goneAfterMs);
  // Without its aliases it cannot be told what is in use.
  if (model === undefined) throw gone(name);
  const aliases = { ...model.aliases, ...done.aliasVersions };
  const retention = { workspace, registry, name, keep: inputs.keep.versions, inUse: done.version ?? "", aliases };
  const { exists, left } = await prune(context, retention);
  const versions = (done.versions ?? []).filter((each) => exists(each.version));
  return { ...done, versions, ...(left ? { unpruned: true as const } : {}) };
}

/** The model. A first answer that says that somebody else holds it may be from before this stack took it over. */
function heldModel(context: Context, registry: Registry, id: string): Promise<Model | undefined> {
  const isHeld = ({ tags }: Model) => takenBy(context, tags) === undefined;
  return untilSo(context, `the model ${id}`, () => registry.getModel(id), isHeld, goneAfterMs);
}

function gone(id: string): AgentsError {
  return new AgentsError(
    "notFound",
    `the registered model "${id}" is gone. Run \`pulumi refresh\`, then \`pulumi up\`.`,
  );
}

/** What only the id is known of: the newest version counts. */
async function readUnknown(registry: Registry, model: Model) {
  const all = await registry.searchVersions(model.name);
  const version = all.find(({ status }) => status === "READY")?.version ?? "";
  const modelUri = version === "" ? "" : `models:/${model.name}/${version}`;
  const digests = all.flatMap(({ version: number, tags }) =>
    tags?.[digestTag] === undefined ? [] : [[number, shortDigest(tags[digestTag])] as const],
  );
  return {
    inputs: { name: model.name, aliases: model.aliases, description: model.description, tags: userTags(model.tags) },
    outputs: {
      version,
      modelUri,
      status: "READY",
      aliasVersions: model.aliases,
      versions: versionList(Object.fromEntries(digests.slice(0, 20))),
    },
  };
}
