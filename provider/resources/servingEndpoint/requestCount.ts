import { text } from "node:stream/consumers";
import { AgentsError, isAgentsError } from "../../errors.js";
import { route } from "../../http/index.js";
import { longestWait } from "../../lifecycle/longestWait.js";
import { waitFor } from "../../wait/index.js";
import * as api from "./api.js";
import type { Scope } from "./scope.js";
import { shareOf } from "./shares.js";
import { isStopped } from "./states.js";

/** Longest wait for requests to come, in milliseconds, unless `customTimeouts` allow more. */
const withinMs = 24 * 3_600_000;
/** How many looks at the metrics lie between two looks at the endpoint: about a minute. */
const looksBetween = 6;

/**
 * Waits until an entity has had some requests, by the endpoint's metrics.
 *
 * @param wanted how many, counted from now on
 * @throws AgentsError `unsupported` where the workspace tells no metrics
 */
export async function waitForRequests(scope: Scope, entity: string, wanted: number): Promise<void> {
  const { context } = scope;
  let last = await requestCount(scope, entity);
  let seen = 0;
  let looks = 0;
  await waitFor({
    what: `${wanted} requests to ${entity}`,
    timeoutMs: longestWait(context, withinMs),
    signal: context.signal,
    progress: (status) => context.progress(status),
    poll: async () => {
      if (looks++ % looksBetween === 0) await mustStillGetRequests(scope, entity);
      const count = await requestCount(scope, entity);
      // A counter may begin anew, with its process or with its window.
      seen += count >= last ? count - last : count;
      last = count;
      return seen >= wanted
        ? { done: true, value: undefined }
        : { done: false, status: `${entity} has had ${seen} of ${wanted} requests` };
    },
  });
}

/** Requests that cannot come are not waited for. @throws AgentsError `deploymentFailed` */
async function mustStillGetRequests({ workspace, endpoint: { name } }: Scope, entity: string): Promise<void> {
  const now = await api.getEndpoint(workspace, name);
  const why =
    now === undefined
      ? "is gone"
      : isStopped(now)
        ? "is stopped"
        : shareOf(now.active?.routes ?? [], entity) === 0
          ? `gives ${entity} no share of them any more`
          : undefined;
  if (why === undefined) return;
  const message = `the rollout waits for requests to ${entity}, and none can come: somebody changed the endpoint "${name}", which ${why}.`;
  throw new AgentsError("deploymentFailed", message);
}

/** `GET serving-endpoints/{name}/metrics`: what an entity has had, in the text format of Prometheus. */
async function requestCount({ workspace, endpoint }: Scope, entity: string): Promise<number> {
  try {
    const { body } = await workspace.download({
      method: "GET",
      path: route`/api/2.0/serving-endpoints/${endpoint.name}/metrics`,
    });
    return countIn(await text(body), entity);
  } catch (error) {
    if (!isAgentsError(error) || error.retryable || error.code === "cancelled") throw error;
    const message = `the endpoint's metrics cannot be read, so its requests cannot be counted: ${error.message} Give \`pauseSeconds\` in place of \`requests\`.`;
    throw new AgentsError("unsupported", message, { path: "rollout.requests" });
  }
}

/** The sum of an entity's `request_count_total`; other metrics are left alone. */
export function countIn(metrics: string, entity: string): number {
  let sum = 0;
  for (const line of metrics.split("\n")) {
    const [, labels = "", value = ""] = /^request_count_total\{([^}]*)\}\s+(\S+)/.exec(line) ?? [];
    const named = /(?:^|,)\s*served_(?:model|entity)_name="((?:[^"\\]|\\.)*)"/.exec(labels)?.[1];
    const count = Number(value);
    if (named === entity && Number.isFinite(count)) sum += count;
  }
  return sum;
}
