import { equal } from "../../../provider/lifecycle/equal.js";
import { type Change, type Json, mapOf, type Properties } from "./change.js";
import type { Entry } from "./report.js";
import { shown } from "./shown.js";

/** Separators that cannot be mistaken: a key with a dot in it is quoted. */
function joined(prefix: string, key: string): string {
  const part = /^[\w-]+$/.test(key) ? key : JSON.stringify(key);
  return prefix === "" ? part : `${prefix}.${part}`;
}

/** Leaves of nested maps by their path; lists and scalars are leaves. */
export function leaves(value: Properties, prefix = ""): Map<string, { key: string; value: Json }> {
  const found = new Map<string, { key: string; value: Json }>();
  for (const [key, inner] of Object.entries(value)) {
    const path = joined(prefix, key);
    const nested = mapOf(inner);
    if (Object.keys(nested).length === 0) found.set(path, { key, value: inner });
    else for (const [name, leaf] of leaves(nested, path)) found.set(name, leaf);
  }
  return found;
}

/**
 * What differs between two maps, by key.
 *
 * @param secretly names that the engine says differ although both sides read `[secret]`
 */
export function entriesOf(before: Properties, after: Properties, secretly: ReadonlySet<string> = new Set()): Entry[] {
  const [old, next] = [leaves(before), leaves(after)];
  const names = [...new Set([...old.keys(), ...next.keys()])].sort();
  return names.flatMap((name): Entry[] => {
    const [was, is] = [old.get(name), next.get(name)];
    if (was !== undefined && is !== undefined) {
      if (equal(was.value, is.value) && !secretly.has(name)) return [];
      return [{ name, action: "changed", before: shown(was.key, was.value), after: shown(is.key, is.value) }];
    }
    if (is !== undefined) return [{ name, action: "added", after: shown(is.key, is.value) }];
    return was === undefined ? [] : [{ name, action: "removed", before: shown(was.key, was.value) }];
  });
}

/** Settings of a resource that differ, apart from `except`, which is reported on its own. */
export function settingsOf(change: Change, except: ReadonlySet<string>): Entry[] {
  const only = (properties: Properties | undefined) =>
    Object.fromEntries(Object.entries(properties ?? {}).filter(([key]) => !except.has(key)));
  const entries = entriesOf(only(change.before), only(change.after), secretPaths(change, ""));
  return change.action === "create" || change.action === "delete" ? [] : entries;
}

/**
 * Names below `property` that the engine's own comparison says differ. Both sides of a changed secret read `[secret]`,
 * so only the engine can tell.
 */
export function secretPaths(change: Change, property: string): Set<string> {
  const names = new Set<string>();
  for (const path of change.paths) {
    const parts = pathParts(path);
    if (property !== "" && parts.shift() !== property) continue;
    names.add(parts.reduce<string>((name, part) => joined(name, part), ""));
  }
  return names;
}

/** `environment["a.b"][0].c` in its parts. */
export function pathParts(path: string): string[] {
  const parts: string[] = [];
  for (const [, quoted, index, plain] of path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)) {
    parts.push(quoted === undefined ? (index ?? plain ?? "") : quoted.replace(/\\(.)/g, "$1"));
  }
  return parts;
}
