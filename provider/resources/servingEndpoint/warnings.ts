import { z } from "zod";
import { sameCatalogName } from "../../lifecycle/catalogName.js";
import { equal } from "../../lifecycle/equal.js";
import { containsUnknown } from "../../lifecycle/unknown.js";
import type { Validated } from "../../lifecycle/validate.js";
import { telemetryWarnings } from "./checkTelemetry.js";
import { normalGateway, tableName } from "./gatewayWire.js";
import { type Gateway, gatewaySchema, telemetrySchema } from "./settingsSchema.js";
import { isTracingOn } from "./tracingOn.js";

const variables = z.record(z.string(), z.unknown());
const entity = z.object({ environment: variables.optional() });

const provable = z.object({ tracing: z.object({ prove: z.string().optional() }) });

/**
 * What is no fault and still worth a word.
 *
 * @param inputs the arguments with what follows from them
 * @param recorded inputs of the run before
 */
export function warnings(
  { unknown, faulty }: Validated,
  inputs: Record<string, unknown>,
  recorded: Record<string, unknown>,
): string[] {
  if (faulty.size > 0) return [];
  const gateway = gatewaySchema.safeParse(inputs.aiGateway ?? {}).data;
  const telemetry = telemetrySchema.safeParse(inputs.telemetry).data;
  return [
    ...(gateway === undefined ? [] : agentGateway(inputs, gateway)),
    ...(gateway === undefined ? [] : movedTable(gateway, recorded)),
    ...(unknown.has("servedEntities") ? [] : tracing(inputs, gateway)),
    ...refusesCode(inputs),
    ...description(inputs, recorded),
    ...(telemetry === undefined ? [] : telemetryWarnings(telemetry)),
  ];
}

/** Databricks takes nothing but inference tables for an endpoint that serves an agent. */
function agentGateway(inputs: Record<string, unknown>, gateway: Gateway): string[] {
  const model = z.object({ digest: z.string() }).safeParse(inputs.model);
  const isAgent = inputs.preset === "agent" || inputs.tracing !== undefined || model.success;
  const { inferenceTable: _, ...rest } = normalGateway(gateway);
  const refused = Object.keys(rest);
  if (!isAgent || refused.length === 0) return [];
  const list = refused.map((name) => `\`${name}\``).join(", ");
  return [`aiGateway: an endpoint that serves an agent has inference tables only; Databricks will refuse ${list}.`];
}

function movedTable(gateway: Gateway, recorded: Record<string, unknown>): string[] {
  const before = gatewaySchema.safeParse(recorded.aiGateway).data;
  const [from, to] = [tableName(before), tableName(gateway)];
  if (from === undefined || to === undefined || sameCatalogName(from, to)) return [];
  return [
    `aiGateway.inferenceTable moves from ${from} to ${to}, by two calls: an enabled table cannot be moved, so it is turned ` +
      "off and on again. The old table stays; requests between the two calls are not recorded.",
  ];
}

/** Nothing is known to change a description: Databricks' own bundles make another endpoint for it. */
function description(inputs: Record<string, unknown>, recorded: Record<string, unknown>): string[] {
  const [before, now] = [recorded.description, inputs.description];
  const other = recorded.name === inputs.name && now !== undefined && !containsUnknown(now) && !equal(before, now);
  if (recorded.name === undefined || !other) return [];
  return [
    "description: no way is known to change the description of an endpoint that exists. The update tries; where Databricks " +
      "refuses, it does everything else and then fails.",
  ];
}

/** From MLflow 3.18 on this variable decides whether a model that is code is loaded at all (mlflow/pyfunc/__init__.py). */
const mayRunCode = "MLFLOW_ALLOW_MODEL_CODE_EXECUTION";

function refusesCode(inputs: Record<string, unknown>): string[] {
  const shared = variables.safeParse(inputs.environment ?? {}).data;
  const own = z.array(entity).safeParse(inputs.servedEntities ?? []).data ?? [];
  const all = [shared, ...own.map(({ environment }) => environment)];
  if (!all.some((set) => /^(?:false|0)$/i.test(String(set?.[mayRunCode])))) return [];
  return [
    `environment.${mayRunCode} is off: an agent is code, and MLflow 3.18 and newer refuse to load it then. Leave the variable out.`,
  ];
}

/** Tracing that leads nowhere is the most frequent reason for traces that do not appear. */
function tracing(inputs: Record<string, unknown>, gateway: Gateway | undefined): string[] {
  const shared = variables.safeParse(inputs.environment ?? {}).data;
  if (shared === undefined || gateway === undefined) return [];
  const own = z.array(entity).safeParse(inputs.servedEntities ?? []).data ?? [];
  const all = own.length === 0 ? [shared] : own.map(({ environment }) => ({ ...shared, ...environment }));
  const said = [];
  const { prove } = provable.safeParse(inputs).data?.tracing ?? {};
  if ((prove === "warn" || prove === "error") && inputs.smokeTest === undefined) {
    said.push("tracing.prove: it looks for the trace of a question, and there is none to ask: give `smokeTest`.");
  }
  const traced = all.filter(isTracingOn);
  if (inputs.tracing !== undefined && traced.length < all.length && !containsUnknown(inputs.environment)) {
    said.push("tracing: `environment.ENABLE_MLFLOW_TRACING` turns off what `tracing` asks for; the variable wins.");
  }
  const lost = traced.some((set) => set.MLFLOW_EXPERIMENT_ID === undefined);
  if (lost && tableName(gateway) === undefined) {
    said.push(
      "tracing is on, and the traces go nowhere: give `tracing.experiment`, or an inference table " +
        "(`tracing.inferenceTable`), or set `environment.MLFLOW_EXPERIMENT_ID`.",
    );
  }
  const experiment = z.object({ experiment: z.string() }).safeParse(inputs.tracing).data?.experiment;
  if (experiment !== undefined && all.some((set) => !equal(set.MLFLOW_EXPERIMENT_ID, experiment))) {
    said.push(
      "tracing: `environment.MLFLOW_EXPERIMENT_ID` names another experiment than `tracing`; the variable wins.",
    );
  }
  return said;
}
