import type { Workspace } from "../../http/index.js";
import * as api from "./api.js";
import { causeOf } from "./cause.js";
import { secretsOfConfig } from "./config.js";
import type { Config } from "./entity.js";

/** Lines of a log that an error shows. */
const shownLines = 40;
/** A shorter value is no secret worth the name, and taking it out would garble the log. */
const shortestSecret = 6;
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
 * What the server and the build of an entity said last, the server first, without the values of `secrets`: a program may
 * print its environment as it dies.
 *
 * @param configs what was to run: its variables are taken out, and tell which are set
 */
export async function logsOf(
  workspace: Workspace,
  endpoint: string,
  entity: string,
  configs: readonly Config[],
): Promise<Evidence> {
  const secrets = configs.flatMap(secretsOfConfig);
  const build = clean(await api.getLogs(workspace, endpoint, entity, "build-logs"), secrets);
  const server = clean(await api.getLogs(workspace, endpoint, entity, "logs"), secrets);
  const own = configs.flatMap(({ entities }) => entities.filter(({ name }) => name === entity));
  const environment = new Set(own.flatMap((each) => Object.keys(each.environment)));
  return {
    text: [section("server log", server), section("build log", build)].filter(Boolean).join("\n"),
    cause: causeOf(server, environment) ?? causeOf(build, environment),
  };
}

function clean(log: string, secrets: readonly string[]): string {
  let text = log.trimEnd();
  const longestFirst = [...secrets].sort((left, right) => right.length - left.length);
  for (const secret of longestFirst) if (secret.length >= shortestSecret) text = text.replaceAll(secret, "***");
  return text;
}

function section(title: string, log: string): string {
  const lines = log.split("\n").filter((line) => !installed.test(line));
  const shown = lines.slice(-shownLines);
  return log === "" ? "" : [`--- ${title}, last ${shown.length} lines ---`, ...shown].join("\n");
}
