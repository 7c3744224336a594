/** An MLflow model directory from agent code, without Python. */
export { type AgentInterface, agentInterfaces } from "../agentCode/interface.js";
export type { PackageReading, ReadFault } from "../agentCode/reading.js";
export { packageFiles } from "./packageFiles.js";
export { planPackage } from "./plan.js";
export type { ModelFile } from "./readModelFile.js";
export { testedReleases } from "./releases.js";
export type {
  AgentSource,
  AuthPolicyDocument,
  Json,
  PackageFile,
  PackagePlan,
  PackageStamp,
  PlanResult,
  ResourceDocument,
  ResourceEntry,
  SignatureSource,
} from "./types.js";
