import { createHash, randomBytes } from "node:crypto";

/**
 * The mark that everything this package creates carries, as tags of the remote object, so that a lost answer can be
 * looked up, and so that an object of somebody else is never taken for ours. Underscores, because Unity Catalog refuses
 * `.`, `:` and `/` in tag keys.
 */
export const ownershipTags = {
  project: "pulumi_project",
  stack: "pulumi_stack",
  resource: "pulumi_resource",
  owner: "pulumi_owner",
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

/** What tells a creation of a resource from others of its names, and from those of stacks of the same name. */
export interface Creation {
  /**
   * `<backend>-<creation>`: where the stack's state was kept then, and which creation of the resource this is. Each creation has
   * an id of its own, which the state keeps: names alone cannot tell a resource from the one that replaces it, nor from that
   * of a stack of the same name on another backend. Ids of later creations sort behind those of earlier ones.
   */
  readonly owner: string;
  /**
   * Every backend by which this stack's states are marked, beside that of `owner`: the stack may have moved, and a folder's
   * mark depends on the machine.
   */
  readonly backends?: ReadonlySet<string> | undefined;
  /** Owner ids of the creations that live on after this run, as far as it has come. */
  readonly living?: ReadonlySet<string> | undefined;
}

/** Who a resource is: its names in the Pulumi program, and what tells it from others of these names. */
export interface Identity extends Creation {
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
  /** The URN by which the state knows it still, where the program calls it otherwise now. */
  readonly formerUrn?: string | undefined;
}

/**
 * The identity that a URN `urn:pulumi:<stack>::<project>::<types>::<name>` spells out.
 *
 * @param creation states of releases before owner ids hold none, and the URN stands for it
 */
export function identityOf(
  urn: string,
  type: string,
  creation: Creation = { owner: recordedBefore("", urn) },
): Identity {
  const [stack = "", project = "", , ...name] = urn.replace(/^urn:pulumi:/, "").split("::");
  return { type, name: name.join("::"), project, stack, urn, ...creation };
}

const timeDigits = 9;
let latest = 0;

/**
 * The owner id of a creation that begins now.
 *
 * @param backend what tells one backend from another: letters and digits
 */
export function newOwner(backend: string): string {
  // Two creations of one millisecond have an order as well.
  latest = Math.max(Date.now(), latest + 1);
  return `${backend}-${latest.toString(36).padStart(timeDigits, "0")}${randomBytes(3).toString("hex")}`;
}

/**
 * The owner id of a resource whose state holds none, because a release before owner ids wrote it: the same on every run, and
 * earlier than every other.
 */
export function recordedBefore(backend: string, urn: string): string {
  return `${backend}-${"0".repeat(timeDigits)}${createHash("sha256").update(urn).digest("hex").slice(0, 6)}`;
}

/** The mark of `identity`, as tags. */
export function marks(identity: Identity): Record<string, string> {
  return { ...nameMarks(identity), [ownershipTags.owner]: identity.owner };
}

/** The part of the mark that people read, for what belongs to a marked object: versions of a model. */
export function nameMarks(identity: Identity): Record<string, string> {
  return {
    [ownershipTags.project]: identity.project,
    [ownershipTags.stack]: identity.stack,
    [ownershipTags.resource]: identity.name,
  };
}

type Tags = Readonly<Record<string, string>>;

/**
 * Whose an object is by its tags, for a resource that looks at it:
 *
 * - `this`: it carries this very creation's id, or, from a release that wrote none, its names;
 * - `earlier`: it carries the names, and the id of an earlier creation on a backend of this stack: one that was cut off before
 *   its state was written, or that this one replaces;
 * - `later`: the same of a later creation: the one that replaces this one, or, where the state is an older one than the
 *   object's (a backup was imported, a run was cut off before it wrote the state), one that nothing else knows of;
 * - `sibling`: another resource of the same stack holds it;
 * - `another`: another stack holds it, also one of the same name on another backend;
 * - `nobody`: it carries no mark.
 */
export type Holder = "this" | "earlier" | "later" | "sibling" | "another" | "nobody";

/** See {@link Holder}. */
export function holderOf(identity: Identity, tags: Tags): Holder {
  const owner = tags[ownershipTags.owner];
  if (owner === identity.owner) return "this";
  const [project, stack] = [tags[ownershipTags.project], tags[ownershipTags.stack]];
  const sameBackend = owner === undefined || isBackendOf(identity, backendOf(owner));
  // Half a mark is what a run left that was cut off while it marked an object without one.
  if (project === undefined || stack === undefined) return sameBackend ? "nobody" : "another";
  if (project !== identity.project || stack !== identity.stack || !sameBackend) return "another";
  if (tags[ownershipTags.resource] !== identity.name) return "sibling";
  if (owner === undefined) return "this";
  return owner < identity.owner ? "earlier" : "later";
}

/** The backend in an owner id. */
export function backendOf(owner: string): string {
  return owner.split("-")[0] ?? "";
}

function isBackendOf({ owner, backends }: Creation, backend: string): boolean {
  return backend === backendOf(owner) || (backends?.has(backend) ?? false);
}

/** Whether an object is this resource's to go on with, whichever of its creations made it. */
export function isOurs(identity: Identity, tags: Tags): boolean {
  return ["this", "earlier", "later"].includes(holderOf(identity, tags));
}

/** Whether an object belongs to the resource's stack, whichever resource holds it. */
export function isOfStack(identity: Identity, tags: Tags): boolean {
  return isOurs(identity, tags) || holderOf(identity, tags) === "sibling";
}

/**
 * Whether an object goes when this creation of the resource goes: all of this resource but what the creation holds that
 * replaces it.
 */
export function goesWith(identity: Identity, tags: Tags): boolean {
  const holder = holderOf(identity, tags);
  return holder === "later"
    ? !identity.living?.has(tags[ownershipTags.owner] ?? "")
    : ["this", "earlier"].includes(holder);
}

/** The tag by which this resource says that it uses a shared model; its value is for people. */
export function userMark(identity: Identity): Record<string, string> {
  const { project, stack, name, owner } = identity;
  return { [userKey([project, stack, name, backendOf(owner)])]: `${project}/${stack}/${name}`.slice(0, 250) };
}

/** Keys of the tags by which this resource says, or said in a release that knew no backends, that it uses a shared model. */
export function ownUserKeys(identity: Identity): string[] {
  const { project, stack, name, formerUrn, owner, backends } = identity;
  const former = formerUrn === undefined ? [] : ownUserKeys(identityOf(formerUrn, identity.type, { owner, backends }));
  return [...Object.keys(userMark(identity)), userKey([project, stack, name]), ...former];
}

function userKey(parts: readonly string[]): string {
  return `${userPrefix}${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16)}`;
}

/** Keys of the marks of all who use a shared model; none where it is not shared. */
export function userMarks(tags: Readonly<Record<string, string>>): string[] {
  return Object.keys(tags).filter((key) => key.startsWith(userPrefix));
}

/**
 * Who the tags say made the object, in words, or undefined when they carry no mark.
 *
 * @param identity who asks: an owner of the same names is told apart by its backend
 */
export function ownerText(tags: Tags, identity?: Identity): string | undefined {
  const project = tags[ownershipTags.project];
  const stack = tags[ownershipTags.stack];
  if (project === undefined || stack === undefined) return undefined;
  const same = project === identity?.project && stack === identity.stack;
  const elsewhere = same && holderOf(identity, tags) === "another" ? " on another Pulumi backend" : "";
  return `resource "${tags[ownershipTags.resource] ?? "?"}" of project "${project}", stack "${stack}"${elsewhere}`;
}

/** Whether `key` is a tag of this package's own and so never part of a user's difference. */
export function isOwnTag(key: string): boolean {
  return key.startsWith(ownPrefix) || (Object.values(ownershipTags) as string[]).includes(key);
}

/** The user's tags without this package's own. */
export function userTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !isOwnTag(key)));
}
