import { actingUser, mayUse } from "../auth/mayUse.js";
import { nameOfAgent } from "../auth/principal.js";
import type { Call, Route } from "../http/route.js";
import type { SqlCaller } from "../standIns/sql/sqlService.js";

/** Header of every answer that a stand-in gives, which says what it is. */
export const standInHeader = "x-local-stand-in";

/**
 * A route of a stand-in: its answers say that they are one, and served agents may come; the handler calls `mayUse`.
 *
 * @param what stands in, for the header
 * @param entry the route
 */
export function standInRoute(what: string, entry: Omit<Route, "access"> & Partial<Pick<Route, "access">>): Route {
  return {
    access: "agent",
    ...entry,
    handle: (call) => {
      call.response.setHeader(standInHeader, what);
      return entry.handle(call);
    },
  };
}

/** Who runs a statement in a call. */
export function sqlCaller(call: Call): SqlCaller {
  const { caller } = call;
  const agent = caller?.kind === "agent" ? caller.agent : undefined;
  return {
    user: actingUser(call),
    mayUse: (kind, name) => mayUse(call, kind, name),
    // A declared table is granted with SELECT (Databricks' table of automatic authentication passthrough).
    readOnly:
      agent === undefined ? undefined : `${nameOfAgent(agent)} is granted SELECT on the tables that its model declares`,
    visible: agent?.resources.filter(({ kind }) => kind === "table").map(({ name }) => name),
  };
}
