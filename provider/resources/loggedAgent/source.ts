import { createHash } from "node:crypto";
import { tagEntries } from "../../lifecycle/tags.js";
import { type AgentSource, type PlanResult, planPackage } from "../../modelPackage/index.js";
import { rememberPlan } from "../../modelPackage/rememberedPlans.js";
import { policyDocument, resourceDocument } from "../../policy/document.js";
import { useSinks } from "../../uses/index.js";
import { defaultMlflowVersion, pinnedRelease, releaseFor } from "./release.js";
import type { LoggedAgentInputs } from "./schema.js";

/** What the arguments say the agent is made of. */
export function agentSource(inputs: LoggedAgentInputs): AgentSource {
  const { modelConfig, requirements, extraRequirements, constraints, pythonVersion, signature, metadata } = inputs;
  return {
    code: inputs.code,
    codePaths: inputs.codePaths ?? [],
    artifacts: inputs.artifacts ?? {},
    modelConfig: modelConfig as AgentSource["modelConfig"],
    requirements,
    extraRequirements,
    constraints,
    pythonVersion,
    inputExample: inputs.inputExample as AgentSource["inputExample"],
    signature:
      signature === undefined
        ? undefined
        : { inputs: signature.inputs, outputs: signature.outputs, params: signature.params },
    metadata: metadata as AgentSource["metadata"],
    prompts: inputs.prompts,
    environmentVariables: inputs.environmentVariables,
    interface: inputs.interface,
    mlflowVersion: inputs.mlflowVersion ?? defaultMlflowVersion,
    ignore: inputs.ignore ?? [],
    resources: inputs.resources === undefined ? undefined : resourceDocument(inputs.resources),
    authPolicy: inputs.authPolicy === undefined ? undefined : policyDocument(inputs.authPolicy),
  };
}

/**
 * Reads the agent's folder. Relative paths are meant from the folder of the Pulumi program, which is the working
 * directory of the provider process as well.
 *
 * The digest covers what MLflow records beside the files and lets nobody change later: other parameters are another
 * logged model too.
 */
export async function planAgent(inputs: LoggedAgentInputs): Promise<PlanResult> {
  const result = await planned(inputs);
  // A RegisteredModel of the same program takes the files of its version from disk.
  if (result.plan !== undefined) rememberPlan(result.plan);
  return result;
}

async function planned(inputs: LoggedAgentInputs): Promise<PlanResult> {
  const result = await planPackage(agentSource(inputs), process.cwd(), useSinks);
  const params = tagEntries(inputs.params ?? {});
  if (result.plan === undefined || (inputs.modelType === undefined && params.length === 0)) return result;
  const whole = JSON.stringify([result.plan.digest, inputs.modelType ?? "", params]);
  return { ...result, plan: { ...result.plan, digest: createHash("sha256").update(whole).digest("hex") } };
}

/**
 * As {@link planAgent}, and the MLflow release that the agent is written for: what the program says, else what its
 * requirements pin, else what suits the server.
 *
 * @param server release of a plain MLflow server, if it is one; the files are read before it is known
 */
export async function planForServer(
  inputs: LoggedAgentInputs,
  server: Promise<string | undefined>,
): Promise<PlanResult & { release: string }> {
  const likely = inputs.mlflowVersion ?? defaultMlflowVersion;
  const [first, told] = await Promise.all([planAgent({ ...inputs, mlflowVersion: likely }), server]);
  const release = inputs.mlflowVersion ?? releaseFor(told);
  const result = release === likely ? first : await planAgent({ ...inputs, mlflowVersion: release });
  const pinned = inputs.mlflowVersion === undefined ? pinnedRelease(result.plan?.requirements ?? []) : undefined;
  if (pinned === undefined || pinned === release) return { ...result, release };
  return { ...(await planAgent({ ...inputs, mlflowVersion: pinned })), release: pinned };
}
