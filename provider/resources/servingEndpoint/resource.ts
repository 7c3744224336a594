import { AgentsError, type Problem } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { usable, type Validated } from "../../lifecycle/validate.js";
import { defineResource } from "../../resource.js";
import * as api from "./api.js";
import { defaultEndpointName, defaultEntityName, wantedConfig } from "./config.js";
import { applyEndpoint, ensureEndpoint, outputsOf } from "./ensure.js";
import { inputsForGet, observedInputs } from "./observe.js";
import { waitUntilServing } from "./ready.js";
import { fields, modelName, outputs, type ServingEndpointInputs } from "./schema.js";

/** An endpoint that serves versions of registered models. */
export const servingEndpoint = defineResource({
  type: "ServingEndpoint",
  fields,
  outputs,
  stateVersion: 1,
  usesWorkspace: true,

  async check(context, validated, recorded) {
    const single = usable(validated, "servedEntities") && validated.inputs.servedEntities === undefined;
    const defaults = single
      ? {
          workloadSize: validated.inputs.workloadSize ?? "Small",
          workloadType: validated.inputs.workloadType ?? "CPU",
          scaleToZero: validated.inputs.scaleToZero ?? false,
        }
      : {};
    const workspace = await context.workspace().catch(() => undefined);
    const problems = [...sourceProblems(validated), ...trafficProblems(validated), ...placeProblems(workspace)];
    const name = endpointName(validated, recorded);
    return { inputs: { name, invocationsUrl: invocationsUrl(workspace, name), ...defaults }, problems };
  },

  needsUpdate: (state) => state.state !== "READY",

  // The new endpoint would have the name of the old one.
  deleteBeforeReplace: (old, next) => old.name === next.name,

  async read(context, id, state) {
    const workspace = await context.workspace();
    const endpoint = await api.getEndpoint(workspace, id);
    if (endpoint === undefined) return undefined;
    const inputs = state === undefined ? inputsForGet(endpoint) : observedInputs(endpoint, state);
    return {
      inputs: { ...inputs, invocationsUrl: invocationsUrl(workspace, endpoint.name) },
      outputs: outputsOf(endpoint),
    };
  },

  async create(context, inputs) {
    const workspace = await context.workspace();
    const name = inputs.name ?? "";
    const { endpoint, existed } = await ensureEndpoint(context, workspace, name, inputs);
    context.checkpoint(name, outputsOf(endpoint));
    const serving = existed
      ? await applyEndpoint(context, workspace, endpoint, inputs, {})
      : await waitUntilServing(context, workspace, name, wantedConfig(inputs));
    return { id: name, outputs: outputsOf(serving) };
  },

  async update(context, id, old, inputs) {
    const workspace = await context.workspace();
    const endpoint = await api.getEndpoint(workspace, id);
    if (endpoint === undefined) {
      throw new AgentsError("notFound", `the endpoint "${id}" is gone. Run \`pulumi refresh\`, then \`pulumi up\`.`);
    }
    context.checkpoint(id, { ...outputsOf(endpoint), state: "UPDATE_FAILED" });
    return outputsOf(await applyEndpoint(context, workspace, endpoint, inputs, old.tags ?? {}));
  },

  async delete(context, id) {
    await api.deleteEndpoint(await context.workspace(), id);
  },
});

/**
 * The given name, else the one that Databricks' deploy client would choose for the model. While nothing is known of the
 * model the endpoint keeps the name it has: another one would be its replacement.
 */
function endpointName(validated: Validated, recorded: Record<string, unknown>): unknown {
  const { name, model, servedEntities } = validated.inputs as Partial<ServingEndpointInputs>;
  if (name !== undefined) return name;
  const first = modelName(model ?? servedEntities?.[0]?.model);
  return first === undefined ? (recorded.name ?? unknownValue) : defaultEndpointName(first);
}

/** Where questions are posted to; not known while the name, or the way to the workspace, is not. */
function invocationsUrl(workspace: Workspace | undefined, name: unknown): string {
  if (workspace === undefined || typeof name !== "string" || name === unknownValue) return unknownValue;
  return `${workspace.host}/serving-endpoints/${encodeURIComponent(name)}/invocations`;
}

function placeProblems(workspace: Workspace | undefined): Problem[] {
  if (workspace?.kind !== "mlflow") return [];
  const message =
    `${workspace.host} is a plain MLflow server, which has no serving endpoints. ` +
    "Point `mlflow-agents:host` at a Databricks workspace, or at `local`, for this resource.";
  return [{ code: "unsupported", path: "", message }];
}

function sourceProblems(validated: Validated): Problem[] {
  if (!usable(validated, "model", "servedEntities")) return [];
  const { model, servedEntities } = validated.inputs;
  if ((model === undefined) !== (servedEntities === undefined)) return [];
  const message =
    model === undefined
      ? "it is required: a RegisteredModel, or `servedEntities` where the endpoint runs several versions."
      : "give either `model` or `servedEntities`, not both.";
  return [{ code: "invalidArgument", path: "model", message }];
}

function trafficProblems(validated: Validated): Problem[] {
  if (!usable(validated, "traffic")) return [];
  const { traffic, servedEntities, model } = validated.inputs as Partial<ServingEndpointInputs>;
  if (traffic === undefined) return [];
  const problems: Problem[] = [];
  const total = traffic.reduce((sum, { percentage }) => sum + percentage, 0);
  if (total !== 100) {
    const shares = traffic.map(({ percentage }) => percentage).join(" + ") || "nothing";
    const message = `the percentages must add up to 100, but ${shares} is ${total}.`;
    problems.push({ code: "invalidArgument", path: "traffic", message });
  }
  if (!usable(validated, "servedEntities", "model")) return problems;
  const listed = servedEntities ?? (model === undefined ? [] : [{ model, name: undefined }]);
  const names = listed.map((entity) => entity.name ?? defaultEntityName(entity.model.name, entity.model.version));
  traffic.forEach(({ servedEntity }, index) => {
    if (names.includes(servedEntity)) return;
    const message = `there is no served entity "${servedEntity}"; there are: ${names.join(", ")}.`;
    problems.push({ code: "invalidArgument", path: `traffic[${index}].servedEntity`, message });
  });
  return problems;
}
