import { mayUse } from "../auth/mayUse.js";
import { notFound } from "../errors.js";
import type { Call, Route } from "../http/route.js";
import { standInRoute } from "./standIn.js";

const differs = "names of the fixtures only: nothing runs behind them";

/** Databricks Apps and Lakebase instances, so that a policy that names one can be verified. */
export const appRoutes: readonly Route[] = [
  standInRoute("names of the fixtures", {
    service: "Apps",
    method: "GET",
    path: "/api/2.0/apps",
    access: "member",
    differs,
    handle: (call) => ({ body: { apps: call.services.fixtures.apps.map((item) => app(call, item)) } }),
  }),
  standInRoute("names of the fixtures", {
    service: "Apps",
    method: "GET",
    path: "/api/2.0/apps/{name}",
    differs,
    handle: (call) => {
      const name = call.params.name ?? "";
      mayUse(call, "app", name);
      const found = call.services.fixtures.apps.find((item) => item.name === name);
      if (found === undefined) {
        throw notFound(`App with name ${name} does not exist or is deleted.`);
      }
      return { body: app(call, found) };
    },
  }),
  standInRoute("names of the fixtures", {
    service: "Lakebase",
    method: "GET",
    path: "/api/2.0/database/instances",
    access: "member",
    differs,
    handle: (call) => ({
      body: { database_instances: call.services.fixtures.databaseInstances.map((item) => instance(call, item)) },
    }),
  }),
  standInRoute("names of the fixtures", {
    service: "Lakebase",
    method: "GET",
    path: "/api/2.0/database/instances/{name}",
    differs,
    handle: (call) => {
      const name = call.params.name ?? "";
      mayUse(call, "lakebase", name);
      const found = call.services.fixtures.databaseInstances.find((item) => item.name === name);
      if (found === undefined) {
        throw notFound(`Database instance '${name}' not found.`);
      }
      return { body: instance(call, found) };
    },
  }),
];

function app(call: Call, item: { name: string; url?: string | undefined }): Record<string, unknown> {
  return {
    name: item.name,
    id: item.name,
    creator: call.services.fixtures.user,
    app_status: { state: item.url === undefined ? "UNAVAILABLE" : "RUNNING" },
    compute_status: { state: "ACTIVE" },
    ...(item.url === undefined ? {} : { url: item.url }),
  };
}

function instance(call: Call, { name }: { name: string }): Record<string, unknown> {
  return { name, uid: name, creator: call.services.fixtures.user, state: "AVAILABLE", capacity: "CU_1" };
}
