import { z } from "zod";
import { parseBody } from "../http/body.js";
import type { Route } from "../http/route.js";
import { faultSchema } from "../server/faults.js";
import { optionalRoutes } from "../server/optionalRoutes.js";

const service = "The workspace itself";

/** What Databricks does not have: health, the journal, planted faults. */
export const localRoutes: readonly Route[] = [
  {
    service,
    method: "GET",
    path: "/_local/health",
    access: "public",
    handle: ({ services }) => ({
      body: { name: "pulumi-mlflow-agents local workspace", ready: true, pid: process.pid, version: services.version },
    }),
  },
  {
    service,
    method: "GET",
    path: "/_local/journal",
    access: "member",
    handle: ({ services, query }) => {
      const since = Number(query.one("since") ?? 0);
      const { journal } = services;
      const optional = optionalRoutes.flatMap(({ method, path, client, fallback }) => {
        const count = journal.optional.get(`${method} ${path}`);
        return count === undefined ? [] : [{ route: `${method} ${path}`, count, client, fallback }];
      });
      const unknown = Object.fromEntries(journal.unknown);
      return { body: { last: journal.last, entries: journal.since(since), unknown, optional } };
    },
  },
  {
    service,
    method: "GET",
    path: "/_local/usage",
    access: "member",
    handle: ({ services: { usage }, query }) => {
      const since = Number(query.one("since") ?? 0);
      return { body: { last: usage.last, entries: usage.since(since) } };
    },
  },
  {
    service,
    method: "POST",
    path: "/_local/faults",
    access: "member",
    handle: async (call) => {
      const body = await parseBody(call, z.union([z.array(faultSchema), faultSchema.transform((fault) => [fault])]));
      for (const fault of body) {
        call.services.faults.plant(fault);
      }
      return { body: { planted: call.services.faults.planted } };
    },
  },
  {
    service,
    method: "GET",
    path: "/_local/faults",
    access: "member",
    handle: ({ services }) => ({ body: { planted: services.faults.planted } }),
  },
  {
    service,
    method: "DELETE",
    path: "/_local/faults",
    access: "member",
    handle: ({ services }) => {
      services.faults.clear();
      return {};
    },
  },
];
