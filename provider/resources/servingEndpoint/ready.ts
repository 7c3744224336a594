import { AgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import { longestWait } from "../../lifecycle/longestWait.js";
import type { Context } from "../../resource.js";
import { goneAfterMs, realClock, untilSeen, waitFor } from "../../wait/index.js";
import * as api from "./api.js";
import type { Config, ObservedEntity } from "./entity.js";
import { logsOf } from "./evidence.js";
import { lastWords } from "./lastWords.js";
import { differenceText, runs } from "./sameConfig.js";
import { entityFailed, isStopped, updateFailed } from "./states.js";

/** Longest wait, in milliseconds, unless `customTimeouts` allow more: Databricks builds an image first. */
const readyWithinMs = 45 * 60_000;
/** How long a look may tell what was before a write of ours, in milliseconds. */
const seenWithinMs = 30_000;

/**
 * Waits until the endpoint runs `wanted`: ready, not updating, and every entity ready at the right version. Looking at
 * `config_update` alone, as other clients do, takes a failed or a stale deployment for a finished one.
 *
 * @param id of the endpoint: an answer of one that had the name before lags behind. Empty where it is not known
 * @throws AgentsError `deploymentFailed` with the build and server logs
 */
export async function waitUntilServing(
  context: Context,
  workspace: Workspace,
  name: string,
  wanted: Config,
  id = "",
): Promise<api.Endpoint> {
  const words = lastWords(context, workspace, name);
  const hopeless = hopelessFor(name, wanted);
  return waitFor({
    what: `endpoint ${name}`,
    timeoutMs: longestWait(context, readyWithinMs),
    firstDelayMs: 250,
    signal: context.signal,
    progress: (status, elapsed) => context.progress(`${Math.round(elapsed / 1_000)} s: ${status}`),
    poll: async () => {
      const found = await api.getEndpoint(workspace, name);
      const endpoint = id !== "" && found?.id !== id ? undefined : found;
      if (endpoint !== undefined) {
        const failed = failedEntity(endpoint);
        if (failed !== undefined && endpoint.update !== "IN_PROGRESS")
          throw await failure(context, workspace, endpoint, failed, wanted);
        if (isServing(endpoint, wanted)) return { done: true, value: endpoint };
        if (updateFailed(endpoint)) throw await failure(context, workspace, endpoint, undefined, wanted);
      }
      const reason = hopeless(endpoint);
      if (reason !== undefined) throw new AgentsError("deploymentFailed", reason);
      if (endpoint === undefined) return { done: false, status: "not visible yet" };
      return { done: false, status: `${statusText(endpoint)}${await words(endpoint)}` };
    },
  });
}

/**
 * Why no wait will end what is seen, once it is sure. Right after a write a look may tell what was before it: until the
 * write has been seen, it has to tell the same for a while.
 */
function hopelessFor(name: string, wanted: Config): (endpoint: api.Endpoint | undefined) => string | undefined {
  let written = false;
  let since: number | undefined;
  return (endpoint) => {
    written ||= endpoint?.update === "IN_PROGRESS";
    const reason = settled(endpoint, name, wanted, written);
    if (reason === undefined) {
      since = undefined;
      return undefined;
    }
    since ??= realClock.now();
    // What is not found may be there all the same, also after it was seen.
    const sure = written && endpoint !== undefined;
    return sure || realClock.now() - since >= seenWithinMs ? reason : undefined;
  };
}

function settled(
  endpoint: api.Endpoint | undefined,
  name: string,
  wanted: Config,
  written: boolean,
): string | undefined {
  if (endpoint === undefined) {
    const gone = written
      ? "is gone: somebody deleted it"
      : "is not there: the workspace accepted it, and does not find it";
    return `the endpoint "${name}" ${gone}. Run \`pulumi refresh\`, then \`pulumi up\`.`;
  }
  if (isStopped(endpoint)) {
    const when = written ? "while it was being deployed" : "and what was sent did not start it";
    return (
      `the endpoint "${name}" is stopped: somebody stopped it on the Serving page, ${when}. It answers no requests. ` +
      "Start it there, or run `pulumi up` again, which sends its configuration and so starts it."
    );
  }
  const { active, update, ready } = endpoint;
  if (update !== "NOT_UPDATING" || !ready || active === undefined || runs(active, wanted)) return undefined;
  if (!active.entities.every(({ state }) => state === "READY")) return undefined;
  return (
    `the endpoint "${name}" is ready and runs something else than what was sent: ${differenceText(active, wanted)}. ` +
    "If somebody else changes it too, leave it to one of you; then run `pulumi up` again."
  );
}

/** Whether the configuration has to be sent although it is there: what it left behind does not serve. */
export function needsSending(endpoint: api.Endpoint): boolean {
  return updateFailed(endpoint) || isStopped(endpoint);
}

/** Waits until no update is running: another one would be refused. */
export async function waitUntilIdle(context: Context, workspace: Workspace, name: string): Promise<api.Endpoint> {
  return waitFor({
    what: `endpoint ${name}, which an earlier update keeps busy,`,
    timeoutMs: longestWait(context, readyWithinMs),
    firstDelayMs: 250,
    signal: context.signal,
    progress: (status) => context.progress(`waiting for an earlier update: ${status}`),
    poll: async () => {
      const look = () => api.getEndpoint(workspace, name);
      const endpoint = await untilSeen(context, `the endpoint ${name}`, look, goneAfterMs);
      if (endpoint === undefined) throw new AgentsError("notFound", `the endpoint "${name}" is gone.`);
      return endpoint.update === "IN_PROGRESS"
        ? { done: false, status: statusText(endpoint) }
        : { done: true, value: endpoint };
    },
  });
}

function isServing(endpoint: api.Endpoint, wanted: Config): boolean {
  const { active } = endpoint;
  return (
    endpoint.ready &&
    endpoint.update === "NOT_UPDATING" &&
    active !== undefined &&
    runs(active, wanted) &&
    active.entities.every(({ state }) => state === "READY")
  );
}

function failedEntity(endpoint: api.Endpoint): ObservedEntity | undefined {
  const entities = [...(endpoint.pending?.entities ?? []), ...(endpoint.active?.entities ?? [])];
  return entities.find(entityFailed);
}

function statusText(endpoint: api.Endpoint): string {
  const { entities } = endpoint.pending ?? endpoint.active ?? { entities: [] };
  const parts = entities.map(
    ({ name, state, message }) => `${name} ${state.toLowerCase()}${message === "" ? "" : `: ${message}`}`,
  );
  return parts.length === 0 ? "being created" : parts.join(", ");
}

async function failure(
  context: Context,
  workspace: Workspace,
  endpoint: api.Endpoint,
  failed: ObservedEntity | undefined,
  wanted: Config,
): Promise<AgentsError> {
  const entity = failed?.name ?? wanted.entities.at(-1)?.name ?? "";
  const [firstLine = ""] = (failed?.message ?? "").trim().split("\n");
  const reason = firstLine.replace(/[.:]$/, "") || endpoint.update;
  const { text: evidence, cause } = await logsOf({ context, workspace }, endpoint.name, entity, [wanted]);
  const why = cause === undefined ? reason : `${cause}. The workspace says: ${reason}`;
  const message =
    `the endpoint "${endpoint.name}" could not deploy ${entity}: ${why}. ${stillServes(endpoint)} ` +
    "Everything is kept; correct the cause and run `pulumi up` again.";
  return new AgentsError("deploymentFailed", message, evidence === "" ? {} : { evidence });
}

/** What clients get meanwhile, in words. */
export function stillServes(endpoint: api.Endpoint): string {
  const routes = new Map(endpoint.active?.routes.map(({ servedEntity, percentage }) => [servedEntity, percentage]));
  const serving = (endpoint.active?.entities ?? []).filter(
    ({ state, name }) => state === "READY" && (routes.get(name) ?? 0) > 0,
  );
  if (serving.length === 0) return endpoint.active === undefined ? "It serves nothing yet." : "It serves nothing now.";
  const names = serving.map(({ name, model, version }) => (model === "" ? name : `version ${version} of ${model}`));
  return `It still serves ${names.join(", ")}.`;
}
