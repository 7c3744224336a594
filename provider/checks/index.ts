/** What would make an agent fail where it is served, found by reading it. */
export { type AfterAllowing, type Allowed, allowedCodes, applyAllowed, unknownCode } from "./allow.js";
export { developmentConfig, missingCodePaths } from "./discover.js";
export { type CheckOptions, checkAgent, orderFindings } from "./engine.js";
export { notRead } from "./notRead.js";
export { findingProblem } from "./problems.js";
export { allRules } from "./rules/index.js";
export { type CheckedArgument, type Finding, type PolicyCode, policyCodes, type Rule, type Severity } from "./types.js";
