import type { Call, Route } from "../http/route.js";
import { pageRoute } from "../page/entering.js";

/**
 * Stops and starts an endpoint, as the Serving page of Databricks does: its API has no documented call for it. For the page
 * at the root and for tests.
 */
export const stoppingRoutes: readonly Route[] = [
  local("stop", (call) => call.services.serving.stopEndpoint(name(call))),
  local("start", (call) => call.services.serving.startEndpoint(name(call))),
  pageRoute("POST", "endpoints/{name}/stop", async (call) => {
    await call.services.serving.stopEndpoint(name(call));
    return {};
  }),
  pageRoute("POST", "endpoints/{name}/start", async (call) => {
    await call.services.serving.startEndpoint(name(call));
    return {};
  }),
];

function local(what: "stop" | "start", work: (call: Call) => Promise<void>): Route {
  return {
    service: "The workspace itself",
    method: "POST",
    path: `/_local/endpoints/{name}/${what}`,
    access: "member",
    handle: async (call) => {
      await work(call);
      return { body: call.services.serving.describe(call.services.serving.record(name(call))) };
    },
  };
}

function name(call: Call): string {
  return call.params.name ?? "";
}
