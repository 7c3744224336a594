import { parseArgs } from "node:util";
import { UsageError } from "../usage.js";

/** What the command line asks for. */
export interface Options {
  /** Agent files and folders. */
  paths: string[];
  json: boolean;
  warningsAsErrors: boolean;
  /** Codes to look at; undefined: all. */
  only: string[] | undefined;
  /** Codes to leave out. */
  without: string[];
  /** File with pip requirements; undefined: looked for. */
  requirements: string | undefined;
  /** YAML file with the model configuration; undefined: looked for. */
  modelConfig: string | undefined;
  /** Files and folders that are packaged; undefined: looked for. */
  codePaths: string[] | undefined;
  /** Full Python release; undefined: the default of a LoggedAgent. */
  pythonVersion: string | undefined;
  /** How far an agent is tried with real MLflow; undefined: not at all. */
  attempt: "load" | "predict" | undefined;
  /** Names of the variables that a tried agent is given. */
  environmentVariables: string[];
  /** Print the rules and nothing else. */
  list: boolean;
  /** Say nothing of what was found beside the agents. */
  quiet: boolean;
}

/** What is read where another command, or a test, asks for agents to be read: nothing but what it names itself. */
export const noOptions: Options = {
  paths: [],
  json: false,
  warningsAsErrors: false,
  only: undefined,
  without: [],
  requirements: undefined,
  modelConfig: undefined,
  codePaths: undefined,
  pythonVersion: undefined,
  attempt: undefined,
  environmentVariables: [],
  list: false,
  quiet: true,
};

/**
 * Reads the command line.
 *
 * @param codes the codes of the rules
 * @throws UsageError
 */
export function parseOptions(args: readonly string[], codes: readonly string[]): Options | "help" {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      "warnings-as-errors": { type: "boolean" },
      rule: { type: "string", multiple: true },
      ignore: { type: "string", multiple: true },
      requirements: { type: "string", short: "r" },
      "model-config": { type: "string" },
      "code-path": { type: "string", multiple: true },
      "python-version": { type: "string" },
      load: { type: "boolean" },
      predict: { type: "boolean" },
      env: { type: "string", multiple: true },
      list: { type: "boolean" },
      quiet: { type: "boolean", short: "q" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) return "help";
  for (const code of [...(values.rule ?? []), ...(values.ignore ?? [])]) {
    if (!codes.includes(code))
      throw new UsageError(`There is no rule "${code}". mlflow-agents check --list names them.`);
  }
  const pythonVersion = values["python-version"];
  if (pythonVersion !== undefined && !/^3\.\d{1,2}\.\d{1,2}$/.test(pythonVersion))
    throw new UsageError(`--python-version: a full release such as 3.11.7, not "${pythonVersion}".`);
  return {
    paths: positionals.length > 0 ? positionals : ["."],
    json: values.json === true,
    warningsAsErrors: values["warnings-as-errors"] === true,
    only: values.rule,
    without: values.ignore ?? [],
    requirements: values.requirements,
    modelConfig: values["model-config"],
    codePaths: values["code-path"],
    pythonVersion,
    attempt: values.predict === true ? "predict" : values.load === true ? "load" : undefined,
    environmentVariables: values.env ?? [],
    list: values.list === true,
    quiet: values.quiet === true,
  };
}

/** The text of `--help`. */
export const helpText = `Usage: mlflow-agents check [PATH ...] [options]

Finds what would make an agent fail where it is served: no set_model, a configuration that is not given, an import that
no requirement brings, a file that stays behind, a client of the calling user that is built too early … Reads only: no
Python, no Pulumi, no network, but for --load and --predict, which run the agent's code.

PATH is an agent's file, a folder in which the files are looked for that call set_model or hand functions to MLflow's
agent server, or the folder of a Pulumi program. Default: the current folder.

Options:
      --json                 findings as JSON
      --warnings-as-errors   end with 1 for warnings too
      --rule CODE            look at this rule only; may be repeated
      --ignore CODE          leave this rule out; may be repeated
  -r, --requirements FILE    pip requirements. Default: what the program says, else requirements.txt or pyproject.toml beside
                             the agent or above
      --model-config FILE    model configuration (YAML). Default: what the program says, else the agent's development_config file
      --code-path PATH       file or folder that is packaged; may be repeated. Default: what the program says, else what lies
                             beside the agent and is imported
      --python-version X.Y.Z Python of the serving environment
      --load                 also have real MLflow load each agent without errors, in an environment that uv makes
      --predict              also have it ask the agent its example
      --env NAME             variable that such an agent is given; may be repeated
      --list                 print the rules
  -q, --quiet                print findings only, not what was found beside the agents

# mlflow-agents: ignore[code] in a line leaves its finding out.
Ends with 0 where nothing is wrong (warnings may be printed), with 1 for errors, with 2 for a wrong command line, a path that
cannot be read, or a folder without an agent.`;
