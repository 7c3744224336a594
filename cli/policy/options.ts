import { parseArgs } from "node:util";
import { UsageError } from "../usage.js";

/** What the command line asks for. */
export interface PolicyOptions {
  /** Agent files and folders. */
  paths: string[];
  format: "typescript" | "json" | "yaml";
  /** YAML file with the model configuration; undefined: looked for. */
  modelConfig: string | undefined;
  /** Files and folders that are packaged; undefined: looked for. */
  codePaths: string[] | undefined;
  /** Variables that the agent's endpoint sets. */
  environment: Record<string, string>;
}

/**
 * Reads the command line.
 *
 * @throws UsageError
 */
export function parsePolicyOptions(args: readonly string[]): PolicyOptions | "help" {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      yaml: { type: "boolean" },
      "model-config": { type: "string" },
      "code-path": { type: "string", multiple: true },
      set: { type: "string", multiple: true },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) return "help";
  if (values.json === true && values.yaml === true) throw new UsageError("--json and --yaml exclude each other.");
  return {
    paths: positionals.length > 0 ? positionals : ["."],
    format: values.json === true ? "json" : values.yaml === true ? "yaml" : "typescript",
    modelConfig: values["model-config"],
    codePaths: values["code-path"],
    environment: Object.fromEntries((values.set ?? []).map(variable)),
  };
}

function variable(text: string): [string, string] {
  const at = text.indexOf("=");
  if (!/^[A-Za-z_]\w*=/.test(text))
    throw new UsageError("--set: NAME=VALUE of an environment variable of the endpoint.");
  return [text.slice(0, at), text.slice(at + 1)];
}

/** The text of `--help`. */
export const policyHelp = `Usage: mlflow-agents policy [PATH ...] [options]

Prints the AuthPolicy that an agent's code needs, found by reading it: TypeScript to paste into a Pulumi program. What
reading alone cannot tell is a comment. Reads only: no Python, no Pulumi, no network.

PATH is an agent's file, a folder in which the files are looked for that call set_model or hand functions to MLflow's
agent server, or the folder of a Pulumi program. Default: the current folder.

Options:
      --json                 as JSON, with the places of all uses
      --yaml                 as YAML
      --model-config FILE    model configuration (YAML). Default: what the program says, else the agent's development_config file
      --code-path PATH       file or folder that is packaged; may be repeated. Default: what the program says, else what lies
                             beside the agent and is imported
      --set NAME=VALUE       environment variable that the agent's endpoint sets; may be repeated

Ends with 0 where all of the code was read, with 1 where an agent cannot be read, with 2 for a wrong command line, a path that
cannot be read, or a folder without an agent, and with 3 where some of the code was not read: the output says first what, and
the list is not complete then.`;
