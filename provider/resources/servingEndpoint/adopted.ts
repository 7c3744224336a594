import { AgentsError, isAgentsError, type Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { isOurs, ownerText } from "../../lifecycle/ownership.js";
import { usable, type Validated } from "../../lifecycle/validate.js";
import type { Context } from "../../resource.js";
import { goneAfterMs, untilSeen } from "../../wait/index.js";
import * as api from "./api.js";
import { declaresConfig } from "./config.js";
import { settings } from "./entity.js";
import { parts } from "./parts.js";
import type { fields, ServingEndpointInputs } from "./schema.js";
import type { Scope } from "./scope.js";

// An endpoint that is adopted without a model: somebody else says what it runs (a foundation model of Databricks, another
// team), and this stack its tags, gateway, permissions and the like. It is never made, marked, started or deleted.

/** Arguments about what an endpoint runs, and how that comes about. */
const aboutWhatRuns: readonly (keyof typeof fields)[] = [
  "traffic",
  "environment",
  ...settings.map(({ key }) => key),
  "scaleToZero",
  "keep",
  "preset",
  "tracing",
  "modelAliases",
  "reviewApp",
  "rollout",
  "smokeTest",
  "gate",
  "onFailure",
  "routeOptimized",
];

/** Whether the arguments ask to adopt an endpoint and say nothing of what it runs. */
export function adoptsOnly({ inputs }: Validated): boolean {
  return !declaresConfig(inputs) && inputs.adopt !== undefined && inputs.adopt !== false;
}

/** What makes no sense beside `adopt` without a model. */
export function adoptionProblems(validated: Validated): Problem[] {
  if (!adoptsOnly(validated) || !usable(validated, "model", "servedEntities")) return [];
  return aboutWhatRuns
    .filter((path) => validated.inputs[path] !== undefined)
    .map((path) => ({
      code: "invalidArgument",
      path,
      message:
        "it is about what the endpoint runs, and without `model` that is its owner's. `adopt` alone manages tags, " +
        "description, budget policy, notifications, telemetry, gateway and permissions.",
    }));
}

/**
 * The endpoint to adopt.
 *
 * @throws AgentsError `notFound` where it is not there: without a model none can be made
 */
export async function adoptedEndpoint(context: Context, workspace: Workspace, name: string): Promise<api.Endpoint> {
  const look = () => api.getEndpoint(workspace, name);
  const found = await untilSeen(context, `the endpoint ${name}`, look, goneAfterMs);
  if (found === undefined) {
    const message = `there is no endpoint "${name}" to adopt. Correct the name; or give \`model\`, which a new endpoint would run.`;
    throw new AgentsError("notFound", message, { path: "name" });
  }
  const owner = isOurs(context.identity, found.tags) ? undefined : ownerText(found.tags);
  if (owner !== undefined) {
    context.note(`the endpoint "${name}" stays with ${owner}; this stack manages only what it declares of it.`);
  }
  return found;
}

/**
 * Takes back what was declared of an endpoint that stays. What was there before it was adopted is not known, and so does not
 * come back; what cannot be taken back is a warning.
 *
 * @param former what the state recorded
 */
export async function takeBack(
  context: Context,
  workspace: Workspace,
  name: string,
  former: ServingEndpointInputs,
): Promise<void> {
  const look = () => api.getEndpoint(workspace, name);
  const endpoint = await untilSeen(context, `the endpoint ${name}`, look, goneAfterMs);
  if (endpoint === undefined) return;
  const scope: Scope = {
    context,
    workspace,
    endpoint,
    inputs: {},
    former,
    certain: true,
    finished: undefined,
    learned: {},
  };
  const taken: string[] = [];
  for (const part of parts) {
    if (!part.differs(scope)) continue;
    try {
      await part.apply(scope);
      taken.push(part.name);
    } catch (error) {
      if (!isAgentsError(error) || error.code !== "unsupported") throw error;
      context.warn(`${part.name} of the endpoint "${name}" stays as it is: ${error.message}`);
    }
  }
  const what = taken.length === 0 ? "there was nothing to take back" : `taken back: ${taken.join(", ")}`;
  context.note(`the endpoint "${name}" stays, because it was adopted without \`model\`; ${what}.`);
}
