import type { Problem } from "../errors.js";
import { holdsHalfPair } from "./halfPair.js";
import { recordedProblems } from "./recorded.js";
import { formatOf, testedReleases, versionNumbers } from "./releases.js";
import { quoteForMessage } from "./text.js";
import type { AgentSource } from "./types.js";

/** The Python release of the serving environment where the user names none: fixed, so that machines agree. */
export const defaultPythonVersion = "3.11.11";

/** What is wrong with arguments that need no file to be read. */
export function checkArguments(source: AgentSource): Problem[] {
  const problems: Problem[] = [];
  const add = (path: string, message: string) => problems.push({ code: "invalidArgument", path, message });
  if (source.resources !== undefined && source.authPolicy !== undefined) {
    add("authPolicy", "`resources` and `authPolicy` exclude each other. Put the resources into the policy.");
  }
  const { pythonVersion, mlflowVersion } = source;
  if (pythonVersion !== undefined && !/^3\.\d{1,3}\.\d{1,3}$/.test(pythonVersion)) {
    add(
      "pythonVersion",
      `${quoteForMessage(pythonVersion)} is not a full Python release such as ${defaultPythonVersion}.`,
    );
  }
  const format = formatOf(mlflowVersion);
  if (versionNumbers(mlflowVersion) === undefined) {
    add(
      "mlflowVersion",
      `${quoteForMessage(mlflowVersion)} is not a release of MLflow such as ${testedReleases.at(-1)}.`,
    );
  } else if (format === undefined) {
    add(
      "mlflowVersion",
      `MLflow ${mlflowVersion} is older than ${testedReleases[0]}, the oldest whose format is known.`,
    );
  }
  for (const [path, value] of Object.entries(source)) {
    if (holdsHalfPair(value))
      add(path, "it holds half of a surrogate pair (\\ud800 to \\udfff), which no file can hold.");
  }
  return [...problems, ...recordedProblems(source)];
}
