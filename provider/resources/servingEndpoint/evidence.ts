import type { Workspace } from "../../http/index.js";
import type { Context } from "../../resource.js";
import * as api from "./api.js";
import { causeOf } from "./cause.js";
import { externalKeys } from "./config.js";
import type { Config } from "./entity.js";

/** Lines of a log that an error shows. */
const shownLines = 40;
/** How much of the end of a log is looked at, in characters: many lines more than are shown. */
const lookedAt = 262_144;
/** What uv and pip say of each package that they install: it tells nothing of a failure, and there are many. */
const installed = /^\s*(?:\+ \S+==\S+|Collecting \S.*|Requirement already satisfied: .*)$/;

/** What the logs of an entity tell. */
export interface Evidence {
  /** What its server and its build said last; empty where there are no logs. */
  text: string;
  /** Why it failed and what to do about it, in words, where the logs tell. */
  cause: string | undefined;
}

/**
 * What the server and the build of an entity said last, the server first, without what is secret: a program may print its
 * environment as it dies, in any encoding. It is taken out before the log is cut, because a secret that was cut is not known
 * again.
 *
 * @param configs what was to run: keys of external models are taken out, and the names of variables tell which are set
 */
export async function logsOf(
  { context, workspace }: { context: Context; workspace: Workspace },
  endpoint: string,
  entity: string,
  configs: readonly Config[],
): Promise<Evidence> {
  const keys = configs.flatMap(externalKeys);
  const lastOf = async (kind: "build-logs" | "logs") => {
    const log = await api.getLogs(workspace, endpoint, entity, kind);
    return context.redact(log.trimEnd().slice(-lookedAt), keys);
  };
  const build = await lastOf("build-logs");
  const server = await lastOf("logs");
  const own = configs.flatMap(({ entities }) => entities.filter(({ name }) => name === entity));
  const environment = new Set(own.flatMap((each) => Object.keys(each.environment)));
  return {
    text: [section("server log", server), section("build log", build)].filter(Boolean).join("\n"),
    cause: causeOf(server, environment) ?? causeOf(build, environment),
  };
}

function section(title: string, log: string): string {
  const lines = log.split("\n").filter((line) => !installed.test(line));
  const shown = lines.slice(-shownLines);
  return log === "" ? "" : [`--- ${title}, last ${shown.length} lines ---`, ...shown].join("\n");
}
