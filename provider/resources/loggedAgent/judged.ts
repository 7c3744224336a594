import {
  type Allowed,
  applyAllowed,
  type CheckOptions,
  checkAgent,
  type Finding,
  findingProblem,
  policyCodes,
} from "../../checks/index.js";
import type { Problem } from "../../errors.js";
import type { PlanResult } from "../../modelPackage/index.js";
import type { Context } from "../../resource.js";
import type { LoggedAgentInputs } from "./schema.js";

/** What is known of an agent's arguments beside what was read. */
export interface Judgement extends Pick<CheckOptions, "policy" | "configKnown"> {
  /** Arguments that are not known yet, or at fault: nothing is missing or wrong there by what was read. */
  unsettled: ReadonlySet<string>;
}

/**
 * What reading the agent found, with what keeps it from being packaged (`validate: "static"`). What only has to be said is
 * said.
 *
 * @param planned from `planForServer`
 * @param inputs with `warningsAsErrors`, the plan's own warnings are problems as well
 * @returns what stops the update
 */
export function judged(
  context: Context,
  { reading, problems, warnings }: PlanResult,
  inputs: { warningsAsErrors: boolean | undefined; allow: LoggedAgentInputs["allow"] | undefined },
  { unsettled, ...options }: Judgement,
): Problem[] {
  const isSettled = ({ path }: Problem) => !unsettled.has(path.split(/[.[]/)[0] ?? "");
  // Those that nothing switches off are among the plan's problems.
  const found = reading === undefined ? [] : checkAgent(reading, options).filter(({ fatal }) => !fatal);
  const counted = found.filter((finding) => isKnown(finding, unsettled));
  const allow: readonly Allowed[] = inputs.allow ?? [];
  const { findings, allowed, unused } = applyAllowed(counted, allow);
  for (const { finding, reason } of allowed) context.note(allowedText(finding, reason));
  // What could not be looked at yet, or was not read, may still be found.
  if (reading !== undefined && reading.unread.length === 0 && unsettled.size === 0)
    for (const one of unused) context.warn(unusedText(one));
  const of = (severity: Finding["severity"]) => findings.filter((one) => one.severity === severity).map(findingProblem);
  for (const hint of of("hint").slice(0, mostHints)) context.note(said(hint));
  const more = of("hint").length - mostHints;
  if (more > 0) context.note(`and ${more} more hints: mlflow-agents check lists them.`);
  const errors = [...problems.filter(isSettled), ...of("error")];
  const rest = [...warnings.filter(isSettled), ...of("warning")];
  if (inputs.warningsAsErrors === true) return [...errors, ...rest];
  for (const warning of rest) context.warn(said(warning));
  return errors;
}

/** More than a reader of a preview takes in. */
const mostHints = 10;

function said({ path, message }: Problem): string {
  return `${path === "" ? "" : `${path}: `}${message}`;
}

/** The comparison with the policy knows by itself what is not known yet; what was not read may use what is declared. */
function isKnown({ code, argument }: Finding, unsettled: ReadonlySet<string>): boolean {
  if (code === "unused-declaration") return !["code", "codePaths", "modelConfig"].some((name) => unsettled.has(name));
  return (policyCodes as readonly string[]).includes(code) || !unsettled.has(argument);
}

function allowedText({ code, file, line, resource, summary }: Finding, reason: string): string {
  const about = resource === undefined ? "" : ` of ${resource}`;
  return `allow: ${file}:${line}: ${code}${about} is allowed, because: ${reason} (${summary})`;
}

function unusedText({ finding, resource }: Allowed): string {
  const about = resource === undefined ? "" : ` of ${resource}`;
  return `allow: ${finding}${about} is not found, so that allowing it does nothing. Take it out.`;
}
