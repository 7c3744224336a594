import type { Workspace } from "../../http/index.js";
import type { Context } from "../../resource.js";
import type { Endpoint } from "./api.js";
import type { ServingEndpointInputs } from "./schema.js";

/** What a run finds out. */
export interface Learned {
  /** What the last look for the trace of a smoke test's question found; undefined where none was looked for. */
  proof?: { traceId: string | undefined };
}

/** What bringing an endpoint to its arguments works with. */
export interface Scope {
  readonly context: Context;
  readonly workspace: Workspace;
  /** The endpoint as it is before the first call. */
  readonly endpoint: Endpoint;
  /** The arguments. */
  readonly inputs: Partial<ServingEndpointInputs>;
  /** The arguments of the run before; none where the endpoint was not this stack's. */
  readonly former: Partial<ServingEndpointInputs>;
  /** Whether the run before came through, so that `former` tells what no answer does. */
  readonly certain: boolean;
  /** What this run finds out on its way, for the state. */
  readonly learned: Learned;
}
