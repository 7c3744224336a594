import type { Problem } from "../errors.js";
import { compareText, quoteForMessage } from "./text.js";
import type { AgentSource } from "./types.js";

// What MLmodel only records, and nothing that loads the model needs: the prompts and environment variables it uses.

/** Name of the file that lists environment variables, which Databricks shows when the agent is served. */
export const variablesFile = "environment_variables.txt";

// The text above the list is MLflow's format, compared with real MLflow by the conformance tests.
const variablesHeader = [
  "# This file records environment variable names that are used during model inference.",
  "# They might need to be set when creating a serving endpoint from this model.",
  "# Note: it is not guaranteed that all environment variables listed here are required",
];

/** The environment variables in MLflow's order, each once; undefined where there are none. */
export function recordedVariables(source: AgentSource): string[] | undefined {
  const names = [...new Set(source.environmentVariables ?? [])].sort(compareText);
  return names.length === 0 ? undefined : names;
}

/** The text of environment_variables.txt. */
export function variablesText(names: readonly string[]): string {
  return [...variablesHeader, ...names, ""].join("\n");
}

/** What is wrong with prompts and environment variables. */
export function recordedProblems(source: AgentSource): Problem[] {
  const problems: Problem[] = [];
  (source.prompts ?? []).forEach((uri, index) => {
    if (isPromptUri(uri)) return;
    const message = `${quoteForMessage(uri)} is no address of a prompt such as prompts:/greeting/3 or prompts:/greeting@production.`;
    problems.push({ code: "invalidArgument", path: `prompts[${index}]`, message });
  });
  (source.environmentVariables ?? []).forEach((name, index) => {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return;
    // What stands after `=` may be a secret.
    const shown = quoteForMessage(name.replace(/=.*$/s, "=…"));
    const message = `${shown} is no name of an environment variable. Write names only: values belong to the endpoint.`;
    problems.push({ code: "invalidArgument", path: `environmentVariables[${index}]`, message });
  });
  return problems;
}

/** `prompts:/<name>/<version>` or `prompts:/<name>@<alias>`, as MLflow reads them. */
function isPromptUri(uri: string): boolean {
  return /^prompts:\/[^/@\s]+(?:\/[0-9]{1,9}|@[^/@\s]+)$/.test(uri) && !/\p{Cc}|\p{Surrogate}/u.test(uri);
}
