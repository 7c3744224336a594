import { artifactLocation, progressText, upload } from "../../artifacts/index.js";
import { AgentsError, isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { digestTag, marks, ownershipTags, userMark, userMarks } from "../../lifecycle/ownership.js";
import { tagChanges } from "../../lifecycle/tags.js";
import { type PackagePlan, packageFiles } from "../../modelPackage/index.js";
import type { Context } from "../../resource.js";
import { createOnce, goneAfterMs, removeSurely, untilSeen, whileNotFound } from "../../wait/index.js";
import { makeExperiment } from "./experimentFolder.js";
import { type Found, lookFor, type Page } from "./lookAhead.js";
import type { LoggedAgentInputs, LoggedAgentOutputs } from "./schema.js";
import { planAgent } from "./source.js";
import type { LoggedModel, ModelStore } from "./store.js";
import { isMember, marksUse, withContent } from "./whose.js";

/** What the steps of one operation work on: the models of one agent, under one name in one experiment. */
export interface Work {
  context: Context;
  workspace: Workspace;
  store: ModelStore;
  experimentId: string;
  /** Name of the models. The agent that replaces a renamed one carries the same mark and is another lineage. */
  name: string;
}

/**
 * The experiment's id, made if there is none, and what is in it. Two runs at once both get the one that was made first.
 *
 * @param name of the agent
 */
export async function ensureExperiment(
  context: Context,
  workspace: Workspace,
  experiment: string,
  name: string,
): Promise<{ experimentId: string; newest: Page }> {
  const known = await lookFor(workspace, experiment, name);
  if (isThere(known)) return known;
  const { value } = await createOnce(context, {
    what: `the experiment ${experiment}`,
    // Nothing can have been logged into it yet.
    send: async () => ({ ...known, experimentId: await makeExperiment(workspace, experiment) }),
    async lookUp() {
      const found = await lookFor(workspace, experiment, name);
      return isThere(found) ? found : undefined;
    },
  });
  return value;
}

function isThere(found: Found): found is Found & { experimentId: string } {
  return found.experimentId !== undefined;
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

/** A model with the wanted content, and what else was seen of the lineage on the way. */
export interface Ensured {
  model: LoggedModel;
  known: LoggedModel[];
}

/**
 * A logged model with exactly the content of `inputs`: the one that was logged before, if there is one, so that a
 * reverted commit rolls back at once; one that an earlier run left unfinished, completed; else a new one.
 *
 * @param plan of the agent
 * @param newest models under the name
 */
export async function ensureModel(
  work: Work,
  inputs: LoggedAgentInputs,
  plan: PackagePlan,
  newest: Page,
): Promise<Ensured> {
  const { context, workspace, store } = work;
  const known = newest.models;
  const found = await look(work, inputs, plan.digest, newest);
  const ready = found?.ready === true ? await join(work, found, inputs.shared === true) : undefined;
  if (ready !== undefined) {
    context.progress(`this content was logged before as ${ready.modelId} and is used again`);
    return { model: ready, known };
  }
  const { value: model, doubtful } =
    found?.pending === true
      ? { value: await hold(work, found), doubtful: false }
      : await createOrFind(work, inputs, plan);
  context.checkpoint(agentId(work), outputsOf(model));
  await upload(workspace, artifactLocation(model.artifactUri), packageFiles(plan, store.stamp(model)), {
    signal: context.signal,
    progress: (...far) => context.progress(`uploading ${model.modelId}: ${progressText(...far)}`),
  });
  const complete = await store.complete(context, model, plan, inputs.params ?? {});
  // What a lost answer made as well may show by now: it is tidied up with what else is unfinished.
  return { model: complete, known: doubtful ? (await newestOf(work)).models : known };
}

/** Tags of the program, and those that say whose the model is. */
export function wantedTags(context: Context, inputs: LoggedAgentInputs): Record<string, string> {
  const { identity } = context;
  // The mark of whoever made a shared model stays: each user of it has one of its own.
  return { ...inputs.tags, ...(inputs.shared === true ? userMark(identity) : marks(identity)) };
}

/** Brings the tags of a model to what the program says. Tags that others have set stay. */
export async function applyTags(
  { context, store }: Work,
  model: LoggedModel,
  wanted: Record<string, string>,
  former: Record<string, string>,
): Promise<void> {
  const { set, remove } = tagChanges(model.tags, wanted, former);
  if (Object.keys(set).length > 0) await store.setTags(model.modelId, set);
  for (const key of remove)
    await removeSurely(context, `the tag ${key} of ${model.modelId}`, () => store.deleteTag(model.modelId, key));
}

/** The newest models under the name. */
export async function newestOf({ store, experimentId, name }: Work): Promise<Page> {
  return store.search({ experimentId, name });
}

/** Looks for the content: among the newest models under the name, and only then by its digest among all. */
async function look(work: Work, inputs: LoggedAgentInputs, digest: string, newest: Page) {
  const { context, store, experimentId, name } = work;
  const wanted = { name, digest, shared: inputs.shared === true };
  const found = withContent(context.identity, newest.models, wanted);
  if (found?.ready === true || newest.next === undefined) return found;
  const { models } = await store.search({ experimentId, tag: { key: digestTag, value: digest } });
  return withContent(context.identity, models, wanted) ?? found;
}

/**
 * Says on a shared model that this resource uses it too, and then looks whether it is still there: whoever deletes one
 * looks at the marks first.
 *
 * @returns undefined when its last user deleted it in between
 */
async function join(work: Work, model: LoggedModel, shared: boolean): Promise<LoggedModel | undefined> {
  const { store, context } = work;
  if (!shared || marksUse(context.identity, model.tags)) return hold(work, model);
  const again = () => untilSeen(context, model.modelId, () => store.get(model.modelId), goneAfterMs);
  try {
    await store.setTags(model.modelId, userMark(context.identity));
  } catch (error) {
    // What a server answers about tags of something deleted differs: that it is gone is what counts.
    const refused = isAgentsError(error) && (error.code === "notFound" || error.code === "badRequest");
    if (!refused || (await again()) !== undefined) throw error;
    return undefined;
  }
  return isMember(context.identity, model) ? withMark(context, model) : again();
}

/**
 * Says on a model of an earlier creation of this resource that this one uses it, before the state does: what it replaces is
 * deleted by its marks.
 */
async function hold({ store, context }: Work, model: LoggedModel): Promise<LoggedModel> {
  const mark = { [ownershipTags.owner]: context.identity.owner };
  if (userMarks(model.tags).length > 0 || model.tags[ownershipTags.owner] === context.identity.owner) return model;
  await store.setTags(model.modelId, mark);
  return { ...model, tags: { ...model.tags, ...mark } };
}

/** A model of its own cannot be deleted by anybody else, so it need not be read again. */
function withMark({ identity }: Context, model: LoggedModel): LoggedModel {
  return { ...model, tags: { ...model.tags, ...userMark(identity) } };
}

/** A new model, or the one that a call whose answer was lost has made: a second one would be an orphan. */
function createOrFind(work: Work, inputs: LoggedAgentInputs, plan: PackagePlan) {
  const { context, store, experimentId, name } = work;
  const create = () =>
    store.create({
      experimentId,
      name,
      modelType: inputs.modelType,
      params: inputs.params ?? {},
      tags: { ...wantedTags(context, inputs), ...marks(context.identity), [digestTag]: plan.digest },
      prompts: inputs.prompts ?? [],
    });
  return createOnce(context, {
    what: `the logged model ${name}`,
    // The experiment may have been made just now.
    send: () => whileNotFound(context, `the experiment ${experimentId}`, create, goneAfterMs),
    lookUp: async () => look(work, inputs, plan.digest, await newestOf(work)),
  });
}

/** The resource's id: the agent is the lineage of models under one name in one experiment, not one of them. */
export function agentId({ experimentId, name }: Pick<Work, "experimentId" | "name">): string {
  return `${experimentId}/${name}`;
}

/** What the state records of a model. */
export function outputsOf({ modelId, modelUri, experimentId, ready, pending }: LoggedModel): LoggedAgentOutputs {
  return { modelId, modelUri, experimentId, status: ready ? "READY" : pending ? "PENDING" : "FAILED" };
}
