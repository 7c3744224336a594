import type { PulumiCli } from "../pulumiCli/find.js";
import type { NewOptions } from "./options.js";
import type { Starter } from "./starters.js";

/** What decides the commands. */
export interface Made extends Pick<NewOptions, "typed" | "name" | "stack"> {
  starter: Pick<Starter, "ask">;
  pulumi: Pick<PulumiCli, "origin">;
  /** What chose the backend; undefined: the project keeps its own. */
  chosen: string | undefined;
  /** Whether the stack is the selected one. */
  selected: boolean;
}

/**
 * The commands that come next, to be pasted. They need nothing of this shell: `mlflow-agents pulumi` finds the CLI and the
 * project's own backend, as `pulumi` alone would not.
 *
 * @param made the project
 * @param asks whether `pulumi up` can ask back. Default: at a terminal
 */
export function nextCommands(
  { typed, name, stack, starter, pulumi, chosen, selected }: Made,
  asks = process.stdout.isTTY === true,
): string {
  const plain = chosen !== undefined && pulumi.origin === "from PATH";
  const enter = typed === "." ? [] : [`cd ${quoted(typed)}`];
  const up = `${plain ? "pulumi" : "npx mlflow-agents pulumi"} up${selected ? "" : ` --stack ${stack}`}${asks ? "" : " --yes"}`;
  const now = [...enter, "npx mlflow-agents workspace start", up].join(" && ");
  return `\nnow: ${now}\nthen: npx mlflow-agents ask ${starter.ask(name, stack)}`;
}

/** A word of a shell. */
function quoted(text: string): string {
  return /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
