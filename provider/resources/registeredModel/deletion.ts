import { isOfStack } from "../../lifecycle/ownership.js";
import { tagMap } from "../../lifecycle/tags.js";
import type { FoundVersion, Registry } from "../../modelRegistry/index.js";
import type { Context } from "../../resource.js";
import { goneAfterMs, untilSeen } from "../../wait/index.js";
import { getEndpoint, listEndpoints, servedVersions } from "./endpointsApi.js";
import type { RegisteredModelInputs, RegisteredModelOutputs } from "./schema.js";
import { madeByOthers } from "./takeBack.js";

/** All versions, looked for until the one that the state knows is among them: a list may lag behind. */
export async function existingVersions(
  context: Context,
  registry: Registry,
  name: string,
  known: string,
): Promise<FoundVersion[]> {
  let found: FoundVersion[] = [];
  const look = async () => {
    found = await registry.searchVersions(name);
    return known === "" || found.some(({ version }) => version === known) ? found : undefined;
  };
  return (await untilSeen(context, `the versions of ${name}`, look, goneAfterMs)) ?? found;
}

/** What a deletion of a model comes to. */
export interface Deletion {
  /** Versions that go with the model. */
  own: FoundVersion[];
  /** Numbers of those that others made: they stay, and the model with them. */
  others: string[];
  /** Why it cannot be; undefined where it can. */
  refusal: string | undefined;
}

/**
 * What deleting a model would come to.
 *
 * @param all its versions
 * @throws AgentsError where it cannot be told which versions are served
 */
export async function deletionOf(
  context: Context,
  registry: Registry,
  name: string,
  all: readonly FoundVersion[],
  state: RegisteredModelInputs & RegisteredModelOutputs,
): Promise<Deletion> {
  const others = await madeByOthers(context, registry, name, all, state);
  const own = all.filter(({ version }) => !others.includes(version));
  return { own, others, refusal: await deletionRefused(context, name, own, state) };
}

/**
 * Why a model cannot be deleted, with the ways out; undefined where it can: versions would be lost, or an endpoint that does
 * not belong to the stack would lose what it serves.
 *
 * @throws AgentsError where it cannot be told which versions are served
 */
async function deletionRefused(
  context: Context,
  name: string,
  versions: readonly FoundVersion[],
  { forceDestroy }: Pick<RegisteredModelInputs, "forceDestroy">,
): Promise<string | undefined> {
  if (versions.length === 0 || forceDestroy === "includingServed") return undefined;
  const list = versions.map(({ version }) => version).reverse();
  if (forceDestroy !== true) {
    return (
      `the registered model "${name}" still has version${list.length === 1 ? "" : "s"} ${list.join(", ")}, which would be lost. ` +
      "Set `forceDestroy: true` to delete them with it, or `keepOnDestroy: true` to leave the model where it is, and run " +
      "`pulumi up`; or keep it with the option `retainOnDelete`."
    );
  }
  const served = await servedElsewhere(context, name);
  if (served.length === 0) return undefined;
  return (
    `the registered model "${name}" is served by ${served.join(", ")}, which this stack does not manage. ` +
    'Set `forceDestroy: "includingServed"` to delete it all the same, or `keepOnDestroy: true` to leave it where it is, ' +
    "and run `pulumi up`."
  );
}

async function servedElsewhere(context: Context, name: string): Promise<string[]> {
  const workspace = await context.workspace();
  if (workspace.kind !== "databricks") return [];
  const found: string[] = [];
  for (const each of await listEndpoints(workspace)) {
    if (isOfStack(context.identity, tagMap(each.tags))) continue;
    const rolling = each.state?.config_update === "IN_PROGRESS";
    const versions = servedVersions(rolling ? await getEndpoint(workspace, each.name) : each, name);
    if (versions.length > 0) found.push(`the endpoint "${each.name}" (version ${[...new Set(versions)].join(", ")})`);
  }
  return found;
}
