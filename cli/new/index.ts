import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { resolveCacheFolder } from "../../workspace/paths.js";
import { interruptible } from "../interruptible.js";
import { Progress } from "../progress.js";
import { ensurePulumi } from "../pulumiCli/ensurePulumi.js";
import { UsageError } from "../usage.js";
import { makeFolder } from "../wholeFolder.js";
import { nextCommands } from "./nextCommands.js";
import { install, pack, requireNpm, sourceOf } from "./npm.js";
import { help, type NewOptions, parseNew } from "./options.js";
import { chosenBackend, makeStack, selectStack } from "./stack.js";
import { packageRoot, writeTemplate } from "./template.js";

/**
 * `mlflow-agents new`: a project with everything that its first `pulumi up` needs, made whole or not at all.
 *
 * @param args what follows `new`
 * @returns exit code
 */
export async function newCommand(args: string[]): Promise<number> {
  const options = parseNew(args, process.cwd());
  if (options === undefined) {
    console.log(help);
    return 0;
  }
  requireFree(options);
  requireNpm();
  return interruptible("nothing was made", (signal) => make(options, signal));
}

/** A folder with something in it is somebody's work. */
function requireFree({ folder, typed }: NewOptions): void {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) throw new UsageError(`${typed} is a file: choose another name, or --dir <folder>.`);
  if (readdirSync(folder).length === 0) return;
  const before = existsSync(join(folder, "Pulumi.yaml")) ? "holds a Pulumi project already" : "exists and is not empty";
  throw new UsageError(`${typed} ${before}, and nothing in it is overwritten: choose another name, or --dir <folder>.`);
}

async function make(options: NewOptions, signal: AbortSignal): Promise<number> {
  const { folder, name, stack, starter } = options;
  const root = packageRoot();
  const progress = new Progress();
  const chosen = options.local ? undefined : chosenBackend(process.env);
  const source = sourceOf(root);
  const pulumi = await progress.step(
    "Pulumi CLI",
    (say) => ensurePulumi({ cache: resolveCacheFolder(), say, signal }),
    ({ origin }) => origin,
  );
  const made = { project: name, stack, chosen, starter, pulumi, env: process.env, signal };
  await makeFolder(folder, async (temporary) => {
    await progress.step(
      "npm packages",
      async (say) => {
        writeTemplate(root, starter, temporary, name, source.dependency);
        // The local workspace of the project, and not one of a folder above it.
        mkdirSync(join(temporary, ".mlflow-agents"));
        if (source.kind === "packed") {
          say("packing this package");
          mkdirSync(join(temporary, source.folder));
          await pack(root, join(temporary, source.folder), signal);
        }
        say("npm install");
        let fetched = 0;
        await install(temporary, signal, (line) => {
          if (line.startsWith("npm http fetch")) say(`npm install, ${++fetched} answers of the registry`);
        });
      },
      () =>
        source.kind === "packed"
          ? `this copy, packed into ${source.folder}/`
          : `pulumi-mlflow-agents ${source.dependency}`,
    );
    await progress.step(
      `stack ${stack}`,
      () => makeStack({ ...made, folder: temporary }),
      () => (chosen === undefined ? "its state is in .mlflow-agents/backend" : `its state is where ${chosen} says`),
    );
    // From here on it is quick, and somebody who ends it now gets nothing.
    signal.throwIfAborted();
  });
  if (folder.startsWith(root + sep) && basename(dirname(root)) !== "node_modules")
    console.log(`note: ${folder} lies in the clone of this package; --dir ../${name} makes it beside that`);
  const selected = await selectStack({ ...made, folder });
  console.log(nextCommands({ ...options, pulumi, chosen, selected }));
  return 0;
}
