import type { AgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import type { Context } from "../../resource.js";
import type { Endpoint } from "./api.js";
import type { Finished, ServingEndpointInputs } from "./schema.js";

/** What a run finds out. */
export interface Learned {
  /** Whether the endpoint carries the mark of an update that has begun. */
  begun?: boolean;
  /** What the last look for the trace of a smoke test's question found; undefined where none was looked for. */
  proof?: { traceId: string | undefined };
  /** That the workspace did not take a part. It holds up nothing that comes after it, and fails the run at its end. */
  refused?: AgentsError;
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
  /**
   * What the last update that came through left: the way back, and what `keep` keeps. Not what has traffic now, which may
   * be a version that a rollout was trying when it was cut off. Undefined where nobody knows.
   */
  readonly finished: Finished | undefined;
  /** What this run finds out on its way, for the state. */
  readonly learned: Learned;
}
