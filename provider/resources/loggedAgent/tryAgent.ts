import type { Problem } from "../../errors.js";
import type { PackagePlan } from "../../modelPackage/index.js";
import type { Context } from "../../resource.js";
import type { LoggedAgentInputs } from "./schema.js";

/** How an agent is tried: `load` is part of `predict`, and both come after reading it. */
const modes = ["static", "load", "predict"] as const;

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
  const passed = recorded.digest === plan.digest ? modes.indexOf(modeOf(recorded.validate)) : 0;
  if (passed >= modes.indexOf(mode)) return [];
  const { validateAgent, validationProblem } = await import("../../validation/index.js");
  const timeoutSeconds = typeof inputs.validate === "object" ? inputs.validate.timeoutSeconds : undefined;
  const result = await validateAgent(
    { plan, mode, timeoutSeconds, environmentVariables: inputs.environmentVariables },
    { signal: context.signal, progress: context.progress },
  );
  for (const warning of result.warnings) context.warn(`validate: ${warning}`);
  return result.ok ? [] : [validationProblem(result)];
}

function modeOf(validate: unknown): (typeof modes)[number] {
  const named = typeof validate === "object" && validate !== null && "mode" in validate ? validate.mode : validate;
  return modes.find((mode) => mode === named) ?? "static";
}
