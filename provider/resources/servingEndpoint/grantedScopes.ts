import { modelVersionLocation, readText } from "../../artifacts/index.js";
import { isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { equal } from "../../lifecycle/equal.js";
import { policyFromDocuments } from "../../policy/document.js";
import { missingScopes } from "../../policy/scopes.js";
import type { Endpoint } from "./api.js";
import type { ObservedEntity } from "./entity.js";
import type { ServingEndpointOutputs } from "./schema.js";
import { shareOf } from "./shares.js";

/** What the models that get requests declare of user authorization. */
export interface Declared {
  /** `model/version` of each, sorted. */
  models: string[];
  /** API scopes that they ask for, sorted; left out where the deployer may not read their files. */
  scopes?: string[] | undefined;
}

/**
 * The user API scopes that the served models declare in their MLmodel files. A version never changes, so what the state
 * knows of the same versions is not read again.
 *
 * @returns undefined where it cannot be told this time
 */
export async function declaredScopes(
  workspace: Workspace,
  endpoint: Endpoint,
  known: Declared | undefined,
): Promise<Declared | undefined> {
  const { entities, routes } = endpoint.active ?? { entities: [], routes: [] };
  const served = entities.filter(({ name, model }) => model !== "" && shareOf(routes, name) > 0);
  const models = [...new Set(served.map(({ model, version }) => `${model}/${version}`))].sort();
  if (known !== undefined && equal(known.models, models)) return known;
  if (workspace.registry !== "unityCatalog") return undefined;
  const read = async () => {
    const found = new Set<string>();
    for (const each of served) for (const scope of await scopesOf(workspace, each)) found.add(scope);
    return [...found].sort();
  };
  try {
    // A server that is busy is asked once more: what is missing now would be missing until the next version.
    const scopes = await read().catch((error: unknown) => {
      if (isAgentsError(error) && error.retryable) return read();
      throw error;
    });
    return { models, scopes };
  } catch (error) {
    if (!isAgentsError(error) || error.code === "cancelled") throw error;
    // A refusal will be one the next time, too.
    return error.retryable ? undefined : { models };
  }
}

async function scopesOf(workspace: Workspace, { model, version }: ObservedEntity): Promise<string[]> {
  const text = await readText(workspace, modelVersionLocation(model, version), "MLmodel");
  // It loads a YAML parser, which an endpoint needs for nothing else.
  const { readModelFile } = await import("../../modelPackage/readModelFile.js");
  return policyFromDocuments(readModelFile(text)).userApiScopes;
}

/**
 * What is amiss with the scopes that an endpoint was granted, in words.
 *
 * @param declared what its models ask for; undefined where that is not known
 * @param before what it was granted when it was last looked at
 */
export function scopeWords(
  { name, grantedScopes: granted }: Endpoint,
  declared: Declared | undefined,
  before: ServingEndpointOutputs["grantedScopes"],
): string[] {
  const said: string[] = [];
  const lost = minus(before, granted);
  const gained = before === undefined ? [] : minus(granted, before);
  if (lost.length + gained.length > 0) {
    const parts = [
      ...(lost.length > 0 ? [`lost ${lost.join(", ")}`] : []),
      ...(gained.length > 0 ? [`gained ${gained.join(", ")}`] : []),
    ];
    said.push(`grantedScopes: since it was last looked at, the endpoint "${name}" ${parts.join(" and ")}.`);
  }
  const missing = missingScopes(declared?.scopes ?? [], granted);
  if (missing.length > 0) {
    said.push(
      `grantedScopes: ${declared?.models.join(", ")} asks for user API scopes that the endpoint "${name}" was not granted: ` +
        `${missing.join(", ")}. What the agent does with them on behalf of a user will be refused. User authorization has to be ` +
        "on for the workspace, an admin's setting; a version that is deployed afterwards gets its scopes.",
    );
  }
  return said;
}

function minus(left: readonly string[] = [], right: readonly string[] = []): string[] {
  return left.filter((scope) => !right.includes(scope));
}
