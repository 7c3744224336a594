import { text } from "node:stream/consumers";
import { AgentsError, isAgentsError } from "../../errors.js";
import { route } from "../../http/index.js";
import { longestWait } from "../../lifecycle/longestWait.js";
import { waitFor } from "../../wait/index.js";
import type { Scope } from "./scope.js";

/** Longest wait for requests to come, in milliseconds, unless `customTimeouts` allow more. */
const withinMs = 24 * 3_600_000;

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
  await waitFor({
    what: `${wanted} requests to ${entity}`,
    timeoutMs: longestWait(context, withinMs),
    signal: context.signal,
    progress: (status) => context.progress(status),
    poll: async () => {
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
