import { AgentsError, isAgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { isOurs, marks, ownerText } from "../../lifecycle/ownership.js";
import { tagChanges } from "../../lifecycle/tags.js";
import type { Context } from "../../resource.js";
import * as api from "./api.js";
import type { RegisteredModelInputs } from "./schema.js";

/**
 * The model under its name: made, found again after a lost answer, or taken over where the program says so.
 *
 * @throws AgentsError `notOwned` when it exists and is somebody else's
 */
export async function ensureModel(
  context: Context,
  workspace: Workspace,
  inputs: RegisteredModelInputs,
): Promise<api.Model> {
  const tags = { ...inputs.tags, ...marks(context.identity) };
  try {
    await api.createModel(workspace, { name: inputs.name, description: inputs.description, tags });
    return { name: inputs.name, description: inputs.description ?? "", aliases: {}, tags };
  } catch (error) {
    const mayExist = isAgentsError(error) && (error.code === "alreadyExists" || error.code === "unknownOutcome");
    const found = mayExist ? await api.getModel(workspace, inputs.name) : undefined;
    if (found === undefined) throw error;
    if (!isOurs(context.identity, found.tags) && inputs.adopt !== true) throw notOwned(found);
    await applyModel(workspace, found, inputs, tags);
    return found;
  }
}

/** Brings description and tags to what the program says; tags that others have set stay. */
export async function applyModel(
  workspace: Workspace,
  actual: api.Model,
  inputs: RegisteredModelInputs,
  tags: Record<string, string>,
  formerTags: Record<string, string> = {},
): Promise<void> {
  if (inputs.description !== undefined && inputs.description !== actual.description) {
    await api.updateModel(workspace, inputs.name, inputs.description);
  }
  const { set, remove } = tagChanges(actual.tags, tags, formerTags);
  for (const [key, value] of Object.entries(set)) await api.setModelTag(workspace, inputs.name, key, value);
  for (const key of remove) await api.deleteModelTag(workspace, inputs.name, key);
}

function notOwned(model: api.Model): AgentsError {
  const owner = ownerText(model.tags);
  return new AgentsError(
    "notOwned",
    `the registered model "${model.name}" exists already and was made by ${owner ?? "somebody else, not by this program"}. ` +
      "Choose another name, or set `adopt: true` to take it over with its versions.",
    { path: "name" },
  );
}
