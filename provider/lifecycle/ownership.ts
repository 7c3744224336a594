import { createHash } from "node:crypto";

/**
 * The mark that everything this package creates carries, as tags of the remote object, so that a lost answer can be
 * looked up, and so that an object of somebody else is never taken for ours. Underscores, because Unity Catalog refuses
 * `.`, `:` and `/` in tag keys.
 */
export const ownershipTags = {
  project: "pulumi_project",
  stack: "pulumi_stack",
  resource: "pulumi_resource",
} as const;

/** Begin of the keys of this package's other tags. */
const ownPrefix = "mlflow_agents_";

/** Tag that holds the digest of an agent's content. */
export const digestTag = `${ownPrefix}digest`;
/** Tag that holds the name of a model that belongs to a run: a run's own name can be changed by hand. */
export const nameTag = `${ownPrefix}name`;
/** Tag that holds the type of a model that belongs to a run, which MLflow 2 has no field for. */
export const modelTypeTag = `${ownPrefix}model_type`;
/** Tag of an endpoint while an update of it has not come to its end. */
export const rolloutTag = `${ownPrefix}rollout`;
/** Begin of the keys of the tags that name the users of a shared model, one each. */
const userPrefix = `${ownPrefix}user_`;

/** Who a resource is, in the words of the Pulumi program. */
export interface Identity {
  /** Type without module, for example `LoggedAgent`. */
  readonly type: string;
  /** Logical name in the program. */
  readonly name: string;
  /** Pulumi project. */
  readonly project: string;
  /** Pulumi stack. */
  readonly stack: string;
  /** The whole URN; empty when it is not known. */
  readonly urn: string;
}

/** The identity that a URN `urn:pulumi:<stack>::<project>::<types>::<name>` spells out. */
export function identityOf(urn: string, type: string): Identity {
  const [stack = "", project = "", , ...name] = urn.replace(/^urn:pulumi:/, "").split("::");
  return { type, name: name.join("::"), project, stack, urn };
}

/** The mark of `identity`, as tags. */
export function marks(identity: Identity): Record<string, string> {
  return {
    [ownershipTags.project]: identity.project,
    [ownershipTags.stack]: identity.stack,
    [ownershipTags.resource]: identity.name,
  };
}

/** Whether `tags` carry the mark of exactly this resource. */
export function isOurs(identity: Identity, tags: Readonly<Record<string, string>>): boolean {
  return Object.entries(marks(identity)).every(([key, value]) => tags[key] === value);
}

/** The tag by which this resource says that it uses a shared model; its value is for people. */
export function userMark(identity: Identity): Record<string, string> {
  const { project, stack, name } = identity;
  const hash = createHash("sha256")
    .update(JSON.stringify([project, stack, name]))
    .digest("hex")
    .slice(0, 16);
  return { [`${userPrefix}${hash}`]: `${project}/${stack}/${name}`.slice(0, 250) };
}

/** Keys of the marks of all who use a shared model; none where it is not shared. */
export function userMarks(tags: Readonly<Record<string, string>>): string[] {
  return Object.keys(tags).filter((key) => key.startsWith(userPrefix));
}

/** Who the tags say made the object, in words, or undefined when they carry no mark. */
export function ownerText(tags: Readonly<Record<string, string>>): string | undefined {
  const project = tags[ownershipTags.project];
  const stack = tags[ownershipTags.stack];
  if (project === undefined || stack === undefined) return undefined;
  return `resource "${tags[ownershipTags.resource] ?? "?"}" of project "${project}", stack "${stack}"`;
}

/** Whether `key` is a tag of this package's own and so never part of a user's difference. */
export function isOwnTag(key: string): boolean {
  return key.startsWith(ownPrefix) || (Object.values(ownershipTags) as string[]).includes(key);
}

/** The user's tags without this package's own. */
export function userTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !isOwnTag(key)));
}
