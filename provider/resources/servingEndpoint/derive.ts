import { z } from "zod";
import { isUnknown, unknownValue } from "../../lifecycle/unknown.js";
import { usable, type Validated } from "../../lifecycle/validate.js";
import { isFoundation, settings } from "./entity.js";
import { modelName } from "./modelReference.js";
import { shortName } from "./names.js";
import { type Gateway, gatewaySchema, type Tracing, tracingSchema } from "./settingsSchema.js";

/** Variables that Databricks' own deploy client sets for an agent. */
const agentVariables = {
  ENABLE_MLFLOW_TRACING: "true",
  ENABLE_LANGCHAIN_STREAMING: "true",
  RETURN_REQUEST_ID_IN_RESPONSE: "true",
} as const;

const record = z.record(z.string(), z.unknown());
/** `tracing` as far as it is known. */
const knownTracing = tracingSchema.partial().extend({ experiment: z.string().optional() });

/**
 * Arguments that follow from others, so that a preview shows them: sizes, and what `preset` and `tracing` set. What the
 * program says itself always wins.
 *
 * @param recorded inputs of the run before
 */
export function derive(validated: Validated, recorded: Record<string, unknown>): Record<string, unknown> {
  return {
    ...sizes(validated),
    ...variables(validated),
    ...gateway(validated, recorded),
    ...usagePolicy(validated),
  };
}

/** Databricks calls budget policies usage policies by now; the field of the API is still `budget_policy_id`. */
function usagePolicy({ inputs, faulty }: Validated): Record<string, unknown> {
  const { usagePolicy: policy, budgetPolicy } = inputs;
  return policy === undefined || budgetPolicy !== undefined || faulty.has("usagePolicy")
    ? {}
    : { budgetPolicy: policy };
}

/** The size of a single version. Where it is given in another way there is none to fill in. */
function sizes(validated: Validated): Record<string, unknown> {
  const { inputs } = validated;
  if (!usable(validated, "servedEntities") || inputs.servedEntities !== undefined) return {};
  // Without any model what runs is somebody else's, and so is its size.
  if (inputs.model === undefined && !validated.faulty.has("model")) return {};
  const sized = settings.some(({ key, sizing }) => sizing !== undefined && inputs[key] !== undefined);
  return {
    ...(sized ? {} : { workloadSize: "Small" }),
    ...(isFoundation(inputs) ? {} : { workloadType: inputs.workloadType ?? "CPU" }),
    scaleToZero: inputs.scaleToZero ?? false,
  };
}

function variables({ inputs, faulty }: Validated): Record<string, unknown> {
  const { preset, tracing, environment } = inputs;
  if ((preset === undefined && tracing === undefined) || faulty.has("environment")) return {};
  if ([preset, tracing, environment].some(isUnknown)) return { environment: unknownValue };
  const { experiment, sampling } = tracingOf(tracing) ?? {};
  return {
    environment: {
      ...(preset === "agent" ? agentVariables : {}),
      ...(tracing === undefined ? {} : { ENABLE_MLFLOW_TRACING: "true" }),
      ...(experiment === undefined ? {} : { MLFLOW_EXPERIMENT_ID: experiment }),
      ...(sampling === undefined ? {} : { MLFLOW_TRACE_SAMPLING_RATIO: String(sampling) }),
      ...record.safeParse(environment).data,
    },
  };
}

function tracingOf(tracing: unknown): Partial<Tracing> | undefined {
  return knownTracing.safeParse(tracing).data;
}

/** The inference table, where `preset` or `tracing` asks for one, and the prefix that a table does not name. */
function gateway({ inputs, faulty }: Validated, recorded: Record<string, unknown>): Record<string, unknown> {
  const { preset, tracing, aiGateway } = inputs;
  if (faulty.has("aiGateway") || faulty.has("tracing") || isUnknown(aiGateway)) return {};
  const given = gatewaySchema.safeParse(aiGateway ?? {}).data;
  if (given === undefined) return {};
  const asked = tracingOf(tracing)?.inferenceTable ?? preset === "agent";
  const model = servedModel(inputs);
  if (given.inferenceTable === undefined && asked === false) return {};
  const table = given.inferenceTable ?? (asked === true ? tableAfter(model) : asked === false ? undefined : asked);
  if (table === undefined) {
    // It follows from a model that is not known yet: it will be where it is.
    return model === undefined && isUnknownModel(inputs) ? { aiGateway: recorded.aiGateway ?? unknownValue } : {};
  }
  const name = typeof inputs.name === "string" && !isUnknown(inputs.name) ? inputs.name : undefined;
  const prefix = table.prefix ?? (model === undefined ? name : shortName(model));
  return { aiGateway: { ...given, inferenceTable: { ...table, ...(prefix === undefined ? {} : { prefix }) } } };
}

function tableAfter(model: string | undefined): Gateway["inferenceTable"] {
  const [catalog, schema, prefix, ...more] = model?.split(".") ?? [];
  return catalog && schema && prefix && more.length === 0 ? { catalog, schema, prefix } : undefined;
}

function isUnknownModel(inputs: Record<string, unknown>): boolean {
  return isUnknown(inputs.model) || isUnknown(inputs.servedEntities) || firstModel(inputs) !== undefined;
}

/** Full name of the model that is served, where it is known; of the first one where there are several. */
export function servedModel(inputs: Record<string, unknown>): string | undefined {
  return modelName(firstModel(inputs));
}

function firstModel(inputs: Record<string, unknown>): unknown {
  const { model, servedEntities } = inputs;
  if (model !== undefined) return model;
  const first: unknown = Array.isArray(servedEntities) ? servedEntities[0] : undefined;
  return record.safeParse(first).data?.model;
}
