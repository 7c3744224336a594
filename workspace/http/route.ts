import type { IncomingMessage, ServerResponse } from "node:http";
import type { Principal } from "../auth/principal.js";
import type { Services } from "../server/services.js";

/** One request on its way through a route. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
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

/** One entry of the table of what the workspace covers. */
export interface Route {
  /** Heading in the coverage table. */
  service: string;
  method: string;
  /** Path with `{name}` for one part and `{name...}` for the rest, which may be empty. */
  path: string;
  access: Access;
  /** How it differs from Databricks. Default: no known difference. */
  differs?: string;
  handle(call: Call): Promise<Answer | undefined> | Answer | undefined;
}
