import { containsUnknown, isUnknown, unknownValue } from "../lifecycle/unknown.js";
import { type KindName, kindNames } from "./kinds.js";

/** What is known of a resource during a preview: its name may come later. */
export interface PartialResource {
  kind: KindName;
  /** Undefined: not known yet. */
  name: string | undefined;
  onBehalfOfUser: boolean;
}

/**
 * Resources of which parts may not be known yet; undefined where not even their kinds are, or they are no resources.
 *
 * @param raw an argument as the engine sends it
 */
export function partialResources(raw: unknown): PartialResource[] | undefined {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) return undefined;
  const found: PartialResource[] = [];
  for (const entry of raw as unknown[]) {
    if (typeof entry !== "object" || entry === null) return undefined;
    const { kind, name, onBehalfOfUser = false } = entry as Record<string, unknown>;
    const known = kindNames.find((one) => one === kind);
    if (known === undefined || typeof onBehalfOfUser !== "boolean" || typeof name !== "string") return undefined;
    found.push({ kind: known, name: holdsUnknown(name) ? undefined : name, onBehalfOfUser });
  }
  return found;
}

/** Scopes that are all known; undefined where one is not, or they are no scopes. */
export function knownScopeList(raw: unknown): string[] | undefined {
  if (raw === undefined || raw === null) return [];
  if (typeof raw === "string") return isUnknown(raw) ? undefined : [raw];
  if (!Array.isArray(raw) || containsUnknown(raw)) return undefined;
  return raw.filter((scope) => typeof scope === "string");
}

/** Whether a part of a name is not known yet. */
export function holdsUnknown(name: string): boolean {
  return name.includes(unknownValue);
}
