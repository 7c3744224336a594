import { isAgentsError } from "../../errors.js";
import { unlessAbsent } from "../../lifecycle/gone.js";
import { digestTag, ownUserKeys, userMark, userMarks } from "../../lifecycle/ownership.js";
import { goneAfterMs, removeSurely, untilSeen } from "../../wait/index.js";
import * as api from "./api.js";
import type { Work } from "./ensure.js";
import type { LoggedModel } from "./store.js";
import { isMember, otherUsers } from "./whose.js";

/** All models of an agent, looked for until the one that the state knows is among them: a list may lag behind. */
export async function allModelsOf(work: Work, known: string): Promise<LoggedModel[]> {
  // Of an experiment that is gone nothing can be listed; what the state knows is looked for by itself all the same.
  const list = async () => (await unlessAbsent(modelsOf(work))) ?? [];
  if (known === "") return list();
  let models: LoggedModel[] = [];
  const look = async () => {
    models = await list();
    return models.some(({ modelId }) => modelId === known) ? models : undefined;
  };
  const found = await untilSeen(work.context, known, look, goneAfterMs);
  if (found !== undefined) return found;
  const unlisted = await work.store.get(known);
  const isOwn = unlisted !== undefined && isMember(work.context.identity, unlisted) && unlisted.name === work.name;
  return isOwn ? [unlisted, ...models] : models;
}

/** All models of an agent, newest first, finished or not. */
export async function modelsOf({ context, store, experimentId, name }: Work): Promise<LoggedModel[]> {
  const own: LoggedModel[] = [];
  let page: string | undefined;
  do {
    const answer = await store.search({ experimentId, name }, page);
    own.push(...answer.models.filter((model) => isMember(context.identity, model) && model.name === name));
    page = answer.next;
  } while (page !== undefined);
  return own;
}

/**
 * The finished models that are beyond the `keep` newest, of which the one in use is always one.
 *
 * @param current the one in use; undefined where it is still to be logged
 */
export function superseded(models: readonly LoggedModel[], current: string | undefined, keep: number): LoggedModel[] {
  const earlier = models.filter(({ ready, modelId }) => ready && modelId !== current);
  return earlier.sort((a, b) => b.createdAt - a.createdAt).slice(keep - 1);
}

/** Ids of the models that an update to `inputs` deletes by retention; what is registered or used by others as well stays. */
export async function foreseen(
  work: Work,
  state: { modelId: string; digest?: string },
  inputs: { retain?: { versions: number }; digest?: string },
): Promise<string[]> {
  const keep = inputs.retain?.versions;
  // A placeholder stands here while the number is not known yet.
  if (typeof keep !== "number") return [];
  const models = await modelsOf(work);
  const logged = models.find(({ ready, tags }) => ready && tags[digestTag] === inputs.digest)?.modelId;
  const current = state.digest === inputs.digest ? state.modelId : logged;
  const going: string[] = [];
  for (const model of superseded(models, current, keep)) {
    const used = otherUsers(work.context.identity, model.tags).length > 0;
    if (!used && !(await isRegistered(work, model))) going.push(model.modelId);
  }
  return going;
}

/**
 * Removes what is left over once `current` is in use: models that an earlier run did not finish, and those that are
 * beyond what `retain` keeps. One that cannot be removed is a warning, and the next run tries again.
 *
 * @param models of the agent, as far as they matter
 * @param keep how many finished ones stay; undefined: all
 * @returns ids of what could not be removed
 */
export async function tidy(
  work: Work,
  current: LoggedModel,
  models: readonly LoggedModel[],
  keep: number | undefined,
): Promise<string[]> {
  const { context, store } = work;
  const own = models.filter((model) => isMember(context.identity, model) && model.name === work.name);
  const unfinished = own.filter(({ ready, modelId }) => !ready && modelId !== current.modelId);
  const beyond = keep === undefined ? [] : superseded(own, current.modelId, keep);
  const left: string[] = [];
  for (const { modelId } of [...unfinished, ...beyond]) {
    context.progress(`deleting the earlier model ${modelId}`);
    try {
      // Read again: it may have been registered, or taken up by another stack, while files were uploaded.
      const model = await untilSeen(context, modelId, () => store.get(modelId), goneAfterMs);
      if (model !== undefined && !(await isRegistered(work, model))) await release(work, model);
    } catch (error) {
      if (!isAgentsError(error) || error.code === "cancelled") throw error;
      context.warn(`${modelId} could not be deleted, and the next run tries again: ${error.message}`);
      left.push(modelId);
    }
  }
  return left;
}

/**
 * Gives a model up: it is deleted, unless others use it as well.
 *
 * Between the last look at the marks and the deletion another stack can still take the model up; its next run finds it
 * gone and logs its own.
 *
 * @returns who else uses it, in words; empty when it is gone
 */
export async function release({ context, store }: Work, model: LoggedModel): Promise<string[]> {
  const { modelId } = model;
  if (userMarks(model.tags).length > 0) {
    // One "not found" is no proof that nobody else uses it.
    const look = () => untilSeen(context, modelId, () => store.get(modelId), goneAfterMs);
    const now = await look();
    if (now === undefined) return [];
    if (otherUsers(context.identity, now.tags).length > 0) {
      for (const key of ownUserKeys(context.identity).filter((each) => each in now.tags))
        await removeSurely(context, `the mark on ${modelId}`, () => store.deleteTag(modelId, key));
      // Two that leave at once see each other's mark: who looks last finds none.
      const after = await look();
      const users = after === undefined ? [] : otherUsers(context.identity, after.tags).map((key) => after.tags[key]);
      if (users.length > 0) return users.map(String);
    }
  }
  await removeSurely(context, modelId, () => store.remove(modelId));
  return [];
}

/** Puts the mark of today's name in the place of that of a former one, on every shared model that this resource uses. */
export async function moveUse(work: Work): Promise<void> {
  const { context, store } = work;
  const mark = userMark(context.identity);
  for (const { modelId, tags } of await modelsOf(work)) {
    const former = ownUserKeys(context.identity).filter((key) => key in tags && !(key in mark));
    if (former.length === 0) continue;
    if (Object.keys(mark).some((key) => !(key in tags))) await store.setTags(modelId, mark);
    for (const key of former)
      await removeSurely(context, `the former mark on ${modelId}`, () => store.deleteTag(modelId, key));
  }
}

/**
 * Whether a version of the registry has been made from the model. A plain MLflow registry points to the model's files and
 * copies nothing; Unity Catalog and the workspace registry have copies of their own.
 */
export async function isRegistered({ store, workspace }: Work, model: LoggedModel): Promise<boolean> {
  const versions = await store.versions(model);
  // A note that cannot be read must not cost anybody a version's files: the model is kept.
  if (versions === undefined) return true;
  for (const { name, version } of versions) {
    if (await api.versionExists(workspace, name, version)) return true;
  }
  return false;
}
