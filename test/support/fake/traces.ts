import { type FakeCall, missing } from "./server.js";

/** Traces of experiments, as MLflow 3 answers them. */
export class FakeTraces {
  /** Id to the experiment and the request that it belongs to. */
  readonly traces = new Map<string, { experiment: string; requestId: string }>();

  /** Answers below `/api/3.0/mlflow/traces`. */
  handle(call: FakeCall): unknown {
    const [id = ""] = call.path;
    const info = (trace: string) => ({ trace_id: trace, client_request_id: this.traces.get(trace)?.requestId });
    if (call.method === "POST" && id === "search") {
      const experiments = JSON.stringify(call.body.locations);
      const found = [...this.traces].filter(([, { experiment }]) => experiments.includes(`"${experiment}"`));
      return { traces: found.map(([trace]) => info(trace)).reverse() };
    }
    if (!this.traces.has(id)) throw missing(`Trace with ID ${id}`);
    return { trace: { trace_info: info(id) } };
  }
}
