import { CliError } from "./errors.js";
import type { Report, SecurityKind, StackReport } from "./model/report.js";

const security =
  (...kinds: SecurityKind[]) =>
  (stack: StackReport) =>
    stack.security.some(({ kind }) => kinds.includes(kind));
const action =
  (...actions: (keyof StackReport["counts"])[]) =>
  (stack: StackReport) =>
    actions.some((each) => (stack.counts[each] ?? 0) > 0);

/** What `--fail-on` can name, each with what it means. */
export const conditions = {
  changes: { means: "anything changes", test: action("create", "update", "replace", "delete", "import") },
  replace: { means: "a resource is replaced", test: action("replace") },
  delete: { means: "a resource is deleted", test: action("delete") },
  scopes: { means: "an agent gains an API scope", test: security("scopeGained") },
  resources: { means: "an agent gains a resource", test: security("resourceGained") },
  grants: { means: "somebody gains a permission", test: security("grantGained") },
  secrets: {
    means: "a secret is added, changed, removed or exposed",
    test: security("secretAdded", "secretChanged", "secretRemoved", "secretExposed"),
  },
  credentials: { means: "a credential stands in plain text", test: security("plainTextCredential", "secretExposed") },
  allowed: { means: "an agent allows a finding", test: security("findingAllowed") },
  safeguards: {
    means: "a safeguard (gate, smokeTest, rollout, validate, verify …) is removed, weakened or changed",
    test: security("safeguardRemoved", "safeguardWeakened", "safeguardChanged"),
  },
  protection: { means: "a resource loses its protection", test: security("protectionRemoved") },
  security: { means: "the security part is not empty", test: (stack: StackReport) => stack.security.length > 0 },
  warnings: {
    means: "there is a warning",
    test: (stack: StackReport) => stack.findings.some(({ severity }) => severity === "warning"),
  },
} as const satisfies Record<string, { means: string; test: (stack: StackReport) => boolean }>;

/** One of {@link conditions}. */
export type Condition = keyof typeof conditions;

const isCondition = (name: string): name is Condition => Object.hasOwn(conditions, name);

/**
 * The conditions that a list such as `replace,scopes` names.
 *
 * @throws CliError `usage` for a name that is none
 */
export function parseConditions(text: string): Condition[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .map((name) => {
      if (isCondition(name)) return name;
      throw new CliError(
        "usage",
        `--fail-on: there is no "${name}"; there are: ${Object.keys(conditions).join(", ")}.`,
      );
    });
}

/** Conditions that hold, with the stacks where they do: `dev: an agent gains an API scope`. */
export function met(report: Report, chosen: readonly Condition[]): string[] {
  return report.stacks.flatMap((stack) =>
    chosen
      .filter((name) => conditions[name].test(stack))
      .map((name) => `${stack.stack}: ${conditions[name].means} (${name})`),
  );
}
