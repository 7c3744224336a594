import type { Finding } from "../../provider/checks/index.js";
import type { Checked } from "./sources.js";

// What the command line or a program tells; the others are not known here, so nothing is missing by that.
const known = new Set(["code", "codePaths", "requirements", "extraRequirements", "modelConfig"]);

/** That a file which nothing points to is taken for no agent: a hint, because somebody may have meant it to be one. */
export function noAgentFindings(
  { file, plan }: Checked,
  { only, without }: { only?: readonly string[] | undefined; without: readonly string[] },
): Finding[] {
  const fault = plan.reading?.faults[0];
  if (fault === undefined || without.includes(fault.code) || only?.includes(fault.code) === false) return [];
  const summary = "this file speaks of set_model and does not call it when it is loaded, so it is taken for no agent.";
  const help = "If it is one, end it with mlflow.models.set_model(agent).";
  const place = { line: 1, column: 1, endLine: 1, endColumn: 1, source: "", excerpt: "" };
  const text = { message: `${summary} ${help}`, summary, help };
  return [{ code: fault.code, severity: "hint", file, ...place, ...text, argument: "code", fatal: false }];
}

/**
 * What keeps an agent from being packaged beside what its code shows: a file that is not there, requirements that cannot
 * be read, a link that leaves the folder; and, as warnings, what goes into the package and is probably not meant:
 * credentials, for example. Their code is `package`.
 */
export function packagingFindings(
  { file, plan }: Checked,
  { only, without }: { only?: readonly string[]; without: readonly string[] },
): Finding[] {
  if (without.includes("package") || only?.includes("package") === false) return [];
  const findings: Finding[] = [];
  const all = [
    ...plan.problems.map((problem) => ({ ...problem, severity: "error" as const })),
    ...plan.warnings.map((problem) => ({ ...problem, severity: "warning" as const })),
  ];
  for (const { path, message, severity } of all) {
    const argument = path.split(/[.[]/)[0] ?? "";
    // What keeps the file from being an agent has rules of its own.
    const told = plan.reading?.faults.some((fault) => message.includes(fault.message)) === true;
    if (!known.has(argument) || told) continue;
    const [first = ""] = message.split("\n");
    findings.push({
      code: "package",
      severity,
      file,
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 1,
      source: "",
      message: first,
      summary: first,
      help: "",
      argument: "code",
      fatal: severity === "error",
      excerpt: "",
    });
  }
  return findings;
}
