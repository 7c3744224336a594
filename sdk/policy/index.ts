/**
 * Rules for agents, for a policy pack of Pulumi (CrossGuard):
 *
 * ```ts
 * import { PolicyPack } from "@pulumi/policy";
 * import { agentPolicies } from "pulumi-mlflow-agents/policy";
 *
 * new PolicyPack("agents", { policies: agentPolicies({ production: ["prod"], reviewedScopes: ["dashboards.genie"] }) });
 * ```
 */
import { plainTextCredentials } from "./credentials.js";
import { entries, isKind, keys, known, stackOf, texts } from "./known.js";
import { notJudged } from "./notJudged.js";
import type { EnforcementLevel, Rule } from "./types.js";

export type { EnforcementLevel, Rule, RuleArguments } from "./types.js";

/** Names of the rules. */
export const ruleNames = [
  "tracing-in-production",
  "no-plain-text-credentials",
  "no-unreviewed-scope",
  "no-scale-to-zero-in-production",
  "pinned-requirements",
  "permissions-by-group",
  "not-judged",
] as const;

/** One of {@link ruleNames}. */
export type RuleName = (typeof ruleNames)[number];

/** How the rules judge. Each can also be set per pack run by `--policy-pack-config`. */
export interface AgentPolicyOptions {
  /** Names of the stacks that count as production. Default: `prod` and `production`. */
  production?: string[];
  /** API scopes that somebody has reviewed; any other is a violation. Default: none. */
  reviewedScopes?: string[];
  /** People who may hold permissions all the same. Default: none. */
  allowedPrincipals?: string[];
  /** What a violation of each rule does. Default: `mandatory`, for `pinned-requirements` and `not-judged` `advisory`. */
  levels?: Partial<Record<RuleName, EnforcementLevel>>;
}

const list = (description: string) => ({ type: "array" as const, items: { type: "string" as const }, description });

/** The rules, for `new PolicyPack(…, { policies })`. */
export function agentPolicies(options: AgentPolicyOptions = {}): Rule[] {
  const production = options.production ?? ["prod", "production"];
  const rules = [
    tracing(production),
    plainTextCredentials(),
    reviewedScopes(options.reviewedScopes ?? []),
    scaleToZero(production),
    pinnedRequirements(),
    permissionsByGroup(options.allowedPrincipals ?? []),
  ];
  const levelled = (rule: Rule): Rule => ({
    ...rule,
    enforcementLevel: options.levels?.[rule.name as RuleName] ?? rule.enforcementLevel,
  });
  const judging = rules.map(levelled);
  return [...judging, levelled(notJudged(judging))];
}

const productionSchema = { properties: { production: list("Names of the stacks that count as production.") } };

/** Stacks of production: the pack's configuration before the program's. */
function isProduction(args: { urn: string; getConfig<T extends object>(): T }, fallback: readonly string[]): boolean {
  const { production } = args.getConfig<{ production?: string[] }>();
  return (production ?? fallback).includes(stackOf(args.urn));
}

function tracing(production: readonly string[]): Rule {
  return {
    name: "tracing-in-production",
    description: "An endpoint of production records traces (ENABLE_MLFLOW_TRACING).",
    enforcementLevel: "mandatory",
    configSchema: productionSchema,
    validateResource(args, report) {
      if (!isKind(args.type, "ServingEndpoint") || !isProduction(args, production)) return;
      const common = known(args.props, "environment", "ENABLE_MLFLOW_TRACING");
      const served = entries(known(args.props, "servedEntities")).map(
        (entity) => known(entity, "environment", "ENABLE_MLFLOW_TRACING") ?? common,
      );
      const values = served.length === 0 ? [common] : served;
      // MLflow and Model Serving take any spelling of it.
      if (values.some((value) => String(value).toLowerCase() !== "true"))
        report('set ENABLE_MLFLOW_TRACING: "true" in environment: without it nobody can tell what the agent did.');
    },
  };
}

function scaleToZero(production: readonly string[]): Rule {
  return {
    name: "no-scale-to-zero-in-production",
    description: "An endpoint of production does not stop when nobody asks.",
    enforcementLevel: "mandatory",
    configSchema: productionSchema,
    validateResource(args, report) {
      if (!isKind(args.type, "ServingEndpoint") || !isProduction(args, production)) return;
      const all = [args.props, ...entries(known(args.props, "servedEntities"))];
      if (all.some((each) => known(each, "scaleToZero") === true))
        report("scaleToZero is on: the first question after a pause would wait for the agent to start.");
    },
  };
}

function reviewedScopes(reviewed: readonly string[]): Rule {
  return {
    name: "no-unreviewed-scope",
    description: "An agent acts for its caller only through API scopes that were reviewed.",
    enforcementLevel: "mandatory",
    configSchema: { properties: { reviewed: list("API scopes that were reviewed.") } },
    validateResource(args, report) {
      const inline = isKind(args.type, "LoggedAgent");
      if (!inline && !isKind(args.type, "AuthPolicy")) return;
      const allowed = args.getConfig<{ reviewed?: string[] }>().reviewed ?? reviewed;
      const scopes = texts(known(args.props, ...(inline ? ["authPolicy"] : []), "userApiScopes"));
      for (const scope of scopes)
        if (!allowed.includes(scope))
          report(`the API scope "${scope}" was not reviewed. Reviewed: ${allowed.join(", ") || "none"}.`);
    },
  };
}

function pinnedRequirements(): Rule {
  return {
    name: "pinned-requirements",
    description: "An agent's requirements name exact releases, so that a rebuild gives the same agent.",
    enforcementLevel: "advisory",
    validateResource(args, report) {
      if (!isKind(args.type, "LoggedAgent")) return;
      // A path names a file that a rule does not see, and `not-judged` says so; a list is judged line by line.
      for (const field of ["requirements", "extraRequirements"]) {
        for (const line of texts(known(args.props, field))) {
          const requirement = line.replace(/\s+#.*$/, "").trim();
          if (
            requirement === "" ||
            /^[#-]/.test(requirement) ||
            /===?\s*\d[^*]*$/.test(requirement.split(";")[0] ?? "") ||
            /@\s*\S+@[0-9a-f]{40}|#sha256=/.test(requirement)
          )
            continue;
          report(`${field}: "${requirement.split(";")[0]?.trim()}" is not pinned to a release (==).`);
        }
      }
    },
  };
}

function permissionsByGroup(allowed: readonly string[]): Rule {
  return {
    name: "permissions-by-group",
    description: "Permissions are given to groups, not to single people.",
    enforcementLevel: "mandatory",
    configSchema: { properties: { allowed: list("Principals beside groups that may hold permissions.") } },
    validateResource(args, report) {
      const own = ["ServingEndpoint", "RegisteredModel"].some((kind) => isKind(args.type, kind));
      if (!own && !/^databricks:index\/(?:permissions|grants?):/.test(args.type)) return;
      const exempt = args.getConfig<{ allowed?: string[] }>().allowed ?? allowed;
      for (const person of people(args.props)) {
        if (!exempt.includes(person))
          report(`a permission is given to "${person}", who is no group. Give it to a group that they are in.`);
      }
    },
  };
}

/**
 * Single people that a resource of this package or of `@pulumi/databricks` gives something: named as users, or principals
 * with an e-mail address for a name.
 */
function people(props: Record<string, unknown>): string[] {
  const entered = ["accessControls", "grants"].flatMap((field) => entries(known(props, field)));
  const users = [
    ...keys(known(props, "permissions", "users")),
    ...entered.map((entry) => known(entry, "userName")).filter((name) => typeof name === "string"),
  ];
  const principals = [
    ...keys(known(props, "grants", "principals")),
    ...[...entered, props].map((entry) => known(entry, "principal")).filter((name) => typeof name === "string"),
  ];
  return [...users, ...principals.filter((name) => name.includes("@"))].filter((name) => name !== "");
}
