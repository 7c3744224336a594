import type { Problem } from "../../errors.js";
import { namesMlflow } from "./mlflow.js";
import { parseRequirement } from "./pep508.js";

const hash = /\s--hash[=\s]/;
/** Lines that are settings of pip's, and no requirement. */
const setting = /^-(?!e\b|-editable\b)/;

/** Whether pip checks hashes: as soon as one requirement has one, each has to. */
export function isHashed(lines: readonly string[]): boolean {
  return lines.some((line) => hash.test(line) || /^--require-hashes\b/.test(line));
}

/**
 * What is wrong with requirements that have hashes: pip installs them only where each line has one, so neither a line
 * without nor the one that MLflow would add for itself can be among them.
 *
 * @param lines what the user declared
 * @param argument that declared it
 * @param mlflowVersion the release that would be added
 */
export function hashProblems(lines: readonly string[], argument: string, mlflowVersion: string): Problem[] {
  if (!isHashed(lines)) return [];
  const problems: Problem[] = [];
  const add = (message: string) => problems.push({ code: "invalidArgument", path: argument, message });
  const without = lines.filter((line) => !setting.test(line) && !hash.test(line));
  if (without.length > 0) {
    const shown = without.slice(0, mostShown).map(label).join(", ");
    const more = without.length > mostShown ? ` and ${without.length - mostShown} more` : "";
    add(
      `pip installs requirements with hashes only where each line has one, and these have none: ${shown}${more}. Export ` +
        "them all with hashes (uv export, pip-compile --generate-hashes), or none.",
    );
  }
  if (!namesMlflow(lines)) {
    add(
      "the requirements have hashes, and none of them is mlflow, which a served agent needs. A line without a hash cannot " +
        `be added to them: add mlflow==${mlflowVersion} to what they are exported from, and export them again.`,
    );
  }
  return problems;
}

const mostShown = 3;

/** A line by its name: an address may hold credentials. */
function label(line: string): string {
  if (line.startsWith("-")) return "an editable install";
  return parseRequirement(line)?.name ?? "a file or an address";
}
