import type { Workspace } from "../../http/index.js";
import * as api from "./api.js";

/** Lines of a log that an error shows. */
const shownLines = 40;
/** A shorter value is no secret worth the name, and taking it out would garble the log. */
const shortestSecret = 6;

/**
 * What the build and the server of an entity said last, without the values of `secrets`: a program may print its
 * environment as it dies.
 *
 * @returns empty where there are no logs
 */
export async function logsOf(
  workspace: Workspace,
  endpoint: string,
  entity: string,
  secrets: readonly string[],
): Promise<string> {
  const build = await api.getLogs(workspace, endpoint, entity, "build-logs");
  const server = await api.getLogs(workspace, endpoint, entity, "logs");
  return [section("build log", build, secrets), section("server log", server, secrets)].filter(Boolean).join("\n");
}

function section(title: string, log: string, secrets: readonly string[]): string {
  let text = log.trimEnd();
  const longestFirst = [...secrets].sort((left, right) => right.length - left.length);
  for (const secret of longestFirst) if (secret.length >= shortestSecret) text = text.replaceAll(secret, "***");
  const lines = text.split("\n").slice(-shownLines);
  return text === "" ? "" : [`--- ${title}, last ${lines.length} lines ---`, ...lines].join("\n");
}
