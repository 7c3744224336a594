import { spawn } from "node:child_process";
import { resolveCacheFolder } from "../../workspace/paths.js";
import { Progress } from "../progress.js";
import { ensurePulumi } from "../pulumiCli/ensurePulumi.js";
import { findPulumi } from "../pulumiCli/find.js";
import { pulumiEnvironment } from "./environment.js";
import { dropUnfinished } from "./unfinished.js";

/**
 * `mlflow-agents pulumi …`: the Pulumi CLI, set up where there is none, with the backend and the passphrase that the project
 * keeps. All arguments are its own.
 *
 * @param args what follows `pulumi`
 * @returns its exit code
 */
export async function pulumiCommand(args: string[]): Promise<number> {
  const cache = resolveCacheFolder();
  const pulumi =
    (await findPulumi(cache)) ?? (await new Progress().step("Pulumi CLI", (say) => ensurePulumi({ cache, say })));
  dropUnfinished(folderOf(args));
  const env = pulumiEnvironment(folderOf(args), process.env, pulumi.folder);
  // The terminal is the CLI's: its questions, its live display and Ctrl-C work as they do without us.
  const child = spawn(pulumi.cli, args, { env: { PULUMI_SKIP_UPDATE_CHECK: "1", ...env }, stdio: "inherit" });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  // A terminal's Ctrl-C reaches the CLI by itself; twice would end it at once.
  process.on("SIGINT", process.stdin.isTTY === true ? () => undefined : pass);
  process.on("SIGTERM", pass);
  process.on("SIGHUP", pass);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 130));
  });
}

/**
 * Where the CLI looks for the project: `-C` or `--cwd`, else here.
 *
 * @param args of the CLI. A flag's value stands behind it, behind `=`, or, of a short one, right at it
 */
export function folderOf(args: readonly string[]): string {
  const end = args.indexOf("--");
  let folder = ".";
  for (const [index, arg] of args.slice(0, end === -1 ? undefined : end).entries()) {
    if (arg === "-C" || arg === "--cwd") folder = args[index + 1] ?? ".";
    // As the CLI itself, the last one counts.
    else folder = /^(?:--cwd=|-C=?)(.+)$/s.exec(arg)?.[1] ?? folder;
  }
  return folder;
}
