import type { Allowed } from "../../provider/checks/allow.js";
import { unknownValue } from "../../provider/lifecycle/unknown.js";
import { type DeclaredPolicy, declaredPolicy } from "../../provider/policy/declared.js";
import { kindNames, resourceKinds } from "../../provider/policy/kinds.js";
import { knownScopes } from "../../provider/policy/scopes.js";
import { Expressions } from "./expressions.js";
import type { Declared } from "./program.js";
import { unknownNames } from "./reader.js";

/** Variables with which an agent brings credentials of its own. */
const credentials = /^DATABRICKS_(?:TOKEN|CLIENT_ID|CLIENT_SECRET)$/;

/**
 * What a program declares that its agent may use, as far as that is written out; undefined where nobody knows whether
 * something is declared. The program is read, not run, so that what it works out counts as not known yet.
 */
export function policyOfProgram({ names, sources, literals, text }: Declared): DeclaredPolicy | undefined {
  if (names.has(unknownNames)) return undefined;
  const program = new Expressions(text);
  const { resources, authPolicy } = sources;
  const declared = declaredPolicy({
    ...(resources === undefined ? {} : { resources: thingsOf(program, resources) }),
    ...(authPolicy === undefined ? {} : { authPolicy: policyOf(program, authPolicy) }),
  });
  const variables = literals.environmentVariables;
  const ownCredentials = Array.isArray(variables) && variables.some((name) => credentials.test(String(name)));
  // A program does not say where its stacks are deployed to.
  return { ...declared, enforced: "unknown", ownCredentials };
}

/** What a program allows by `allow`, as far as it is written out. */
export function allowedByProgram({ literals }: Declared): Allowed[] {
  const { allow } = literals;
  return (Array.isArray(allow) ? allow : []).flatMap((entry): Allowed[] => {
    if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return [];
    const { finding, resource, reason } = entry;
    if (typeof finding !== "string") return [];
    return [
      {
        finding,
        ...(typeof resource === "string" ? { resource } : {}),
        reason: typeof reason === "string" ? reason : "the program says",
      },
    ];
  });
}

/** A policy in the form of a LoggedAgent's argument, with the placeholder where something is not written out. */
function policyOf(program: Expressions, source: string): unknown {
  const made = program.call(source);
  const given = made === undefined ? program.object(source) : made.name === "AuthPolicy" ? made.given[1] : undefined;
  const entries = typeof given === "string" ? program.object(given) : given;
  if (made?.name === "AuthPolicy" && made.given.length === 1) return {};
  if (entries === undefined) return unknownValue;
  const { systemResources, userApiScopes } = entries;
  return {
    ...(systemResources === undefined ? {} : { systemResources: thingsOf(program, systemResources) }),
    ...(userApiScopes === undefined ? {} : { userApiScopes: scopesOf(program, userApiScopes) }),
  };
}

function thingsOf(program: Expressions, source: string): unknown {
  const things = program.list(source)?.map((item) => thingOf(program, item));
  return things === undefined || things.includes(undefined) ? unknownValue : things;
}

function thingOf(program: Expressions, source: string) {
  const made = program.call(source);
  if (made === undefined) {
    const written = program.object(source);
    if (written === undefined) return undefined;
    const { kind = "", name = "", onBehalfOfUser = "false" } = written;
    return thing(program.text(kind), program.text(name), program.settled(onBehalfOfUser));
  }
  const kind = kindNames.find((one) => resourceKinds[one].helper === made.name);
  const [name = "", options] = made.given;
  const given = options === undefined ? {} : program.object(options);
  return given && thing(kind, program.text(name), program.settled(given.onBehalfOfUser ?? "false"));
}

function thing(kind: string | undefined, name: string | undefined, onBehalfOfUser: string) {
  if (kind === undefined || !/^(?:true|false)$/.test(onBehalfOfUser)) return undefined;
  return { kind, name: name ?? unknownValue, onBehalfOfUser: onBehalfOfUser === "true" };
}

function scopesOf(program: Expressions, source: string): unknown {
  const whole = program.text(source);
  if (whole !== undefined) return whole;
  const scopes = program.list(source)?.map((item) => program.text(item) ?? constantScope(program.settled(item)));
  return scopes === undefined || scopes.includes(undefined) ? unknownValue : scopes;
}

/** The scope of `apiScopes.dashboardsGenie`: its name is the scope's, at times without the first word. */
function constantScope(source: string): string | undefined {
  const name = /(?:^|\.)apiScopes\s*\.\s*(\w+)$/.exec(source)?.[1]?.toLowerCase();
  const plain = (scope: string) => scope.replace(/[^a-z]/g, "");
  return (
    knownScopes.find((scope) => plain(scope) === name) ??
    knownScopes.find((scope) => plain(scope.slice(scope.indexOf(".") + 1)) === name)
  );
}
