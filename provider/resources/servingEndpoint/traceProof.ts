import { z } from "zod";
import { AgentsError, isAgentsError } from "../../errors.js";
import { waitFor } from "../../wait/index.js";
import type { Endpoint } from "./api.js";
import { tableName } from "./gatewayWire.js";
import type { Scope } from "./scope.js";
import { findTrace, hasTrace } from "./tracesApi.js";
import { isTracingOn } from "./tracingOn.js";

/** How long a trace may take to its experiment, in seconds, unless the program says otherwise. */
const defaultSeconds = 60;
/** Most questions that are asked until one of them is sampled. */
const mostQuestions = 20;

/** What the proof of an entity's tracing needs to know. */
export interface Proof {
  /** Name of the entity. */
  readonly entity: string;
  /** The experiment that its traces go to; without one they go to the inference table alone. */
  readonly experiment: string | undefined;
  /** How many questions may have to be asked until one is traced: more than one where traces are sampled. */
  readonly questions: number;
  readonly onMissing: "warn" | "error";
  readonly withinSeconds: number;
}

/**
 * What is to be proved of an entity, or undefined: where the program does not declare tracing or wants no proof, where
 * the entity is not traced, and where the traces go to a place that cannot be looked into.
 */
export function proofOf({ inputs }: Scope, endpoint: Endpoint, entity: string): Proof | undefined {
  const { tracing } = inputs;
  const variables = endpoint.active?.entities.find(({ name }) => name === entity)?.environment ?? {};
  if (tracing === undefined || tracing.prove === "off") return undefined;
  if (!isTracingOn(variables)) return undefined;
  // Tables of Unity Catalog are read through a SQL warehouse, and older releases of MLflow then answer no trace.
  if (variables.MLFLOW_TRACING_DESTINATION !== undefined) return undefined;
  const { MLFLOW_EXPERIMENT_ID: experiment, MLFLOW_TRACE_SAMPLING_RATIO: ratio = "1" } = variables;
  const sampling = Number(ratio);
  if (sampling === 0 || (experiment === undefined && tableName(endpoint.gateway) === undefined)) return undefined;
  return {
    entity,
    experiment,
    // So many that none of them is sampled once in a hundred runs.
    questions: sampling < 1 ? Math.min(mostQuestions, Math.ceil(Math.log(0.01) / Math.log(1 - sampling))) : 1,
    onMissing: tracing.prove ?? "warn",
    withinSeconds: tracing.proveWithinSeconds ?? defaultSeconds,
  };
}

const options = z.object({ databricks_options: z.record(z.string(), z.unknown()) });

/** A question that asks for its trace, as MLflow's own evaluation of endpoints does. */
export function askingForTrace(body: Record<string, unknown>): Record<string, unknown> {
  const given = options.safeParse(body).data?.databricks_options;
  return { ...body, databricks_options: { ...given, return_trace: true } };
}

const told = z.object({
  databricks_output: z.object({
    databricks_request_id: z.string().nullish(),
    // MLflow 2 names the id of a trace otherwise.
    trace: z
      .object({ info: z.object({ trace_id: z.string().nullish(), request_id: z.string().nullish() }).nullish() })
      .nullish(),
  }),
});

/** What an answer says of its trace. */
export interface Told {
  /** Id of the trace that came with the answer. */
  traceId: string | undefined;
  /** Id of the request, which its trace carries. */
  requestId: string | undefined;
  /** Whether the agent takes no questions that ask for their trace. */
  refused?: boolean;
}

/** What an answer says of its trace, and the answer without it: what the program expects is not looked for in there. */
export function takeTrace(answer: unknown): { answer: unknown; told: Told } {
  const output = told.safeParse(answer).data?.databricks_output;
  if (output === undefined) return { answer, told: { traceId: undefined, requestId: undefined } };
  const { info } = output.trace ?? {};
  const { databricks_output: all, ...rest } = Object(answer);
  const { trace: _, ...others } = Object(all);
  return {
    answer: { ...rest, databricks_output: others },
    told: {
      traceId: info?.trace_id ?? info?.request_id ?? undefined,
      requestId: output.databricks_request_id ?? undefined,
    },
  };
}

/**
 * Looks for the trace of a question where it should arrive.
 *
 * @param ask asks once more, where traces are sampled
 * @returns the trace's id; undefined where there is none, and the program only wants a warning
 * @throws AgentsError `deploymentFailed` where there is none
 */
export async function prove(
  scope: Scope,
  proof: Proof,
  first: Told,
  ask: () => Promise<Told>,
): Promise<string | undefined> {
  const { context } = scope;
  let said = first;
  for (let asked = 1; said.traceId === undefined && asked < proof.questions; asked++) {
    context.progress(`asking ${proof.entity} again: traces are sampled (${asked + 1} of at most ${proof.questions})`);
    said = await ask();
  }
  const { id, complaint } = await arrived(scope, proof, said);
  if (complaint === undefined) return id;
  // Sampling may have left out every one of them: that is no ground to fail.
  const sampled = proof.questions > 1 && said.traceId === undefined;
  if (proof.onMissing === "error" && !sampled) {
    throw new AgentsError("deploymentFailed", complaint, { path: "tracing.prove" });
  }
  context.warn(`tracing: ${complaint}`);
  return undefined;
}

async function arrived(
  { context, workspace }: Scope,
  proof: Proof,
  { traceId, requestId, refused = false }: Told,
): Promise<{ id?: string | undefined; complaint?: string }> {
  const { entity, experiment, withinSeconds } = proof;
  if (refused) return { complaint: untold(proof) };
  if (traceId === undefined && (requestId === undefined || experiment === undefined)) {
    return { complaint: untraced(proof) };
  }
  // The inference table gets what came with the answer; a trace in Unity Catalog is read through a SQL warehouse.
  if (experiment === undefined || traceId?.startsWith("trace:/") === true) return { id: traceId };
  const look = async () => {
    if (traceId === undefined) return findTrace(workspace, experiment, requestId ?? "");
    return (await hasTrace(workspace, traceId)) ? traceId : undefined;
  };
  try {
    const id = await waitFor({
      what: "the trace",
      timeoutMs: withinSeconds * 1_000,
      firstDelayMs: 250,
      signal: context.signal,
      progress: (status, elapsed) => context.progress(`${Math.round(elapsed / 1_000)} s: ${status}`),
      poll: async () => {
        const found = await look();
        if (found !== undefined) return { done: true, value: found };
        return { done: false, status: `waiting for the trace of ${entity}'s answer in experiment ${experiment}` };
      },
    });
    return { id };
  } catch (error) {
    if (!isAgentsError(error) || error.code === "cancelled") throw error;
    if (error.code !== "timeout")
      return { complaint: `experiment ${experiment} cannot be looked into: ${error.message}` };
    return { complaint: traceId === undefined ? untraced(proof) : lost(proof, traceId) };
  }
}

function untold({ entity }: Proof): string {
  return (
    `whether ${entity} is traced cannot be told: it refuses a question with \`databricks_options\`, which agents take on ` +
    'Databricks. Set `tracing.prove` to `"off"`.'
  );
}

function untraced({ entity, questions }: Proof): string {
  const sampled = questions > 1 ? ` ${questions} questions were asked; sampling may have left out all of them.` : "";
  return (
    `${entity} answered, and made no trace.${sampled} What is traced is what the agent's code says: a ResponsesAgent by ` +
    "itself, else what an `autolog()` of MLflow or `@mlflow.trace` covers; and " +
    '`mlflow.tracing.disable()` ends it. Correct the agent, or set `tracing.prove` to `"off"`.'
  );
}

function lost({ entity, experiment, withinSeconds }: Proof, traceId: string): string {
  return (
    `the trace ${traceId} of ${entity}'s answer did not arrive in experiment ${experiment} within ${withinSeconds} s. ` +
    "It takes an agent with MLflow 3 or later, an experiment that exists, and the right to edit it for whoever the endpoint " +
    "runs as; the endpoint's server log says which. Where it only takes longer, raise `tracing.proveWithinSeconds`."
  );
}
