import { readLoggedModelFile } from "../../artifacts/loggedModel.js";
import type { Problem } from "../../errors.js";
import { compactText } from "../../lifecycle/compactText.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { usable, type Validated } from "../../lifecycle/validate.js";
import { readModelFile } from "../../modelPackage/readModelFile.js";
import { changeInWords, policyChange } from "../../policy/changes.js";
import {
  documentDigest,
  minimumMlflow,
  policyDocument,
  policyFromDocuments,
  policySummary,
  unneededScopes,
} from "../../policy/document.js";
import { resourceKinds } from "../../policy/kinds.js";
import { knownScopeList, type PartialResource, partialResources } from "../../policy/partial.js";
import { minimumMlflowOf } from "../../policy/releases.js";
import { type PolicyArguments, policyArgumentsSchema } from "../../policy/schema.js";
import { scopeDoubts } from "../../policy/scopeDoubts.js";
import { derivedScopes, missingScopes } from "../../policy/scopes.js";
import { requiredScopes, settledScopes } from "../../policy/settled.js";
import { type Context, defineResource } from "../../resource.js";
import { fields, outputs } from "./schema.js";
import { verifyThings, watchThings } from "./verify.js";

const derivedFields = ["document", "digest", "requiredScopes", "minimumMlflowVersion", "summary"] as const;

/**
 * What an agent may touch. It exists in the state only: its effect is on the agents that carry it and on the versions
 * and endpoints made of them.
 */
export const authPolicy = defineResource({
  type: "AuthPolicy",
  fields,
  outputs,
  stateVersion: 2,
  usesWorkspace: false,

  // Before the second version the document stood there entry by entry.
  migrate: (state) => (state.document === undefined ? state : { ...state, document: compactText(state.document) }),

  async check(context, validated, recorded) {
    if (!usable(validated, "systemResources", "userApiScopes")) return partlyKnown(validated);
    const policy = policyArgumentsSchema.parse({
      systemResources: validated.inputs.systemResources,
      userApiScopes: validated.inputs.userApiScopes,
    });
    warnOfScopes(context, policy);
    noteChange(context, recorded, policy);
    const things = partialResources(policy.systemResources) ?? [];
    return {
      inputs: { userApiScopes: policy.userApiScopes, ...derived(policy) },
      problems: lackingScopes(things, policy.userApiScopes),
    };
  },

  async read(context, id, state) {
    if (state !== undefined) {
      await watchThings(context, state.systemResources, state.verify);
      return { inputs: {}, outputs: {} };
    }
    const text = await readLoggedModelFile(await context.workspace(), id, "MLmodel");
    if (text === undefined) return undefined;
    const policy = policyFromDocuments(readModelFile(text));
    return { inputs: { ...policy, ...derived(policy) }, outputs: {} };
  },

  async create(context, inputs) {
    await verifyThings(context, inputs.systemResources, inputs.verify);
    const { identity } = context;
    return { id: `${identity.project}/${identity.stack}/${identity.name}`, outputs: {} };
  },

  async update(context, _id, _old, inputs) {
    await verifyThings(context, inputs.systemResources, inputs.verify);
    return {};
  },

  async delete() {},
});

function derived(policy: PolicyArguments) {
  const document = policyDocument(policy);
  return {
    document: compactText(document),
    digest: documentDigest(document),
    requiredScopes: requiredScopes(policy.systemResources),
    minimumMlflowVersion: minimumMlflow(policy),
    summary: policySummary(policy),
  };
}

/** What follows where a name, or more, is not known yet: scopes follow from kinds alone. */
function partlyKnown(validated: Validated) {
  const inputs: Record<string, unknown> = Object.fromEntries(derivedFields.map((name) => [name, unknownValue]));
  const settled = (name: string) => !validated.faulty.has(name);
  const things = settled("systemResources") ? partialResources(validated.inputs.systemResources) : undefined;
  const scopes = settled("userApiScopes") ? knownScopeList(validated.inputs.userApiScopes) : undefined;
  if (scopes?.includes(derivedScopes) === true)
    inputs.userApiScopes = things === undefined ? unknownValue : settledScopes(scopes, things);
  if (things === undefined) return { inputs, problems: [] };
  inputs.requiredScopes = requiredScopes(things);
  if (scopes === undefined) return { inputs, problems: [] };
  const all = settledScopes(scopes, things);
  inputs.minimumMlflowVersion = minimumMlflowOf({ resources: things, scopes: all });
  return { inputs, problems: lackingScopes(things, all) };
}

/** Things used on behalf of the user without the scopes that their row of Databricks' table names. */
function lackingScopes(things: readonly PartialResource[], scopes: readonly string[]): Problem[] {
  return things.flatMap(({ kind, name, onBehalfOfUser }, index): Problem[] => {
    const row = requiredScopes([{ kind, onBehalfOfUser }]);
    const missing = missingScopes(row, scopes);
    if (missing.length === 0) return [];
    const { label } = resourceKinds[kind];
    const thing = name === undefined ? `a ${label}` : `"${name}"`;
    const all = (some: readonly string[]) => some.map((scope) => `"${scope}"`).join(", ");
    const rest = missing.length === row.length ? "" : ` (a ${label} needs ${all(row)})`;
    return [
      {
        code: "invalidArgument",
        path: `systemResources[${index}]`,
        message:
          `${thing} is used on behalf of the user, which needs ${all(missing)} in userApiScopes${rest}: without it the ` +
          'agent would be refused at its first call. `userApiScopes: "derived"` takes what is needed.',
      },
    ];
  });
}

function warnOfScopes(context: Context, policy: PolicyArguments): void {
  for (const doubt of scopeDoubts(policy.userApiScopes)) context.warn(`userApiScopes: ${doubt}`);
  for (const scope of unneededScopes(policy)) {
    context.warn(
      `userApiScopes: nothing that is used on behalf of the user needs "${scope}". Leave it out: an agent should be able to do for its caller what it does, and no more.`,
    );
  }
}

/** Says what a change of the policy gives and takes: its agents log a new version by it. */
function noteChange(context: Context, recorded: Record<string, unknown>, policy: PolicyArguments): void {
  const { systemResources, userApiScopes } = recorded;
  const before = policyArgumentsSchema.safeParse({ systemResources, userApiScopes });
  if (systemResources === undefined || !before.success) return;
  const words = changeInWords(policyChange(before.data, policy));
  if (words !== "") context.note(`each agent with this policy ${words}, in a new version.`);
}
