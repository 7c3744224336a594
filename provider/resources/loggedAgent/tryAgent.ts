import { isAgentsError, type Problem } from "../../errors.js";
import type { PackagePlan } from "../../modelPackage/index.js";
import type { Context } from "../../resource.js";
import type { LoggedAgentInputs } from "./schema.js";

/** How an agent is tried: each includes those before it. */
const modes = ["static", "install", "load", "predict"] as const;

/**
 * Tries the agent as `validate` asks for, unless exactly this agent passed before: in the run that is recorded in the
 * state, on whatever machine that was, or on this machine.
 *
 * @param inputs the arguments, none of them at fault
 * @param plan the whole package
 * @param recorded inputs of the run before
 * @returns what is wrong; empty where nothing is or nothing was asked for
 * @throws AgentsError `cancelled`, `fileRefused`, `unsupported`
 */
export async function tryAgent(
  context: Context,
  inputs: Partial<LoggedAgentInputs>,
  plan: PackagePlan,
  recorded: Record<string, unknown>,
): Promise<Problem[]> {
  const mode = modeOf(inputs.validate);
  if (mode === "static") return [];
  const isLogged = recorded.digest === plan.digest;
  const before = isLogged ? modeOf(recorded.validate) : "static";
  // What is recorded was loaded; whether it can be installed may be what nobody could tell then.
  const asBefore = credentialsOf(recorded.validate) === credentialsOf(inputs.validate);
  if (asBefore && before !== "install" && modes.indexOf(before) >= modes.indexOf(mode)) return [];
  const { validateAgent, validationProblem } = await import("../../validation/index.js");
  const timeoutSeconds = typeof inputs.validate === "object" ? inputs.validate.timeoutSeconds : undefined;
  const result = await validateAgent(
    {
      plan,
      mode,
      timeoutSeconds,
      environmentVariables: inputs.environmentVariables,
      credentials: mode === "predict" ? await credentials(context, inputs) : undefined,
    },
    { signal: context.signal, progress: context.progress },
  );
  for (const warning of result.warnings) context.warn(`validate: ${warning}`);
  if (result.ok) {
    if (result.unchecked !== undefined)
      context.warn(`validate: whether the requirements can be installed could not be checked: ${result.unchecked}`);
    return [];
  }
  const problem = validationProblem(result);
  if (mode !== "install" || !isLogged) return [problem];
  // An index changes. What is logged and unchanged must not keep the rest of a program from its update.
  context.warn(`${problem.path}: ${problem.message}`);
  return [];
}

/** The mode that `validate` asks for; `static` where it is not given. */
export function modeOf(validate: unknown): (typeof modes)[number] {
  const named = typeof validate === "object" && validate !== null && "mode" in validate ? validate.mode : validate;
  return modes.find((mode) => mode === named) ?? "static";
}

/** Whose credentials `validate` asks for; undefined where it leaves that open. */
function credentialsOf(validate: unknown): unknown {
  return typeof validate === "object" && validate !== null && "credentials" in validate
    ? validate.credentials
    : undefined;
}

/**
 * What the agent is given to reach the workspace with. The local workspace's stand-ins cost nobody anything, so there it
 * needs no asking for; anywhere else its code would act as whoever deploys.
 */
async function credentials(
  context: Context,
  { validate, environmentVariables = [] }: Partial<LoggedAgentInputs>,
): Promise<Record<string, string> | undefined> {
  const asked = credentialsOf(validate);
  const { bringsItsOwn } = await import("../../validation/index.js");
  if (asked === "none" || bringsItsOwn(process.env, environmentVariables)) return undefined;
  const workspace = await context.workspace().catch((error: unknown) => {
    // That there is none to reach is said where it is needed; a preview without one goes on.
    if (asked !== "deployer" && isAgentsError(error) && error.code === "configuration") return undefined;
    throw error;
  });
  if (workspace === undefined || (asked !== "deployer" && !workspace.local)) return undefined;
  context.note(`validate: the agent answers its example with your own credentials at ${workspace.host}.`);
  return workspace.programVariables();
}
