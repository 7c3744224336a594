import { z } from "zod";
import { route, type Workspace } from "../../http/index.js";
import { unlessAbsent } from "../../lifecycle/gone.js";

// Traces of an experiment; one function per REST call. Source: MLflow's REST API, traces 3.0.

const traceInfo = z.object({ trace_id: z.string(), client_request_id: z.string().nullish() });
const oneTrace = z.object({ trace: z.object({ trace_info: traceInfo }) });
const manyTraces = z.object({ traces: z.array(traceInfo).optional() });

/** How many of the newest traces a search looks at. */
const newest = 100;

/** `GET traces/{id}`: whether a trace has arrived. */
export async function hasTrace(workspace: Workspace, id: string): Promise<boolean> {
  const path = route`/api/3.0/mlflow/traces/${id}`;
  return (await unlessAbsent(workspace.json(oneTrace, { method: "GET", path }))) !== undefined;
}

/** `POST traces/search`: the id of the trace of a request, among the newest of an experiment. */
export async function findTrace(
  workspace: Workspace,
  experiment: string,
  requestId: string,
): Promise<string | undefined> {
  const { traces = [] } = await workspace.json(manyTraces, {
    method: "POST",
    path: route`/api/3.0/mlflow/traces/search`,
    body: {
      locations: [{ type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: experiment } }],
      order_by: ["timestamp_ms DESC"],
      max_results: newest,
    },
    safeToRepeat: true,
  });
  return traces.find(({ client_request_id: id }) => id === requestId)?.trace_id;
}
