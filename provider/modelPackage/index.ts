/** An MLflow model directory from agent code, without Python. */
export { packageFiles } from "./packageFiles.js";
export { planPackage } from "./plan.js";
export type { PackageReading, ReadFault } from "./reading.js";
export type { ModelFile } from "./readModelFile.js";
export { testedReleases } from "./releases.js";
export {
  type AgentInterface,
  type AgentSource,
  type AuthPolicyDocument,
  agentInterfaces,
  type Json,
  type PackageFile,
  type PackagePlan,
  type PackageStamp,
  type PlanResult,
  type ResourceDocument,
  type ResourceEntry,
  type SignatureSource,
} from "./types.js";
