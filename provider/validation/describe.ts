import type { Problem } from "../errors.js";
import type { ValidationFailed } from "./types.js";

const beginnings = {
  install: "the requirements cannot be installed",
  environment: "the agent's Python environment could not be made",
  load: "the agent does not load",
  predict: "the agent does not answer its example",
  stream: "the agent does not answer its example as a stream",
} as const;

/**
 * A failed validation as a user reads it: what happened, where in the agent's code, what to do, and what was printed.
 *
 * @param result what came of it
 */
export function validationProblem(result: ValidationFailed): Problem {
  const { stage, summary, frames, hint, output } = result;
  const lines = [`${beginnings[stage]}: ${summary}${/[.!?]$/.test(summary) ? "" : "."}`];
  for (const { file, line, function: name, text } of frames) {
    const where = name === "" || name === "<module>" ? "" : ` in ${name}`;
    lines.push(`  ${file}, line ${line}${where}: ${text}`);
  }
  if (hint !== undefined) lines.push(hint);
  if (output !== "") lines.push("The last lines of its output:", ...output.split("\n").map((line) => `  | ${line}`));
  return {
    code: stage === "environment" || stage === "install" ? "configuration" : "invalidAgent",
    path: "validate",
    message: lines.join("\n"),
  };
}
