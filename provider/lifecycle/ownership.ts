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

/** Tag that holds the digest of an agent's content. */
export const digestTag = "mlflow_agents_digest";

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

/** Who the tags say made the object, in words, or undefined when they carry no mark. */
export function ownerText(tags: Readonly<Record<string, string>>): string | undefined {
  const project = tags[ownershipTags.project];
  const stack = tags[ownershipTags.stack];
  if (project === undefined || stack === undefined) return undefined;
  return `resource "${tags[ownershipTags.resource] ?? "?"}" of project "${project}", stack "${stack}"`;
}

/** Whether `key` is a tag of this package's own and so never part of a user's difference. */
export function isOwnTag(key: string): boolean {
  return key === digestTag || (Object.values(ownershipTags) as string[]).includes(key);
}

/** The user's tags without this package's own. */
export function userTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !isOwnTag(key)));
}
