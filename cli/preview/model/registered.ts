import { equal } from "../../../provider/lifecycle/equal.js";
import { type Change, type Json, mapOf, staysBehind } from "./change.js";
import { newVersion } from "./endpoint.js";
import { settingsOf } from "./entries.js";
import type { ModelChange } from "./report.js";
import { shown, shownText } from "./shown.js";

const ownParts = new Set([
  "name",
  "agent",
  "aliases",
  "pinnedVersion",
  "version",
  "modelUri",
  "aliasVersions",
  "status",
  // Follow from the agent, the source or the pinned version.
  "digest",
  "versions",
  "unpruned",
]);

/** What changes about a registered model. */
export function modelChange(change: Change, mode: "preview" | "drift"): ModelChange {
  const { before, after } = change;
  const recorded = change.outputs.version;
  const versionBefore = recorded === undefined || recorded === "" ? undefined : shownText(String(recorded), 20);
  const versionAfter = change.action === "delete" ? undefined : (knownVersion(change) ?? versionBefore);
  return {
    name: change.name,
    model: shown("model", after?.name ?? before?.name ?? change.name),
    action: change.action,
    ...(mode === "preview" && staysBehind(change) ? { stays: true as const } : {}),
    ...(change.action === "replace" ? { replaces: shown("model", before?.name ?? change.name) } : {}),
    ...(versionBefore === undefined ? {} : { versionBefore }),
    ...(versionAfter === undefined ? {} : { versionAfter }),
    aliases: aliasMoves(change, versionAfter, mode),
    settings: settingsOf(change, ownParts),
  };
}

/**
 * The version that will be in use: the pinned one, one that the state remembers for the content, or a new one.
 *
 * @returns undefined where it stays as it is
 */
function knownVersion({ action, before, after, outputs }: Change): string | undefined {
  const pinned = after?.pinnedVersion;
  if (typeof pinned === "string" || typeof pinned === "number") return shownText(String(pinned), 20);
  if (action === "create" || action === "replace") return newVersion;
  const unpinned = before?.pinnedVersion !== undefined;
  if (!unpinned && !contentMoves(before?.agent, after?.agent) && !contentMoves(before?.source, after?.source)) {
    return undefined;
  }
  const digest = after?.digest;
  const known =
    typeof digest === "string"
      ? remembered(outputs.versions).find(([, of]) => typeof of === "string" && of !== "" && digest.startsWith(of))
      : undefined;
  return known === undefined ? newVersion : shownText(known[0], 20);
}

/** Version numbers and digests that a state remembers; states of the first builds hold a map. */
function remembered(versions: Json | undefined): [string, Json | undefined][] {
  if (!Array.isArray(versions)) return Object.entries(mapOf(versions));
  return versions.map((each) => [String(mapOf(each).version), mapOf(each).digest]);
}

/** Whether another content is registered. The digest tells; the model's id is not known yet where it changes. */
function contentMoves(before: Json | undefined, after: Json | undefined): boolean {
  if (after === undefined || before === undefined) return false;
  const [old, next] = [mapOf(before), mapOf(after)];
  return old.digest === undefined || next.digest === undefined ? !equal(before, after) : old.digest !== next.digest;
}

function aliasMoves(
  change: Change,
  versionAfter: string | undefined,
  mode: "preview" | "drift",
): ModelChange["aliases"] {
  const [declared, recorded] = [mapOf(change.after?.aliases), mapOf(change.outputs.aliasVersions)];
  const before = mode === "drift" ? mapOf(change.before?.aliasVersions) : recorded;
  const after = mode === "drift" ? mapOf(change.after?.aliasVersions) : declared;
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((alias): ModelChange["aliases"] => {
    const was = before[alias] === undefined ? undefined : shownText(String(before[alias]), 20);
    const target = after[alias];
    const is = target === undefined ? undefined : target === "latest" ? versionAfter : shownText(String(target), 20);
    // After a refresh the state's own inputs may differ from the program's although both name the same version.
    if (was === is) return [];
    return [
      {
        alias: shownText(alias, 80),
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      },
    ];
  });
}
