import type { Workspace } from "../../http/index.js";
import { isOfStack, marks } from "../../lifecycle/ownership.js";
import { aliasesAs } from "../../modelRegistry/aliases.js";
import type { FoundVersion, Registry } from "../../modelRegistry/index.js";
import type { Context } from "../../resource.js";
import { applyGrants } from "./grants.js";
import type { RegisteredModelInputs, RegisteredModelOutputs } from "./schema.js";

/**
 * Numbers of the versions that others made in a model that was taken over, oldest first: those without the mark of this
 * stack. None of a model that was not.
 */
export async function madeByOthers(
  { identity }: Context,
  registry: Registry,
  name: string,
  versions: readonly FoundVersion[],
  state: RegisteredModelInputs & Pick<RegisteredModelOutputs, "adopted">,
): Promise<string[]> {
  if (state.adopted !== true && (state.adopt ?? false) === false) return [];
  const others: string[] = [];
  for (const { version, tags } of versions) {
    const known = tags ?? (await registry.getVersion(name, version))?.tags;
    if (known !== undefined && !isOfStack(identity, known)) others.unshift(version);
  }
  return others;
}

/** What {@link takeBack} works on. */
export interface Return {
  context: Context;
  workspace: Workspace;
  registry: Registry;
  /** Full name of the model. */
  name: string;
  state: RegisteredModelInputs & RegisteredModelOutputs;
  /** Versions that others made. */
  others: readonly string[];
}

/**
 * Leaves a model to those who made it: takes back what this program gave it, as far as it is still so, and keeps the model
 * with their versions.
 */
export async function takeBack(work: Return): Promise<void> {
  const { context, workspace, registry, name, state, others } = work;
  const model = await registry.getModel(name);
  if (model === undefined) return;
  const actual = aliasesAs(registry, Object.keys(state.aliasVersions), model.aliases);
  const aliases = Object.entries(state.aliasVersions).filter(([alias, to]) => actual[alias] === to);
  for (const [alias] of aliases) {
    context.progress(`taking back the alias ${alias}`);
    await registry.deleteAlias(name, alias);
  }
  const principals = Object.keys(state.grants?.principals ?? {});
  await applyGrants(workspace, name, {}, state);
  const tags = Object.entries(state.tags ?? {}).filter(([key, value]) => model.tags[key] === value);
  const keys = tags.map(([key]) => key);
  // Last: as long as they are there, the next try finds the model as this stack's.
  await registry.changeModelTags(name, {}, [...keys, ...Object.keys(marks(context.identity))]);
  const taken = [
    ...aliases.map(([alias, to]) => `the alias ${alias} (version ${to})`),
    ...principals.map((principal) => `the grants of ${principal}`),
    ...keys.map((key) => `the tag ${key}`),
    "the marks of this stack",
  ];
  const plural = others.length === 1 ? "version" : "versions";
  context.warn(
    `the registered model "${name}" stays: it was taken over, and others made its ${plural} ${others.join(", ")}. Taken back: ` +
      `${taken.join(", ")}. Its description, owner and deployment job stay as they are.`,
  );
}
