import { parseArgs } from "node:util";
import { UsageError } from "../usage.js";

export const help = `Usage: mlflow-agents ask <endpoint> "<question>" [options]

Asks an endpoint once, in the interface or signature that its agent has, and prints the answer as it comes; the tools that it
calls, and its trace, go to standard error. A question that is a JSON object is the body itself: for an interface of your own.
Its trace is asked for with it, and columns of a signature, such as {"query": "…"}, go under "inputs".

Options:
  --version <n>      ask this served version, whatever its share of the traffic
  --as <user>        ask as this user of the local workspace
  --json             the whole answer as JSON, with its trace's id
  --no-stream        wait for the whole answer
  --host <address>   workspace to ask: https://…, or local (default: as DATABRICKS_HOST or a profile says; else the local
                     workspace of this folder)
  --profile <name>   profile of ~/.databrickscfg`;

/** What to ask, and where. */
export interface AskOptions {
  endpoint: string;
  question: string;
  /** Served version. Default: as the traffic goes. */
  version: string | undefined;
  /** User of the local workspace. Default: the owner. */
  user: string | undefined;
  json: boolean;
  stream: boolean;
  host: string | undefined;
  profile: string | undefined;
}

/**
 * Reads the command line.
 *
 * @param args what follows `ask`
 * @returns undefined where help is asked for
 */
export function parseAsk(args: string[]): AskOptions | undefined {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      version: { type: "string" },
      as: { type: "string" },
      json: { type: "boolean", default: false },
      "no-stream": { type: "boolean", default: false },
      host: { type: "string" },
      profile: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  const [endpoint, ...words] = positionals;
  if (endpoint === undefined || endpoint.trim() === "")
    throw new UsageError('Which endpoint, and what? mlflow-agents ask my-agent-dev "What can you do?"');
  // A question whose quotes were forgotten comes in words.
  const question = words.join(" ").trim();
  if (question === "") throw new UsageError(`What is ${endpoint} to be asked? mlflow-agents ask ${endpoint} "…"`);
  if (values.version !== undefined && !/^[1-9]\d*$/.test(values.version))
    throw new UsageError(`--version is the number of a served version, such as 2, not "${values.version}".`);
  const { version, as: user, json, host, profile } = values;
  return { endpoint, question, version, user, json, stream: !values["no-stream"] && !json, host, profile };
}
