/**
 * Inputs that the sdk adds and no user sees: Pulumi's CLI hides properties whose name starts with two underscores.
 * The dynamic provider protocol tells a handler neither its URN nor its timeouts, so they travel this way.
 */
export const hidden = {
  /** The resource's URN. */
  urn: "__urn",
  /** `customTimeouts` in seconds: the engine does not enforce them for dynamic providers. */
  timeouts: "__timeouts",
  /**
   * Where a Pulumi secret is among the arguments, as paths of JSON pointers: `environment/API_KEY`. Earlier releases wrote the
   * argument's name alone.
   */
  secrets: "__secrets",
  /**
   * Whether the program runs for a preview, which no call of the protocol tells. It ends in `check`: what goes on from
   * there, and so the state and every difference, is the same in a preview and in an update.
   */
  preview: "__preview",
  /** Version of the state's shape. */
  stateVersion: "__stateVersion",
  /** Whether an option decides what a replacement leaves (`retainOnDelete`, `protect`): nothing of ours then refuses it. */
  retained: "__retained",
  /** Full name of a model of the same program that refuses to be deleted and goes after this resource. */
  stopsAt: "__stopsAt",
  /** The organization of the stack, where the backend has several. */
  organization: "__organization",
  /** Owner id of the creation, in the state only: `Identity.owner`. */
  owner: "__owner",
  /** The workspace that holds the object, in the state only: `placeOf`. */
  workspace: "__workspace",
  /** Logs and other proof of a resource that failed partially. */
  evidence: "__evidence",
  /** The provider's text; Pulumi's own. */
  provider: "__provider",
} as const;

/** URN by which the state knows a resource that the program calls otherwise now: of one call, and in no state. */
export const formerUrn = "__formerUrn";

/** `values` split into the user's entries and the hidden ones. */
export function splitHidden(values: Record<string, unknown>): {
  visible: Record<string, unknown>;
  hidden: Record<string, unknown>;
} {
  const visible: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(values)) {
    // Assigned, it would become the prototype and bring hidden keys with it.
    if (key !== "__proto__") (key.startsWith("__") ? rest : visible)[key] = value;
  }
  return { visible, hidden: rest };
}
