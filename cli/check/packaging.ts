import type { Finding } from "../../provider/checks/index.js";
import type { Checked } from "./sources.js";

// What the command line or a program tells; the others are not known here, so nothing is missing by that.
const known = new Set(["code", "codePaths", "requirements", "modelConfig"]);

/**
 * What keeps an agent from being packaged beside what its code shows: a file that is not there, requirements that cannot
 * be read, a link that leaves the folder. Their code is `package`.
 */
export function packagingFindings(
  { file, plan }: Checked,
  { only, without }: { only?: readonly string[]; without: readonly string[] },
): Finding[] {
  if (without.includes("package") || only?.includes("package") === false) return [];
  const findings: Finding[] = [];
  for (const { path, message } of plan.problems) {
    const argument = path.split(/[.[]/)[0] ?? "";
    // What keeps the file from being an agent has rules of its own.
    const told = plan.reading?.faults.some((fault) => message.includes(fault.message)) === true;
    if (!known.has(argument) || told) continue;
    const [first = ""] = message.split("\n");
    findings.push({
      code: "package",
      severity: "error",
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
      fatal: true,
      excerpt: "",
    });
  }
  return findings;
}
