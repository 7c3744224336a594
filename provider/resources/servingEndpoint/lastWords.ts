import type { Workspace } from "../../http/index.js";
import { printable } from "../../lifecycle/describe.js";
import type { Context } from "../../resource.js";
import { realClock } from "../../wait/index.js";
import * as api from "./api.js";

/** How long a deployment runs before its log is looked at, and how long until the next look, in milliseconds. */
const firstAfterMs = 5_000;
const everyMs = 10_000;
const longest = 120;

/**
 * The last line of the log of what is being deployed, for the status line: while it takes long, it says what it is at.
 * Looked at seldom, because a log may be large.
 *
 * @param name of the endpoint
 */
export function lastWords(
  context: Context,
  workspace: Workspace,
  name: string,
): (endpoint: api.Endpoint) => Promise<string> {
  let next = realClock.now() + firstAfterMs;
  let line = "";
  return async (endpoint) => {
    const entity = endpoint.pending?.entities.find(({ state }) => state !== "READY");
    if (entity === undefined) return "";
    if (realClock.now() >= next) {
      next = realClock.now() + everyMs;
      const server = await api.getLogs(workspace, name, entity.name, "logs");
      const log = server.trim() === "" ? await api.getLogs(workspace, name, entity.name, "build-logs") : server;
      line = printable(context.redact(log.trimEnd().split("\n").at(-1) ?? ""), longest);
    }
    return line === "" ? "" : ` | ${line}`;
  };
}
