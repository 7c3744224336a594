import type { Finding } from "../../provider/checks/index.js";
import type { Checked } from "./sources.js";

// What the command line or a program tells; the others are not known here, so nothing is missing by that.
const known = new Set(["code", "codePaths", "requirements", "extraRequirements", "modelConfig"]);

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
