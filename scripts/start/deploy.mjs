import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { localFolder } from "../lib/paths.mjs";
import { run, tail } from "../lib/run.mjs";
import { backendFolder, stackEnvironment, stackName } from "../lib/stack.mjs";
import { followEvents, summarise } from "./events.mjs";
import { recoverStack } from "./recover.mjs";
import { workspaceEnvironment } from "./workspace.mjs";

const log = join(localFolder, "logs", "pulumi-up.log");

/**
 * `pulumi up` of the root project on the local stack, from whatever state an earlier run left.
 *
 * @param {{ cli: string, folder: string }} pulumi See `ensurePulumi`.
 * @param {{ print: (line: string) => void, say: (text: string) => void }} out
 * @returns {Promise<{ changed: number, outputs: Record<string, unknown>, notes: string[] }>}
 */
export async function deploy(pulumi, out) {
  mkdirSync(backendFolder, { recursive: true });
  const env = {
    ...stackEnvironment(pulumi.folder),
    ...workspaceEnvironment,
    // The CLI's event stream is behind this switch; `npm run check` has checked the program's types.
    PULUMI_DEBUG_COMMANDS: "true",
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    NO_COLOR: "1",
  };
  const { exists, pending, notes } = recoverStack();
  if (!exists) {
    out.say("making the stack");
    await must(await run(pulumi.cli, ["stack", "init", stackName, "--non-interactive"], { env }), []);
  }
  const common = ["--stack", stackName, "--yes", "--skip-preview", "--non-interactive"];
  if (pending) {
    out.say("looking at what a killed run had begun");
    await must(await run(pulumi.cli, ["refresh", ...common, "--clear-pending-creates"], { env, log }), []);
    notes.push("cleared operations that a killed run had begun");
  }
  const events = join(backendFolder, "events.jsonl");
  // The provider notes here what it could not look at: "unchanged" would not be so.
  const unseen = join(backendFolder, "unseen.jsonl");
  for (const file of [events, unseen]) rmSync(file, { force: true });
  const { summary, onEvent } = summarise(out);
  const readRest = followEvents(events, onEvent);
  // --refresh: the workspace's data may have been deleted since; what is gone is then made again.
  const result = await run(pulumi.cli, ["up", ...common, "--refresh", "--event-log", events], {
    env: { ...env, MLFLOW_AGENTS_UNSEEN: unseen },
    log,
  });
  readRest();
  await must(result, summary.errors);
  if (existsSync(unseen)) {
    throw new Failure(
      "Not everything could be read, so nobody can tell whether it is as the stack says.",
      [
        "See whether the workspace answers (`npx mlflow-agents workspace status`), and run `npm start` again.",
        `All of the output: ${log}`,
      ],
      { detail: tail(result.output, 20) },
    );
  }
  return { changed: summary.changed, outputs: summary.outputs, notes };
}

async function must(result, errors) {
  if (result.code === 0) return;
  if (result.interrupted) throw new Failure("Interrupted.", "`npm start` continues from here.");
  throw new Failure(
    "The deployment failed.",
    ["Put right what is said above and run `npm start` again.", `All of the output: ${log}`],
    {
      detail: errors.length > 0 ? errors.join("\n") : tail(result.output, 20),
    },
  );
}
