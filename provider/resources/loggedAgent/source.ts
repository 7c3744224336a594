import { type AgentSource, type PlanResult, planPackage } from "../../modelPackage/index.js";
import { policyDocument, resourceDocument } from "../../policy/document.js";
import type { LoggedAgentInputs } from "./schema.js";

/** The MLflow release whose format is written when the program names none. */
export const defaultMlflowVersion = "3.17.2";

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
    signature: signature === undefined ? undefined : { ...signature, outputs: signature.outputs },
    metadata: metadata as AgentSource["metadata"],
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
 */
export function planAgent(inputs: LoggedAgentInputs): Promise<PlanResult> {
  return planPackage(agentSource(inputs), process.cwd());
}
