import type { Problem } from "../../errors.js";
import type { AgentSource } from "../types.js";
import type { Boundary } from "../walk/boundary.js";
import { contradictions } from "./contradictions.js";
import { hashProblems } from "./hashes.js";
import { mergeRequirements } from "./merge.js";
import { namesMlflow } from "./mlflow.js";
import { readRequirements } from "./read.js";

/** The requirements of a package. */
export interface FinalRequirements {
  /** Lines of requirements.txt. */
  requirements: string[];
  /** Lines of constraints.txt. */
  constraints: string[];
  /** Files that were read: the user's name and digest. */
  files: { name: string; sha256: string }[];
  problems: Problem[];
}

/**
 * The pip requirements and constraints of a package: what the user declared, MLflow first where nothing names it.
 *
 * @param source what the user declared
 * @param base folder that lines given directly resolve `-r` and `-c` against
 * @param boundary what may be read
 */
export async function finalRequirements(
  source: AgentSource,
  base: string,
  boundary: Boundary,
): Promise<FinalRequirements> {
  const final: FinalRequirements = { requirements: [], constraints: [], files: [], problems: [] };
  const read = async (value: string[] | string | undefined, argument: string, constraints: boolean) => {
    if (value === undefined) return;
    const result = await readRequirements({ value, argument, constraints, base }, boundary);
    final.requirements.push(...result.requirements);
    final.constraints.push(...result.constraints);
    final.problems.push(...result.problems);
    for (const [absolute, file] of result.files)
      final.files.push({ name: boundary.name(absolute), sha256: file.sha256 });
  };
  await read(source.requirements, "requirements", false);
  if (source.requirements === undefined) await read(source.extraRequirements, "extraRequirements", false);
  else if (source.extraRequirements !== undefined) final.problems.push(bothGiven);
  await read(source.constraints, "constraints", true);
  const argument = source.requirements === undefined ? "extraRequirements" : "requirements";
  const hashed = hashProblems(final.requirements, argument, source.mlflowVersion);
  final.problems.push(...hashed);
  if (!namesMlflow(final.requirements)) final.requirements.unshift(`mlflow==${source.mlflowVersion}`);
  final.requirements = mergeRequirements(final.requirements);
  // Beside hashes, the line that was added for mlflow is the fault that was told.
  if (hashed.length === 0) final.problems.push(...contradictions(final.requirements, final.constraints, argument));
  if (final.constraints.length > 0) final.requirements.push("-c constraints.txt");
  return final;
}

const bothGiven: Problem = {
  code: "invalidArgument",
  path: "extraRequirements",
  message:
    "`requirements` and `extraRequirements` exclude each other: the first replaces the default, the second adds to it.",
};
