import { z } from "zod";
import { AgentsError, type Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { catalogKey, sameCatalogName, sameModelName, spelledAs } from "../../lifecycle/catalogName.js";
import { equal } from "../../lifecycle/equal.js";
import { usable, type Validated } from "../../lifecycle/validate.js";
import { aliasesAs, applyAliases } from "../../modelRegistry/aliases.js";
import { registryOf } from "../../modelRegistry/index.js";
import type { Context } from "../../resource.js";
import { goneAfterMs, untilSeen } from "../../wait/index.js";
import type { Endpoint } from "./api.js";
import type { ObservedEntity } from "./entity.js";
import type { ServingEndpointInputs, ServingEndpointOutputs } from "./schema.js";
import type { Scope } from "./scope.js";
import { shareOf } from "./shares.js";

type AliasVersions = Record<string, string>;

const names = z.array(z.string());
const reference = z.object({ aliases: names });

/** What is wrong with `modelAliases` beside the other arguments. */
export function aliasProblems(validated: Validated, workspace: Workspace | undefined): Problem[] {
  const { modelAliases, model, servedEntities } = validated.inputs;
  const declared = names.safeParse(modelAliases).data;
  if (declared === undefined || declared.length === 0) return [];
  const problem = (path: string, message: string): Problem => ({ code: "invalidArgument", path, message });
  if (servedEntities !== undefined && model === undefined) {
    return [
      problem("modelAliases", "they follow the one version that `model` names; several `servedEntities` have none."),
    ];
  }
  if (workspace?.registry === "workspace") {
    return [problem("modelAliases", "the legacy workspace registry has no aliases.")];
  }
  if (!usable(validated, "modelAliases")) return [];
  const moved = reference.safeParse(model).data?.aliases ?? [];
  return declared.flatMap((alias, index) => {
    if (!moved.some((each) => sameCatalogName(each, alias))) return [];
    const message =
      `the RegisteredModel declares the alias "${alias}" too, and moves it as soon as a version is registered, before this ` +
      "endpoint has tried it. Take it out of the `aliases` of the RegisteredModel.";
    return [problem(`modelAliases[${index}]`, message)];
  });
}

/** Whether two lists of aliases are the same but for capitals, which Unity Catalog, that has them, does not tell apart. */
export function sameAliases(old: unknown, next: unknown): boolean {
  const [before, after] = [names.safeParse(old).data, names.safeParse(next).data];
  if (before === undefined || after === undefined) return false;
  return equal(before.map(catalogKey).sort(), after.map(catalogKey).sort());
}

/**
 * Sets the aliases of the model to the version that has all of the traffic: called when the rollout is through, so that an
 * alias names no version that failed its questions or its gate. An alias that is no longer declared stays where it points.
 *
 * @param old what the run before recorded
 * @returns where the aliases point; undefined where none are declared
 */
export async function moveAliases(
  { context, workspace, inputs, former, certain }: Scope,
  endpoint: Endpoint,
  old: Partial<ServingEndpointOutputs>,
): Promise<AliasVersions | undefined> {
  const { modelAliases = [] } = inputs;
  const serving = wholly(endpoint);
  if (modelAliases.length === 0 || serving === undefined) return undefined;
  const { version } = serving;
  // Named as the program does: the server may have another spelling.
  const name =
    inputs.model !== undefined && sameModelName(inputs.model.name, serving.model) ? inputs.model.name : serving.model;
  const targets = Object.fromEntries(modelAliases.map((alias) => [alias, version]));
  const known = certain && former.model !== undefined && sameModelName(former.model.name, name);
  const believed = known ? spelledAs(modelAliases, old.aliasVersions ?? {}) : {};
  const moving = modelAliases.filter((alias) => believed[alias] !== version);
  if (moving.length > 0) context.progress(`moving ${moving.join(", ")} to version ${version}`);
  const work = {
    watch: context,
    registry: registryOf(workspace),
    name,
    targets,
    believed,
    former: {},
    path: "modelAliases",
  };
  const missing = await applyAliases(work);
  if (missing === undefined) return targets;
  const message = `there is no version ${missing.version} of "${name}" for the alias "${missing.alias}" to point to.`;
  throw new AgentsError("notFound", message, { path: "modelAliases" });
}

/**
 * The declared aliases that point to the version that is served, and where each of them points: so a refresh shows one
 * that somebody else moved.
 */
export async function observedModelAliases(
  context: Context,
  workspace: Workspace,
  endpoint: Endpoint,
  recorded: ServingEndpointInputs & Partial<ServingEndpointOutputs>,
): Promise<{ modelAliases?: string[]; aliasVersions?: AliasVersions }> {
  const { modelAliases, model } = recorded;
  if (modelAliases === undefined || model === undefined) return {};
  const registry = registryOf(workspace);
  const look = () => registry.getModel(model.name);
  const found = await untilSeen(context, `the model ${model.name}`, look, goneAfterMs);
  const actual = aliasesAs(registry, modelAliases, found?.aliases ?? {});
  const points = modelAliases.flatMap((alias) => {
    const version = Object.hasOwn(actual, alias) ? actual[alias] : undefined;
    return version === undefined ? [] : [[alias, version] as const];
  });
  const aliasVersions = Object.fromEntries(points);
  // While a rollout has not come to its end, they are where it began.
  const serving = wholly(endpoint);
  const sameOne = serving !== undefined && sameModelName(serving.model, model.name);
  const right = (alias: string) =>
    aliasVersions[alias] === (sameOne ? serving?.version : recorded.aliasVersions?.[alias]);
  return { modelAliases: modelAliases.filter(right), aliasVersions };
}

/** The one entity that has all of the traffic. */
function wholly({ active }: Endpoint): ObservedEntity | undefined {
  return active?.entities.find(({ name, model }) => model !== "" && shareOf(active.routes, name) === 100);
}
