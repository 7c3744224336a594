import type { Problem } from "../errors.js";
import { normalisedName, parseRequirement } from "./requirements/pep508.js";
import type { AgentSource } from "./types.js";

/**
 * Arguments that `mlflow.langchain.log_model` does not have: a model with them would be one that MLflow never wrote.
 *
 * @param source what the user declared, of an agent that is LangChain
 */
export function langchainProblems(source: AgentSource): Problem[] {
  const problems: Problem[] = [];
  const add = (path: string, message: string) => problems.push({ code: "invalidArgument", path, message });
  if (Object.keys(source.artifacts).length > 0) {
    add(
      "artifacts",
      "MLflow hands no artifacts to a LangChain agent. Put the files into a folder of `codePaths` and read them there, " +
        "or wrap the agent in a mlflow.pyfunc.ResponsesAgent.",
    );
  }
  if (source.authPolicy !== undefined) {
    add(
      "authPolicy",
      "MLflow's langchain flavor takes no authentication policy. Declare `resources`, or wrap the agent in a " +
        "mlflow.pyfunc.ResponsesAgent.",
    );
  }
  return problems;
}

/**
 * The release of langchain that the requirements or constraints pin exactly. MLflow writes the installed one, and
 * nothing is installed here; no reader needs it, so it is left out where nothing pins it.
 */
export function pinnedLangchain(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    const requirement = parseRequirement(line);
    if (requirement === undefined || normalisedName(requirement.name) !== "langchain") continue;
    const pin = requirement.specifiers.find((specifier) => /^==[^=*]+$/.test(specifier));
    if (pin !== undefined) return pin.slice(2);
  }
  return undefined;
}

/** A warning where no requirement looks as if it brought LangChain. */
export function missingLangchain(requirements: readonly string[]): Problem[] {
  const brings = requirements.some((line) => {
    const requirement = parseRequirement(line);
    return requirement === undefined
      ? !line.startsWith("-")
      : /lang(?:chain|graph)/.test(normalisedName(requirement.name));
  });
  if (brings) return [];
  const message =
    "no requirement names langchain or langgraph, without which a LangChain agent cannot be loaded where it is served. " +
    'Add what the agent imports, for example "langchain==1.2.0", to `requirements` or `extraRequirements`.';
  return [{ code: "invalidArgument", path: "requirements", message }];
}
