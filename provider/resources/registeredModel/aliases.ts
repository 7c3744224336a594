import { AgentsError } from "../../errors.js";
import type { Workspace } from "../../http/index.js";
import * as api from "./api.js";

/** Aliases as a program declares them: to `latest`, the version of its agent, or to a number. */
export type Aliases = Readonly<Record<string, string>>;

/** The version each declared alias should point to. */
export function aliasTargets(declared: Aliases, version: string): Record<string, string> {
  return Object.fromEntries(Object.entries(declared).map(([alias, to]) => [alias, to === "latest" ? version : to]));
}

/**
 * Moves aliases by their own routes, because an update of the model ignores them silently. Aliases that the program
 * never declared are not touched.
 *
 * @param actual where aliases point now
 * @param former aliases that the program declared before: those it no longer declares are removed
 * @throws AgentsError `invalidArgument` for an alias to a version that does not exist
 */
export async function applyAliases(
  workspace: Workspace,
  name: string,
  targets: Aliases,
  actual: Aliases,
  former: Aliases,
): Promise<void> {
  for (const [alias, to] of Object.entries(targets)) {
    if (actual[alias] === to) continue;
    if ((await api.getVersion(workspace, name, to)) === undefined) {
      const message = `there is no version ${to} of "${name}" for the alias to point to.`;
      throw new AgentsError("invalidArgument", message, { path: `aliases.${alias}` });
    }
    await api.setAlias(workspace, name, alias, to);
  }
  for (const alias of Object.keys(former)) {
    if (!Object.hasOwn(targets, alias) && Object.hasOwn(actual, alias)) await api.deleteAlias(workspace, name, alias);
  }
}

/**
 * Declared aliases as they are: one that points where it should keeps its declaration, one that was moved shows the
 * version it points to, one that was removed is not there. So a refresh shows the drift, and the next `up` repairs it.
 */
export function observedAliases(declared: Aliases, version: string, actual: Aliases): Record<string, string> {
  const targets = aliasTargets(declared, version);
  return Object.fromEntries(
    Object.entries(declared).flatMap(([alias, to]) => {
      const now = Object.hasOwn(actual, alias) ? actual[alias] : undefined;
      return now === undefined ? [] : [[alias, now === targets[alias] ? to : now]];
    }),
  );
}
