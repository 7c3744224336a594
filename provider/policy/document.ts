import { createHash } from "node:crypto";
import type { AuthPolicyDocument, ResourceDocument } from "../modelPackage/index.js";
import { type KindName, resourceKinds } from "./kinds.js";
import { minimumMlflowOf } from "./releases.js";
import type { PolicyArguments, SystemResource } from "./schema.js";
import { covers, scopeNamed } from "./scopes.js";
import { requiredScopes } from "./settled.js";

/** The `resources` document for `resources`, or undefined when there are none. */
export function resourceDocument(resources: readonly SystemResource[]): ResourceDocument | undefined {
  if (resources.length === 0) return undefined;
  const databricks: ResourceDocument["databricks"] = {};
  for (const { kind, name, onBehalfOfUser } of resources) {
    const key = resourceKinds[kind].key;
    databricks[key] ??= [];
    databricks[key].push(onBehalfOfUser === true ? { name, on_behalf_of_user: true } : { name });
  }
  return { api_version: "1", databricks };
}

/** The `auth_policy` document for a policy. */
export function policyDocument(policy: PolicyArguments): AuthPolicyDocument {
  const resources = resourceDocument(policy.systemResources);
  return {
    // MLflow writes an empty mapping for a side that was not given (mlflow/models/auth_policy.py).
    system_auth_policy: resources === undefined ? {} : { resources },
    user_auth_policy: policy.userApiScopes.length === 0 ? {} : { api_scopes: policy.userApiScopes },
  };
}

/** The policy that a document of MLmodel spells out. Kinds that this release does not know are left out. */
export function policyFromDocuments(documents: {
  resources?: ResourceDocument | undefined;
  authPolicy?: AuthPolicyDocument | undefined;
}): PolicyArguments {
  const system = documents.authPolicy?.system_auth_policy;
  const listed = documents.authPolicy === undefined ? documents.resources : system?.resources;
  const kinds = Object.entries(resourceKinds) as [KindName, (typeof resourceKinds)[KindName]][];
  const systemResources = kinds.flatMap(([kind, { key }]) =>
    (listed?.databricks[key] ?? []).map(
      (entry): SystemResource =>
        entry.on_behalf_of_user === true
          ? { kind, name: entry.name, onBehalfOfUser: true }
          : { kind, name: entry.name },
    ),
  );
  return { systemResources, userApiScopes: documents.authPolicy?.user_auth_policy.api_scopes ?? [] };
}

/** Digest of a document: equal policies have equal digests on every machine. */
export function documentDigest(document: AuthPolicyDocument): string {
  return createHash("sha256").update(JSON.stringify(document)).digest("hex");
}

/**
 * Scopes that nothing of what is declared for the user is about, where something is declared for the user at all: a policy
 * may name scopes alone, and then nobody knows what they are for.
 */
export function unneededScopes({ systemResources, userApiScopes }: PolicyArguments): string[] {
  const used = systemResources.filter(({ onBehalfOfUser }) => onBehalfOfUser === true);
  if (used.length === 0) return [];
  const required = requiredScopes(used);
  return userApiScopes.filter((scope) => {
    if (required.some((needed) => covers(scope, needed))) return false;
    const about = scopeNamed(scope)?.about;
    return about !== undefined && !used.some(({ kind }) => about.includes(kind));
  });
}

/** The first MLflow release that can write down everything in the policy. */
export function minimumMlflow({ systemResources, userApiScopes }: PolicyArguments): string {
  return minimumMlflowOf({ resources: systemResources, scopes: userApiScopes });
}

/** The policy in one sentence. */
export function policySummary(policy: PolicyArguments): string {
  const counts = new Map<KindName, number>();
  for (const { kind } of policy.systemResources) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => `${count} ${resourceKinds[kind].label}${count === 1 ? "" : "s"}`);
  const system = parts.length === 0 ? "no resources" : parts.join(", ");
  const user = policy.userApiScopes.length === 0 ? "no user scopes" : `user scopes ${policy.userApiScopes.join(", ")}`;
  return `${system}; ${user}`;
}
