import type { Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { pathText } from "../../lifecycle/describe.js";
import { unlessAbsent } from "../../lifecycle/gone.js";
import { nearest } from "../../lifecycle/nearest.js";
import { isUnknown } from "../../lifecycle/unknown.js";
import { listSecrets } from "./agentsApi.js";
import { isBrokenReference, type SecretReference, secretReference } from "./secretReference.js";

interface Found extends SecretReference {
  path: string;
}

/**
 * What is wrong with references to secrets, whatever the workspace holds: text that is meant as one and would reach the
 * agent as it stands.
 *
 * @param inputs arguments, which may hold values that are not known yet
 */
export function secretProblems(inputs: Record<string, unknown>): Problem[] {
  return [...texts(inputs)].flatMap(([path, value]): Problem[] => {
    if (!isBrokenReference(value)) return [];
    const message =
      "it looks like a reference to a secret, and would be taken for plain text: the whole value must be exactly " +
      '`{{secrets/scope/key}}`, which `secretRef("scope", "key")` writes.';
    return [{ code: "invalidArgument", path, message }];
  });
}

/**
 * References to secrets that are not there. Where the workspace does not say, nothing is missing: whoever runs this need
 * not be allowed to look.
 *
 * @param inputs arguments, which may hold values that are not known yet
 */
export async function missingSecrets(workspace: Workspace, inputs: Record<string, unknown>): Promise<Problem[]> {
  if (workspace.kind !== "databricks") return [];
  const references = [...texts(inputs)].flatMap(([path, value]): Found[] => {
    const reference = secretReference(value);
    return reference === undefined ? [] : [{ ...reference, path }];
  });
  return references.length === 0 ? [] : missing(workspace, references);
}

/** Every text of the environments and of external models, with its path. */
function* texts(inputs: Record<string, unknown>): Generator<[string, string]> {
  yield* below(["environment"], inputs.environment);
  const { servedEntities } = inputs;
  if (!Array.isArray(servedEntities)) return;
  for (const [index, entity] of servedEntities.entries()) {
    if (typeof entity !== "object" || entity === null) continue;
    yield* below(["servedEntities", index, "environment"], entity.environment);
    yield* below(["servedEntities", index, "externalModel", "config"], entity.externalModel?.config);
  }
}

function* below(path: readonly PropertyKey[], value: unknown): Generator<[string, string]> {
  if (typeof value === "string") {
    if (!isUnknown(value)) yield [pathText(path), value];
  } else if (typeof value === "object" && value !== null && path.length < 8) {
    for (const [key, item] of Object.entries(value)) yield* below([...path, key], item);
  }
}

async function missing(workspace: Workspace, references: readonly Found[]): Promise<Problem[]> {
  // A workspace that does not answer is told once, by what comes after.
  const there = await workspace.probe().then(
    () => true,
    () => false,
  );
  if (!there) return [];
  const scopes = [...new Set(references.map(({ scope }) => scope))];
  const lists = await Promise.all(scopes.map(async (scope) => [scope, await keysOf(workspace, scope)] as const));
  const known = new Map(lists);
  return references.flatMap(({ scope, key, path }): Problem[] => {
    const keys = known.get(scope);
    if (keys === "unknown" || (keys?.includes(key) ?? false)) return [];
    if (keys === undefined) {
      return [{ code: "notFound", path, message: `there is no secret scope "${scope}" in the workspace.` }];
    }
    const meant = nearest(key, keys);
    const hint = meant === undefined ? "" : ` Did you mean "${meant}"?`;
    return [{ code: "notFound", path, message: `the scope "${scope}" holds no secret "${key}".${hint}` }];
  });
}

/** Keys of a scope; undefined without such a scope. */
function keysOf(workspace: Workspace, scope: string): Promise<string[] | "unknown" | undefined> {
  return unlessAbsent(listSecrets(workspace, scope)).catch(() => "unknown" as const);
}
