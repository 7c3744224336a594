import type { Endpoint } from "./api.js";
import type { Config } from "./entity.js";
import { needsSending, waitUntilIdle, waitUntilServing } from "./ready.js";
import { needsBeside, resolveConfig } from "./resolveConfig.js";
import { rollOut } from "./rollout.js";
import { nothingToSend, runs } from "./sameConfig.js";
import type { Scope } from "./scope.js";
import { sendConfig } from "./sendConfig.js";
import { isStopped } from "./states.js";

/**
 * Brings what the endpoint runs to the arguments: at most one call, and none where it runs that already or an earlier run
 * of ours has sent it. It returns when the endpoint serves.
 *
 * @throws AgentsError `deploymentFailed` with the logs; the version that served goes on
 */
export async function deploy(scope: Scope): Promise<Endpoint> {
  const { context, workspace, endpoint, inputs, former, finished } = scope;
  const target = (actual: Endpoint): Config => resolveConfig(inputs, actual.active, former, finished);
  const { name } = endpoint;
  const coming = target(endpoint);
  const onItsWay = endpoint.update === "IN_PROGRESS" && endpoint.pending !== undefined;
  // A creation, or a run that was cut off, sent this very configuration: there is nothing to send.
  const ours = onItsWay && endpoint.pending !== undefined && runs(endpoint.pending, coming);
  if (needsBeside(inputs)) {
    const first = ours && endpoint.active === undefined;
    const busy = endpoint.update === "IN_PROGRESS" && !first;
    return rollOut(scope, busy ? await waitUntilIdle(context, workspace, name) : endpoint);
  }
  // An endpoint that was made just now is known by its id.
  if (ours) return waitUntilServing(context, workspace, name, coming, endpoint.id);
  const idle = endpoint.update === "IN_PROGRESS" ? await waitUntilIdle(context, workspace, name) : endpoint;
  const wanted = target(idle);
  const before = scope.certain ? resolveConfig(former, idle.active, former, finished) : undefined;
  if (!needsSending(idle) && idle.active !== undefined && nothingToSend(idle.active, wanted, before)) {
    return waitUntilServing(context, workspace, name, wanted);
  }
  if (isStopped(idle)) context.progress("starting the endpoint, which somebody stopped");
  await sendConfig(scope, wanted);
  return waitUntilServing(context, workspace, name, wanted);
}
