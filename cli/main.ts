#!/usr/bin/env node
import { nearest } from "../provider/lifecycle/nearest.js";
import { packageVersion } from "../workspace/paths.js";
import { isUsageError, UsageError } from "./usage.js";

/** The subcommands, loaded when they are used. */
const commands: Readonly<Record<string, () => Promise<(args: string[]) => Promise<number>>>> = {
  ask: async () => (await import("./ask/index.js")).askCommand,
  cache: async () => (await import("./cache/index.js")).cacheCommand,
  check: async () => (await import("./check/index.js")).checkCommand,
  doctor: async () => (await import("./doctor/index.js")).doctorCommand,
  drift: async () => (await import("./drift/index.js")).driftCommand,
  new: async () => (await import("./new/index.js")).newCommand,
  policy: async () => (await import("./policy/index.js")).policyCommand,
  preview: async () => (await import("./preview/index.js")).previewCommand,
  pulumi: async () => (await import("./pulumi/command.js")).pulumiCommand,
  workspace: async () => (await import("./workspace/index.js")).workspaceCommand,
};

const help = `Usage: mlflow-agents <command> [options]

Commands:
  new         a project for an agent, with everything that its first \`pulumi up\` needs
  ask         asks an endpoint a question: streamed, with its tools and its trace
  doctor      what this machine has of what a first deployment needs; --fix sets up what is missing
  check       what would make an agent fail where it is served, found by reading it: for editors and pre-commit
  policy      the AuthPolicy that an agent's code needs, as TypeScript to paste
  preview     what a change does to the agents of a stack, for a reviewer: text, Markdown, a comment
  drift       what differs between a stack's state and what really exists
  pulumi      the Pulumi CLI, found or set up, with the state that the project keeps
  cache       what the cache folder holds; clean removes what is not in use
  workspace   run a local workspace: the Databricks REST API over a real MLflow, on this machine

mlflow-agents <command> --help tells more; mlflow-agents --version tells the release.`;

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    console.log(help);
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-v" || name === "version") {
    console.log(packageVersion());
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const near = nearest(name, Object.keys(commands));
    throw new UsageError(
      `Unknown command "${name}".${near === undefined ? "" : ` Did you mean "${near}"?`} mlflow-agents --help lists all.`,
    );
  }
  return (await command())(rest);
}

/** Errors whose message is for the person at the terminal. */
const forPeople = new Set(["WorkspaceError", "SetUpError", "AgentsError"]);

// Whoever reads may stop before the end, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    // What is thrown on purpose is written for the person at the terminal; anything else is a defect with its stack.
    const expected = error instanceof Error && (isUsageError(error) || forPeople.has(error.name));
    console.error(expected ? `error: ${error.message}` : error);
    process.exitCode = isUsageError(error) ? 2 : 1;
  },
);
