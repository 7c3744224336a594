import { readLoggedModelFile } from "../../artifacts/loggedModel.js";
import type { Problem } from "../../errors.js";
import { nearest } from "../../lifecycle/nearest.js";
import { unknownValue } from "../../lifecycle/unknown.js";
import { usable } from "../../lifecycle/validate.js";
import { readModelFile } from "../../modelPackage/index.js";
import {
  documentDigest,
  minimumMlflow,
  policyDocument,
  policyFromDocuments,
  policySummary,
  requiredScopes,
  unknownScopes,
} from "../../policy/document.js";
import { type PolicyArguments, policyArgumentsSchema } from "../../policy/schema.js";
import { knownScopes } from "../../policy/scopes.js";
import { type Context, defineResource } from "../../resource.js";
import { fields, outputs } from "./schema.js";

const derivedFields = ["document", "digest", "requiredScopes", "minimumMlflowVersion", "summary"] as const;

/**
 * What an agent may touch. It exists in the state only: its effect is on the agents that carry it and on the versions
 * and endpoints made of them.
 */
export const authPolicy = defineResource({
  type: "AuthPolicy",
  fields,
  outputs,
  stateVersion: 1,
  usesWorkspace: false,

  async check(context, validated) {
    if (!usable(validated, "systemResources", "userApiScopes")) {
      return { inputs: Object.fromEntries(derivedFields.map((name) => [name, unknownValue])), problems: [] };
    }
    const policy = policyArgumentsSchema.parse({
      systemResources: validated.inputs.systemResources,
      userApiScopes: validated.inputs.userApiScopes,
    });
    warnOfUnknownScopes(context, policy);
    return { inputs: derived(policy), problems: missingScopes(policy) };
  },

  async read(context, id, state) {
    if (state !== undefined) return { inputs: {}, outputs: {} };
    const text = await readLoggedModelFile(await context.workspace(), id, "MLmodel");
    if (text === undefined) return undefined;
    const policy = policyFromDocuments(readModelFile(text));
    return { inputs: { ...policy, ...derived(policy) }, outputs: {} };
  },

  async create({ identity }) {
    return { id: `${identity.project}/${identity.stack}/${identity.name}`, outputs: {} };
  },

  async update() {
    return {};
  },

  async delete() {},
});

function derived(policy: PolicyArguments) {
  const document = policyDocument(policy);
  return {
    document: { ...document },
    digest: documentDigest(document),
    requiredScopes: requiredScopes(policy.systemResources),
    minimumMlflowVersion: minimumMlflow(policy),
    summary: policySummary(policy),
  };
}

function missingScopes(policy: PolicyArguments): Problem[] {
  return policy.systemResources.flatMap((resource, index): Problem[] => {
    const missing = requiredScopes([resource]).filter((scope) => !policy.userApiScopes.includes(scope));
    if (missing.length === 0) return [];
    const scopes = missing.map((scope) => `"${scope}"`).join(", ");
    return [
      {
        code: "invalidArgument",
        path: `systemResources[${index}]`,
        message: `"${resource.name}" is used on behalf of the user, which needs ${scopes} in userApiScopes: without it the agent would be refused at its first call.`,
      },
    ];
  });
}

function warnOfUnknownScopes(context: Context, policy: PolicyArguments): void {
  for (const scope of unknownScopes(policy.userApiScopes)) {
    const suggestion = nearest(scope, knownScopes);
    const hint = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
    context.warn(`userApiScopes: "${scope}" is not a scope that Model Serving was known to accept.${hint}`);
  }
}
