import { AgentsError } from "../errors.js";
import { spelledAs } from "../lifecycle/catalogName.js";
import { unlessAbsent } from "../lifecycle/gone.js";
import { goneAfterMs, lagMs, removeSurely, untilSeen, type Watch, whileNotFound } from "../wait/index.js";
import type { Registry } from "./index.js";

/** Aliases as a program declares them: to `latest`, the version in use, or to a number. */
export type Aliases = Readonly<Record<string, string>>;

/** The version each declared alias should point to. */
export function aliasTargets(declared: Aliases, version: string): Record<string, string> {
  return Object.fromEntries(Object.entries(declared).map(([alias, to]) => [alias, to === "latest" ? version : to]));
}

/** Aliases of a model under the names that the program gives them: Unity Catalog answers them in lower case. */
export function aliasesAs(
  registry: Pick<Registry, "foldsCase">,
  declared: readonly string[],
  actual: Aliases,
): Record<string, string> {
  return registry.foldsCase ? spelledAs(declared, actual) : { ...actual };
}

/** What {@link applyAliases} starts from. */
export interface AliasWork {
  /** The operation: an answer may lag behind what it wrote. */
  watch: Watch;
  registry: Registry;
  /** Full name of the model. */
  name: string;
  /** The version each declared alias should point to. */
  targets: Aliases;
  /** Where aliases point as far as is known: those that are right by this are not set. */
  believed: Aliases;
  /** Aliases that the program declared before: those it no longer declares are removed. */
  former: Aliases;
  /** The argument that declares them. Default: `aliases`. */
  path?: string;
}

/**
 * Moves aliases by their own routes, because an update of the model ignores them silently, and reads the model to see
 * that they moved. Aliases that the program never declared are not touched.
 *
 * @returns the first alias whose version does not exist, and that version
 * @throws AgentsError `conflict` where the server accepted an alias and it points elsewhere
 */
export async function applyAliases(work: AliasWork): Promise<{ alias: string; version: string } | undefined> {
  const { registry, name, targets, former, path = "aliases" } = work;
  const declared = Object.keys(targets);
  for (const alias of Object.keys(aliasesAs(registry, declared, former))) {
    if (!Object.hasOwn(targets, alias))
      await removeSurely(work.watch, `the alias ${alias} of ${name}`, () => registry.deleteAlias(name, alias));
  }
  let believed = aliasesAs(registry, declared, work.believed);
  // Twice at most: what was moved by somebody else meanwhile shows in the first look only.
  for (let round = 0; round < 2; round++) {
    const moving = Object.entries(targets).filter(
      ([alias, to]) => !Object.hasOwn(believed, alias) || believed[alias] !== to,
    );
    if (moving.length === 0) return undefined;
    for (const [alias, version] of moving) {
      if (!(await setAlias(work, alias, version))) return { alias, version };
    }
    believed = await readBack(work, path, moving);
  }
  return undefined;
}

async function setAlias({ watch, registry, name }: AliasWork, alias: string, version: string): Promise<boolean> {
  const set = () => registry.setAlias(name, alias, version).then(() => true);
  return (await unlessAbsent(whileNotFound(watch, `version ${version} of ${name}`, set, goneAfterMs))) ?? false;
}

/** Aliases as they are read once all of `moving` show. */
async function readBack(work: AliasWork, path: string, moving: readonly [string, string][]): Promise<Aliases> {
  const { watch, registry, name } = work;
  let last: Aliases | undefined;
  const pointsAt = (seen: Aliases, alias: string) => (Object.hasOwn(seen, alias) ? seen[alias] : undefined);
  const look = async () => {
    const model = await registry.getModel(name);
    const seen = model === undefined ? undefined : aliasesAs(registry, Object.keys(work.targets), model.aliases);
    last = seen;
    return seen !== undefined && moving.every(([alias, to]) => pointsAt(seen, alias) === to) ? seen : undefined;
  };
  const seen = await untilSeen(watch, `the new aliases of ${name}`, look, lagMs);
  if (seen !== undefined) return seen;
  const read = last;
  if (read === undefined) throw unreadable(name, path);
  const [alias, to] = moving.find(([each, wanted]) => pointsAt(read, each) !== wanted) ?? ["", ""];
  throw ignored(name, `${path}.${alias}`, alias, to, pointsAt(read, alias));
}

function unreadable(name: string, path: string): AgentsError {
  return new AgentsError(
    "conflict",
    `the aliases of "${name}" were set, and ${lagMs / 1_000} s later the registry still answers that it has no such model. ` +
      "Run `pulumi up` again; if it stays like that, look whether somebody deleted it.",
    { path },
  );
}

function ignored(name: string, path: string, alias: string, wanted: string, now: string | undefined): AgentsError {
  const points = now === undefined ? "does not exist" : `points to version ${now}`;
  return new AgentsError(
    "conflict",
    `the alias "${alias}" of "${name}" was set to version ${wanted}, and the registry accepted that, but ${lagMs / 1_000} s later it ${points}. ` +
      "If somebody else moves it, leave it to one of you; then run `pulumi up` again.",
    { path },
  );
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
