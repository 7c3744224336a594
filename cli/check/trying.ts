import type { Finding } from "../../provider/checks/index.js";
import type { ValidationFailed, ValidationMode } from "../../provider/validation/index.js";
import type { Checked } from "./sources.js";

/** What came of trying an agent. */
export interface Tried {
  findings: Finding[];
  /** Where in its code it was, and what it printed; empty for an agent that passed. */
  details: string;
}

/**
 * Tries an agent with real MLflow, as `validate` of a LoggedAgent does (`--load`, `--predict`). A Pulumi program is read
 * and not run, so an agent whose configuration only the program knows is tried with what is known of it.
 *
 * @param checked an agent in which no rule found an error
 * @param environmentVariables names of the variables that it reads
 * @param progress told what is being done
 */
export async function tryAgent(
  { file, plan: { plan, problems } }: Checked,
  mode: ValidationMode,
  environmentVariables: readonly string[],
  progress: (message: string) => void,
): Promise<Tried> {
  if (plan === undefined) {
    const [first = "it cannot be packaged."] = problems.map(({ message }) => message.split("\n")[0] ?? "");
    return { findings: [finding("error", file, `the agent cannot be tried: ${first}`, "")], details: "" };
  }
  const { validateAgent, validationProblem } = await import("../../provider/validation/index.js");
  const result = await validateAgent({ plan, mode, environmentVariables }, { progress });
  const warnings = result.warnings.map((warning) => finding("warning", file, warning, ""));
  if (result.ok) return { findings: warnings, details: "" };
  const [summary = "", ...details] = validationProblem(result).message.split("\n");
  const failed = { ...finding("error", file, summary, result.hint ?? ""), ...placeOf(result, file) };
  return { findings: [failed, ...warnings], details: details.join("\n") };
}

function finding(severity: "error" | "warning", file: string, summary: string, help: string): Finding {
  return {
    code: "validate",
    severity,
    file,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    source: "",
    message: summary,
    summary,
    help,
    argument: "code",
    fatal: true,
    excerpt: "",
  };
}

/** The agent's innermost line, as a whole: Python tells no columns before 3.11. */
function placeOf({ frames }: ValidationFailed, file: string): Partial<Finding> {
  const frame = frames.at(-1);
  if (frame === undefined) return { file };
  const { line, text } = frame;
  return { file: frame.file, line, endLine: line, endColumn: text.length + 1, source: text };
}
