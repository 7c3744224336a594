import type { IncomingMessage, ServerResponse } from "node:http";
import type { Principal } from "../auth/principal.js";
import type { Services } from "../server/services.js";
import type { Query } from "./target.js";

/** One request on its way through a route. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Path of the request, as it was encoded. */
  readonly path: string;
  /** The query, read once for all. */
  readonly query: Query;
  /** Values of the `{placeholders}` in the route's path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Who asks; undefined on a public route. */
  readonly caller: Principal | undefined;
  readonly services: Services;
}

/** A JSON answer. A handler that returns nothing has answered by itself. */
export interface Answer {
  /** Default: 200. */
  status?: number;
  /** Default: `{}`. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/**
 * Who may use a route: `public` without a token, `member` with a user's or service principal's, `agent` also with the
 * credential of a served agent (whose handler checks what it declared).
 */
export type Access = "public" | "member" | "agent";

/** A model version, by its names. */
export interface VersionName {
  /** `catalog.schema.model`. */
  name: string;
  version: string;
}

/** One entry of the table of what the workspace covers. */
export interface Route {
  /** Heading in the coverage table. */
  service: string;
  method: string;
  /** Path with `{name}` for one part and `{name...}` for the rest, which may be empty. */
  path: string;
  access: Access;
  /**
   * The model version that a call reads, by what the handler itself reads it from. A served agent may read its own, whatever
   * `access` says. Default: it reads none.
   */
  reads?: (call: Pick<Call, "params" | "query">) => VersionName | undefined;
  /** How it differs from Databricks. Default: no known difference. */
  differs?: string;
  handle(call: Call): Promise<Answer | undefined> | Answer | undefined;
}
