/** Trying an agent with real MLflow before it is logged (`validate: "load" | "predict"`). The only room that runs Python. */
export { validationProblem } from "./describe.js";
export type {
  AgentFrame,
  PythonError,
  ValidationFailed,
  ValidationMode,
  ValidationPassed,
  ValidationRequest,
  ValidationResult,
  ValidationStage,
} from "./types.js";
export { defaultTimeoutSeconds, type ValidationOptions, validateAgent } from "./validateAgent.js";
export { bringsItsOwn } from "./variables.js";
