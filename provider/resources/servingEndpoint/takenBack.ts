import { AgentsError, isAgentsError } from "../../errors.js";
import * as api from "./api.js";
import type { Config, Entity } from "./entity.js";
import { logsOf } from "./evidence.js";
import { stillServes, waitUntilServing } from "./ready.js";
import { resolveConfig } from "./resolveConfig.js";
import { sameRoutes } from "./sameConfig.js";
import type { Scope } from "./scope.js";
import { sendConfig } from "./sendConfig.js";

/** After a failure: all traffic where it was, the failed version kept or removed, and an error that says so. */
export async function takenBack(
  scope: Scope,
  error: unknown,
  good: Config,
  newcomers: readonly Entity[],
): Promise<unknown> {
  const { context, workspace, inputs, endpoint } = scope;
  const [failed] = newcomers;
  const remove = inputs.onFailure === "remove";
  const now = await api.getEndpoint(workspace, endpoint.name);
  if (now?.active === undefined) return error;
  const there = now.active.entities.filter(({ name }) => newcomers.some((newcomer) => newcomer.name === name));
  const moved = !sameRoutes(now.active.routes, good.routes);
  // Read before the entity goes: its logs go with it.
  const told = await explained(scope, error, failed?.name ?? "", good, "");
  if (moved || (remove && there.length > 0)) {
    context.progress("the traffic goes back");
    const kept = remove ? [] : newcomers.filter(({ name }) => there.some((each) => each.name === name));
    const back = { entities: [...good.entities, ...kept], routes: good.routes };
    await sendConfig(scope, back);
    const serving = await waitUntilServing(context, workspace, endpoint.name, back);
    return withWords(told, `${stillServes(serving)} ${fate(remove, there.length > 0)}`);
  }
  return withWords(told, `${stillServes(now)} ${fate(remove, there.length > 0)}`);
}

function fate(removed: boolean, wasThere: boolean): string {
  if (!wasThere) return "";
  return removed
    ? "The version that failed is removed."
    : 'The version that failed is kept without traffic, for a look (`onFailure: "remove"` takes it away).';
}

/** An error with the logs of the entity that it is about, unless it carries some. */
export async function explained(
  scope: Scope,
  error: unknown,
  entity: string,
  config: Config,
  more: string,
): Promise<unknown> {
  if (!isAgentsError(error) || error.code === "cancelled") return error;
  const configs = [config, resolveConfig(scope.inputs, undefined)];
  const logs = error.evidence?.includes("log, last")
    ? undefined
    : await logsOf(scope, scope.endpoint.name, entity, configs).catch(() => undefined);
  const evidence = [error.evidence ?? "", logs?.text ?? ""].filter(Boolean).join("\n");
  return withWords(
    new AgentsError(error.code, error.message, {
      cause: error,
      ...(error.path === undefined ? {} : { path: error.path }),
      ...(evidence === "" ? {} : { evidence }),
    }),
    more,
  );
}

export function withWords(error: unknown, more: string): unknown {
  if (!isAgentsError(error) || more.trim() === "") return error;
  // What the waiting said about what serves is said again, of now.
  const message = error.message.replace(/ It (?:still serves|serves nothing (?:yet|now)).*$/s, "");
  return new AgentsError(error.code, `${message.replace(/[.:\s]*$/, "")}. ${more.trim()} Run \`pulumi up\` again.`, {
    cause: error,
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.evidence === undefined ? {} : { evidence: error.evidence }),
  });
}
