import { nearest } from "../../lifecycle/nearest.js";
import type { DeclaredPolicy } from "../../policy/declared.js";
import { resourceKinds } from "../../policy/kinds.js";
import { holdsUnknown } from "../../policy/partial.js";
import { missingScopes } from "../../policy/scopes.js";
import { scopesOfKind } from "../../policy/settled.js";
import type { Use, Uses } from "../../uses/index.js";
import type { Judged, Severity } from "../types.js";
import { unusedOf } from "./unused.js";
import { declaredOf, helperCall, isAbout } from "./words.js";

/**
 * Compares what an agent's code uses with what is declared. What is not known yet is not judged.
 *
 * @param uses what reading the code found
 * @param policy what is declared
 */
export function judgeUses(uses: Uses, policy: DeclaredPolicy): Judged[] {
  const found: Judged[] = [];
  const severity = severityOf(policy);
  for (const use of uses.uses) {
    if (holdsUnknown(use.name)) continue;
    const wrong = use.onBehalfOfUser ? asUser(use, policy) : asAgent(use, policy);
    if (wrong === undefined) continue;
    found.push({ ...wrong, severity, place: use, resource: use.name, argument: policy.argument });
  }
  // Where nothing is enforced and nobody declares anything, there is nothing to make sure of.
  if (policy.enforced === "no" && !policy.given) return found;
  const later = new Map<string, Judged & { lines: Set<string> }>();
  for (const { kinds, through, expression, why, onBehalfOfUser, ...place } of uses.unresolved) {
    if (holdsUnknown(expression) || holdsUnknown(why)) continue;
    // One finding for one thing, wherever it is used.
    const key = JSON.stringify([kinds, through, why, onBehalfOfUser]);
    const before = later.get(key);
    if (before !== undefined) {
      before.lines.add(`${place.file}:${place.line}`);
      continue;
    }
    const what = kinds.map((kind) => resourceKinds[kind].label).join(" or ");
    const forUser = onBehalfOfUser ? " for the calling user" : "";
    later.set(key, {
      code: "unresolved-use",
      severity: "hint",
      place,
      message: `which ${what} ${through} uses here is not told by reading the code: ${why}.`,
      help: `Write the name, give the configuration (\`modelConfig\`, or the endpoint's environment), or declare it${forUser} and \`allow\` this with a reason.`,
      argument: policy.argument,
      lines: new Set(),
    });
  }
  for (const { lines, message, ...one } of later.values())
    found.push({
      ...one,
      message: lines.size === 0 ? message : `${message.slice(0, -1)}; also at ${[...lines].join(", ")}.`,
    });
  const told = new Set(found.map(({ resource }) => resource));
  return [...found, ...unusedOf(settled(uses), policy).filter(({ resource }) => !told.has(resource))];
}

/** A use whose name comes later may be of anything of its kind, as one that is not resolved. */
function settled({ uses, unresolved, actsForUser }: Uses): Uses {
  const later = uses.filter(({ name }) => holdsUnknown(name));
  if (later.length === 0) return { uses, unresolved, actsForUser };
  const open = later.map(({ kind, name, ...use }) => ({ ...use, kinds: [kind], expression: name, why: "" }));
  return { uses: uses.filter((use) => !later.includes(use)), unresolved: [...unresolved, ...open], actsForUser };
}

/** Where nothing is enforced, or the agent brings credentials of its own, a use that is not declared may well succeed. */
function severityOf({ enforced, given, ownCredentials }: DeclaredPolicy): Severity {
  if (enforced === "no" || ownCredentials) return given ? "warning" : "hint";
  return enforced === "yes" || given ? "error" : "warning";
}

type Wrong = Pick<Judged, "code" | "message" | "help">;

/** What is wrong with a use by the agent itself. */
function asAgent({ kind, name, through }: Use, policy: DeclaredPolicy): Wrong | undefined {
  const { resources } = policy;
  if (resources === undefined) return undefined;
  const { label } = resourceKinds[kind];
  const same = declaredOf(resources, kind, name);
  if (same.some(({ onBehalfOfUser }) => !onBehalfOfUser)) return undefined;
  if (same.length > 0) {
    return {
      code: "undeclared-user-use",
      message: `the ${label} \`${name}\` is used here as the agent itself, through ${through}, and the policy declares it for the calling user only: the endpoint would answer 403.`,
      help: `Use it with the caller's credentials, or declare ${helperCall(kind, name)} as well.`,
    };
  }
  // One whose name comes later may be this one.
  if (resources.some((one) => one.kind === kind && one.name === undefined)) return undefined;
  const others = resources.flatMap((one) => (one.kind === kind && one.name !== undefined ? [one.name] : []));
  const meant = nearest(name, others);
  const help =
    meant === undefined
      ? `Add ${helperCall(kind, name)} to ${placeOf(policy)}.`
      : `Did you mean \`${meant}\`, which it declares? Else add ${helperCall(kind, name)} to ${placeOf(policy)}.`;
  const says = policy.given ? "the policy does not declare it" : "nothing is declared";
  return {
    code: "undeclared-use",
    message: `the ${label} \`${name}\` is used here, through ${through}, and ${says}: ${consequence(policy)}.`,
    help,
  };
}

/** What is wrong with a use on behalf of the user: scopes decide, whatever is declared beside them. */
function asUser({ kind, name, through }: Use, policy: DeclaredPolicy): Wrong | undefined {
  const { scopes, resources } = policy;
  if (scopes === undefined) return undefined;
  const { label } = resourceKinds[kind];
  const row = scopesOfKind(kind);
  const missing = missingScopes(row, scopes);
  // An MCP server has scopes of its own for the same things.
  const byOther = scopes.some((scope) => scope.startsWith("mcp.") && isAbout(scope, kind));
  // Of kinds without a row nobody knows which scope they need; without any there are no credentials of a user at all.
  if (row.length === 0 ? scopes.length > 0 : missing.length === 0 || byOther) return undefined;
  const needs =
    row.length === 0
      ? "and the policy has no API scope, so that there are no credentials of the user"
      : `which needs ${missing.map((scope) => `"${scope}"`).join(", ")} in userApiScopes`;
  const forUser = helperCall(kind, name, true);
  const help =
    policy.argument === "resources"
      ? "`resources` are for the agent itself: declare it in `authPolicy`."
      : row.length === 0
        ? `Add the scope that it needs to userApiScopes, and ${forUser} to systemResources.`
        : `Add ${missing.length === 1 ? "it" : "them"}, or ${forUser} to systemResources with userApiScopes: "derived".`;
  const isOwn = declaredOf(resources ?? [], kind, name).some(({ onBehalfOfUser }) => !onBehalfOfUser);
  return isOwn
    ? {
        code: "undeclared-user-use",
        message: `the ${label} \`${name}\` is used here as the calling user, through ${through}, ${needs}, and the policy declares it for the agent itself: ${consequence(policy)}.`,
        help: `${help} Or use it with the agent's own credentials.`,
      }
    : {
        code: "missing-user-scope",
        message: `the ${label} \`${name}\` is used here as the calling user, through ${through}, ${needs}: ${consequence(policy)}.`,
        help,
      };
}

function consequence({ enforced, ownCredentials }: DeclaredPolicy): string {
  if (ownCredentials) return "the endpoint would answer 403, unless the agent's own credentials are used for it";
  return enforced === "no" ? "an endpoint of Databricks would answer 403" : "the endpoint would answer 403";
}

function placeOf({ argument, given }: DeclaredPolicy): string {
  if (argument === "resources") return "`resources`";
  return given ? "its systemResources" : "the systemResources of an `authPolicy`";
}
