import { parseArgs } from "node:util";
import { resolveDataFolder, type WorkspacePaths, workspacePaths } from "../../workspace/paths.js";
import { UsageError } from "../usage.js";

const help = `Usage: mlflow-agents workspace <command> [options]

Commands:
  start    start the workspace in the background; does nothing when it runs
           --port <n>         port (default: the last one, else a free one)
           --token <text>     bearer token (default: one made once and kept; also $MLFLOW_AGENTS_WORKSPACE_TOKEN)
           --chat-url <url>   OpenAI-compatible server that answers for the chat endpoints
           --eventual-reads <n>  answer the first n reads of a new model, version or endpoint 404 (default: 0)
           --foreground       stay in the foreground until Ctrl-C
  stop     end it and every process behind it
  open     print a link that opens the workspace's page, and open it
  status   tell whether it runs, where, and what it serves   --json
  seed     make an example in it: an agent, its versions, an endpoint, questions with traces; once
  env      print the variables that other clients need, for a shell
           --json, --dotenv   as JSON, as lines of a .env file
           --user <name>      as another user of the fixtures (default: the owner)
  logs     print its log                                     --lines <n>
  reset    remove everything it keeps                        --yes

Options:
  --data <folder>   data folder (default: $MLFLOW_AGENTS_HOME, else the nearest .mlflow-agents, else one here)`;

/** Options of all subcommands. */
export interface WorkspaceArguments {
  data: string;
  paths: WorkspacePaths;
  port: number | undefined;
  token: string | undefined;
  chatUrl: string | undefined;
  /** Reads of a new thing that find nothing. Default: 0. */
  eventualReads: number | undefined;
  foreground: boolean;
  json: boolean;
  dotenv: boolean;
  lines: number;
  yes: boolean;
  /** Whose token `env` prints. Default: the owner's. */
  user: string | undefined;
}

type Subcommand = (options: WorkspaceArguments) => Promise<number>;

const subcommands: Readonly<Record<string, () => Promise<Subcommand>>> = {
  start: async () => (await import("./start.js")).start,
  open: async () => (await import("./open.js")).open,
  stop: async () => (await import("./stop.js")).stop,
  status: async () => (await import("./status.js")).status,
  seed: async () => (await import("./seed.js")).seed,
  env: async () => (await import("./env.js")).env,
  logs: async () => (await import("./logs.js")).logs,
  reset: async () => (await import("./reset.js")).reset,
};

/**
 * `mlflow-agents workspace …`.
 *
 * @param args what follows `workspace`
 * @returns exit code
 */
export async function workspaceCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      data: { type: "string" },
      port: { type: "string" },
      token: { type: "string" },
      "chat-url": { type: "string" },
      "eventual-reads": { type: "string" },
      foreground: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      dotenv: { type: "boolean", default: false },
      lines: { type: "string", default: "100" },
      yes: { type: "boolean", default: false },
      user: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [name, ...others] = positionals;
  if (values.help || name === undefined) {
    console.log(help);
    return values.help ? 0 : 2;
  }
  const subcommand = subcommands[name];
  if (subcommand === undefined || others.length > 0) {
    throw new UsageError(`Unknown command "workspace ${positionals.join(" ")}". See mlflow-agents workspace --help.`);
  }
  const data = resolveDataFolder(values.data);
  const token = values.token ?? process.env.MLFLOW_AGENTS_WORKSPACE_TOKEN;
  return (await subcommand())({
    data,
    paths: workspacePaths(data),
    port: values.port === undefined ? undefined : wholeNumber("--port", values.port, 65_535),
    token: token === "" ? undefined : token,
    chatUrl: values["chat-url"],
    eventualReads:
      values["eventual-reads"] === undefined
        ? undefined
        : wholeNumber("--eventual-reads", values["eventual-reads"], 1_000),
    foreground: values.foreground,
    json: values.json,
    dotenv: values.dotenv,
    lines: wholeNumber("--lines", values.lines, 1_000_000),
    yes: values.yes,
    user: values.user,
  });
}

function wholeNumber(option: string, text: string, highest: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > highest) {
    throw new UsageError(`${option} must be a whole number from 1 to ${highest}, not "${text}".`);
  }
  return value;
}
