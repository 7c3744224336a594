import type { Problem } from "../../errors.js";
import type { Validated } from "../../lifecycle/validate.js";
import { mlflowRequirement } from "../../modelPackage/requirements/mlflow.js";
import { changeInWords, policyChange } from "../../policy/changes.js";
import { type DeclaredPolicy, declaredPolicy } from "../../policy/declared.js";
import { compareReleases, type Since, sinceMlflow } from "../../policy/releases.js";
import { policyArgumentsSchema } from "../../policy/schema.js";
import type { Context } from "../../resource.js";

/** Variables with which an agent brings credentials of its own. */
const credentials = /^DATABRICKS_(?:TOKEN|CLIENT_ID|CLIENT_SECRET)$/;

/**
 * What an agent may use, as far as it is known during this call; undefined where the arguments that say it are at fault.
 */
export async function declaredOf(context: Context, { inputs, faulty }: Validated): Promise<DeclaredPolicy | undefined> {
  const { resources, authPolicy, environmentVariables } = inputs;
  if (faulty.has("resources") || faulty.has("authPolicy")) return undefined;
  if (resources !== undefined && authPolicy !== undefined) return undefined;
  const variables: unknown[] = Array.isArray(environmentVariables) ? environmentVariables : [];
  return {
    ...declaredPolicy({ resources, authPolicy }),
    enforced: await enforcement(context),
    ownCredentials: variables.some((name) => typeof name === "string" && credentials.test(name)),
  };
}

async function enforcement(context: Context): Promise<DeclaredPolicy["enforced"]> {
  try {
    return (await context.workspace()).kind === "databricks" ? "yes" : "no";
  } catch {
    // `check` proves the workspace afterwards, and says what is wrong with it.
    return "unknown";
  }
}

/**
 * What of a policy is too new for the MLflow that the agent is written for, or runs with by its requirements.
 *
 * @param release MLflow release whose format is written
 * @param requirements final lines of requirements.txt
 */
export function tooNew(
  { argument, resources, scopes }: DeclaredPolicy,
  release: string,
  requirements: readonly string[],
): Problem[] {
  const highest = [release, ...requirements.flatMap(highestMlflow)].sort(compareReleases)[0] ?? release;
  const lacking = sinceMlflow({ resources: resources ?? [], scopes: scopes ?? [] }).filter(
    ({ since }) => compareReleases(highest, since) < 0,
  );
  if (lacking.length === 0) return [];
  const needed = [...lacking].sort((a, b) => compareReleases(a.since, b.since)).at(-1)?.since;
  const words = lacking.map(({ what, since }: Since) => `${what} (since ${since})`).join(", ");
  return [
    {
      code: "invalidArgument",
      path: argument,
      message:
        `MLflow ${highest}, with which the agent runs, cannot write down ${words}. Require mlflow>=${needed} in ` +
        "`requirements` (or set `mlflowVersion`), or leave it out of the policy.",
    },
  ];
}

/** The highest MLflow release that a requirement line allows, where it names one. */
function highestMlflow(line: string): string[] {
  return (mlflowRequirement(line)?.specifiers ?? []).flatMap((specifier) => {
    const [, operator, release] = /^(===?|<=?|~=)\s*(\d+(?:\.\d+){1,2})$/.exec(String(specifier)) ?? [];
    if (release === undefined) return [];
    // `~=2.10.1` stays below 2.11, `~=2.10` below 3.
    return operator === "~=" ? [`${release.split(".").slice(0, -1).join(".")}.99999`] : [release];
  });
}

/** What the agent may touch more or less than before, in words; empty where that does not change, or is not known. */
export function policyNews(recorded: Record<string, unknown>, inputs: Record<string, unknown>): string {
  if (recorded.digest === undefined) return "";
  const policies = [recorded, inputs].map(({ resources, authPolicy }) =>
    policyArgumentsSchema.safeParse(authPolicy ?? (resources === undefined ? {} : { systemResources: resources })),
  );
  const [before, after] = policies;
  if (before?.success !== true || after?.success !== true) return "";
  return changeInWords(policyChange(before.data, after.data));
}
