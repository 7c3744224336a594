import { AgentsError, isAgentsError } from "../../errors.js";
import { claim } from "../../lifecycle/adoption.js";
import { equal } from "../../lifecycle/equal.js";
import { makeItFirst } from "../../lifecycle/notThereYet.js";
import { isOurs, marks } from "../../lifecycle/ownership.js";
import { tagChanges } from "../../lifecycle/tags.js";
import type { Model, Registry } from "../../modelRegistry/index.js";
import type { Context } from "../../resource.js";
import { createOnce, goneAfterMs, removeSurely, whileNotFound } from "../../wait/index.js";
import type { RegisteredModelInputs } from "./schema.js";

/**
 * The model under its name: made, found again after a lost answer, or taken over where the program says so.
 *
 * @returns whether it was made just now, and whether it was somebody else's
 * @throws AgentsError `notOwned` when it exists and is somebody else's
 */
export async function ensureModel(
  context: Context,
  registry: Registry,
  name: string,
  inputs: RegisteredModelInputs,
): Promise<{ fresh: boolean; adopted: boolean }> {
  const tags = { ...inputs.tags, ...marks(context.identity) };
  const { description, deploymentJobId } = inputs;
  const { value: model, made } = await createOnce<Model>(context, {
    what: `the model ${name}`,
    async send() {
      await placed(registry.createModel({ name, description, tags, deploymentJobId }), name);
      const told = { description: description ?? "", deploymentJobId: deploymentJobId ?? "" };
      return { name, ...told, aliases: {}, tags, owner: undefined };
    },
    lookUp: () => registry.getModel(name),
  });
  if (made) return { fresh: true, adopted: false };
  claim(context, `the registered model "${name}"`, model.tags, inputs.adopt);
  // A run that was cut off may have marked it already: where the program adopts, what is there counts as adopted.
  const adopted = !isOurs(context.identity, model.tags) || (inputs.adopt ?? false) !== false;
  await applyModel(context, registry, model, inputs);
  return { fresh: false, adopted };
}

/** Nothing else can be missing where a model of Unity Catalog is made than the place for it. */
async function placed(making: Promise<void>, name: string): Promise<void> {
  try {
    await making;
  } catch (cause) {
    const [catalog, schema, model] = name.split(".");
    if (!isAgentsError(cause) || cause.code !== "notFound" || model === undefined) throw cause;
    const message =
      `the schema "${catalog}.${schema}" or its catalog is not there, or may not be used: ${cause.message} Nothing was made. ` +
      makeItFirst;
    throw new AgentsError("notFound", message, { path: "name", cause });
  }
}

/** Arguments that are written to the model itself. */
const ofTheModel = ["description", "tags", "deploymentJobId"] as const;

/** Whether something of the model itself changed, the mark of its owner included. */
export function modelDiffers(
  context: Context,
  model: Model,
  old: RegisteredModelInputs,
  next: RegisteredModelInputs,
): boolean {
  const { set } = tagChanges(model.tags, marks(context.identity), {});
  return Object.keys(set).length > 0 || ofTheModel.some((name) => !equal(old[name], next[name]));
}

/** Brings the model to what the program says; tags that others have set stay. */
export async function applyModel(
  context: Context,
  registry: Registry,
  actual: Model,
  inputs: RegisteredModelInputs,
  former: RegisteredModelInputs = {},
): Promise<void> {
  const { description } = inputs;
  // Without a job is what it was before the program named one.
  const deploymentJobId = inputs.deploymentJobId ?? (former.deploymentJobId === undefined ? undefined : "");
  const change = {
    ...(description === undefined || description === actual.description ? {} : { description }),
    ...(deploymentJobId === undefined || deploymentJobId === actual.deploymentJobId ? {} : { deploymentJobId }),
  };
  if (Object.keys(change).length > 0) await registry.updateModel(actual.name, change);
  const wanted = { ...inputs.tags, ...marks(context.identity) };
  const { set, remove } = tagChanges(actual.tags, wanted, former.tags ?? {});
  const what = `the tags of ${actual.name}`;
  const apply = () => registry.changeModelTags(actual.name, set, remove);
  let missing = await whileNotFound(context, what, apply, goneAfterMs);
  if (missing.length === 0) return;
  // They were there a moment ago.
  await removeSurely(context, what, async () => {
    missing = await registry.changeModelTags(actual.name, {}, missing);
    return missing.length === 0;
  });
}
