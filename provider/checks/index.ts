/** What would make an agent fail where it is served, found by reading it. */
export { developmentConfig, missingCodePaths } from "./discover.js";
export { type CheckOptions, checkAgent, orderFindings } from "./engine.js";
export { findingProblem } from "./problems.js";
export { allRules } from "./rules/index.js";
export type { Finding, Rule, Severity } from "./types.js";
