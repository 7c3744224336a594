import { AgentsError, type Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { makeItFirst, notThereYet } from "../../lifecycle/notThereYet.js";
import type { Context } from "../../resource.js";
import { missingSecrets } from "./checkSecrets.js";
import { unclearPrincipals } from "./permissions.js";
import type { ServingEndpointInputs } from "./schema.js";

type Values = Readonly<Record<string, unknown>>;

/** Things that the arguments name by text: secrets, and service principals that are new in the program. */
async function lookedUp(workspace: Workspace, inputs: Values, former: Values) {
  const [secrets, principals] = await Promise.all([
    missingSecrets(workspace, inputs),
    unclearPrincipals(workspace, inputs.permissions, former),
  ]);
  return { missing: [...secrets, ...principals.missing], ambiguous: principals.ambiguous };
}

/**
 * Looks at the things that the arguments name, for `check`: what is not there is told and no fault, because the program
 * may be about to make it. A run that makes the endpoint looks by itself, see {@link requireNamed}.
 *
 * @param recorded inputs of the run before
 * @returns what is wrong whatever the program makes
 */
export async function namedProblems(
  context: Context,
  workspace: Workspace | undefined,
  inputs: Values,
  recorded: Values,
): Promise<Problem[]> {
  const isNew = Object.keys(recorded).length === 0;
  if (workspace === undefined || (isNew && !context.preview)) return [];
  const { missing, ambiguous } = await lookedUp(workspace, inputs, recorded);
  if (context.preview) notThereYet(context, missing, "the update stops before the endpoint is touched");
  // An update that changes nothing asks nobody else.
  else for (const { path, message } of missing) context.warn(`${path}: ${message}`);
  return ambiguous;
}

/**
 * Makes sure that the things are there, before the endpoint is made or changed.
 *
 * @param former inputs of the run before
 * @throws AgentsError `notFound`: all that is missing, at once
 */
export async function requireNamed(
  workspace: Workspace,
  inputs: ServingEndpointInputs,
  former: Partial<ServingEndpointInputs>,
): Promise<void> {
  const { missing, ambiguous } = await lookedUp(workspace, inputs, former);
  const [first, ...others] = [...missing, ...ambiguous];
  if (first === undefined) return;
  const more = others.map(({ path, message }) => ` ${path}: ${message}`).join("");
  const wayOut = missing.length === 0 ? "" : ` ${makeItFirst}`;
  const message = `${first.message}${more} Nothing of the endpoint was made or changed.${wayOut}`;
  throw new AgentsError(first.code, message, { path: first.path });
}
