import { digestTag, goesWith, type Identity, isOurs, ownUserKeys, userMarks } from "../../lifecycle/ownership.js";
import type { LoggedModel } from "./store.js";

/**
 * Whether a model is one of this resource's. A shared one is whose who say in a mark that they use it, whoever made it;
 * any other one is whose it carries the mark of.
 */
export function isMember(identity: Identity, { tags }: LoggedModel): boolean {
  return userMarks(tags).length > 0 ? marksUse(identity, tags) : isOurs(identity, tags);
}

/** Whether a model goes when this creation of the resource goes: not where the one that replaces it uses it. */
export function leavesWith(identity: Identity, model: LoggedModel): boolean {
  return userMarks(model.tags).length > 0 ? marksUse(identity, model.tags) : goesWith(identity, model.tags);
}

/** Whether this resource says that it uses the shared model. */
export function marksUse(identity: Identity, tags: Readonly<Record<string, string>>): boolean {
  return ownUserKeys(identity).some((key) => key in tags);
}

/** Keys of the marks of the others that use the shared model. */
export function otherUsers(identity: Identity, tags: Readonly<Record<string, string>>): string[] {
  const own = ownUserKeys(identity);
  return userMarks(tags).filter((key) => !own.includes(key));
}

/**
 * The model with `digest` that this resource may take: a finished one before one of its own that is still pending. Of
 * others' only what they share as well, and only when it is finished: who made it may still be sending.
 */
export function withContent(
  identity: Identity,
  models: readonly LoggedModel[],
  { name, digest, shared }: { name: string; digest: string; shared: boolean },
): LoggedModel | undefined {
  const same = models.filter((model) => model.tags[digestTag] === digest && model.name === name);
  const isShared = ({ tags }: LoggedModel) => userMarks(tags).length > 0;
  const usable = same.filter((model) => (isShared(model) ? shared : isOurs(identity, model.tags)));
  return usable.find(({ ready }) => ready) ?? usable.find((model) => model.pending && isMember(identity, model));
}
