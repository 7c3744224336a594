import type { Limiter, Workspace } from "../../http/index.js";
import { catalogKey } from "../../lifecycle/catalogName.js";
import { isUnknown } from "../../lifecycle/unknown.js";

/** Where a RegisteredModel of this program will have an alias, as its `check` knows it. */
export interface AliasToCome {
  /** The version, where the program names it by number. */
  version?: string | undefined;
  /** The digest of the version in use, where it is that one and known. */
  digest?: string | undefined;
}

type Aliases = ReadonlyMap<string, AliasToCome>;

// One process serves all resources of a program at one workspace; each call has a workspace object of its own, and what
// they share is the connection's limit.
const memories = new WeakMap<Limiter, Map<string, Aliases>>();

function memoryOf({ concurrency }: Workspace): Map<string, Aliases> {
  const memory = memories.get(concurrency) ?? new Map<string, Aliases>();
  memories.set(concurrency, memory);
  return memory;
}

function keyOf({ registry }: Workspace, name: string): string {
  return registry === "unityCatalog" ? catalogKey(name) : name;
}

/**
 * Remembers where a model of this program will have its aliases, for those that promote from one of them.
 *
 * @param inputs its arguments: `aliases` and `pinnedVersion` count
 * @param digest of the version in use, as far as it is known
 */
export function rememberAliases(
  workspace: Workspace,
  name: string,
  { aliases, pinnedVersion }: Readonly<Record<string, unknown>>,
  digest: string | undefined,
): void {
  const comes = (to: unknown): AliasToCome => {
    const version = to === "latest" ? pinnedVersion : to;
    if (version !== undefined) return isUnknown(version) ? {} : { version: String(version) };
    return isUnknown(digest) ? {} : { digest };
  };
  const entries = typeof aliases === "object" && aliases !== null ? Object.entries(aliases) : [];
  const declared = new Map(entries.map(([alias, to]) => [keyOf(workspace, alias), comes(to)]));
  memoryOf(workspace).set(keyOf(workspace, name), declared);
}

/**
 * Where an alias will point when this program is through, as far as its model was checked before.
 *
 * @returns undefined where this program does not set it
 */
export function aliasToCome(workspace: Workspace, name: string, alias: string): AliasToCome | undefined {
  return memoryOf(workspace).get(keyOf(workspace, name))?.get(keyOf(workspace, alias));
}
