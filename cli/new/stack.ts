import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { tail } from "../../workspace/environment/findUv.js";
import { run } from "../../workspace/environment/run.js";
import { pulumiEnvironment } from "../pulumi/environment.js";
import { ownBackend } from "../pulumi/project.js";
import type { PulumiCli } from "../pulumiCli/find.js";
import { SetUpError } from "../setUpError.js";
import type { Starter } from "./starters.js";

/** Where Pulumi keeps the state, by the user's own choice; undefined where there was none. */
export function chosenBackend(env: NodeJS.ProcessEnv): string | undefined {
  if ((env.PULUMI_BACKEND_URL ?? "") !== "") return "PULUMI_BACKEND_URL";
  if ((env.PULUMI_ACCESS_TOKEN ?? "") !== "") return "PULUMI_ACCESS_TOKEN";
  const home = env.PULUMI_HOME || join(env.HOME || homedir(), ".pulumi");
  try {
    const file = join(env.PULUMI_CREDENTIALS_PATH || home, "credentials.json");
    const { current } = z.object({ current: z.string().nullish() }).parse(JSON.parse(readFileSync(file, "utf8")));
    return current == null || current === "" ? undefined : `your login to ${current}`;
  } catch {
    // Nobody logged in.
    return undefined;
  }
}

/** What a stack is made of. */
export interface NewStack {
  /** Folder of the project. */
  folder: string;
  /** Name of the project. */
  project: string;
  /** Name of the stack. */
  stack: string;
  /** What chose the backend; undefined: the project keeps its own. */
  chosen: string | undefined;
  /** What the project begins with. */
  starter: Pick<Starter, "configuration">;
  pulumi: PulumiCli;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/**
 * Makes the stack the selected one of the project, where it lies for good: the CLI remembers that by the project's path.
 *
 * @returns whether it came off
 */
export async function selectStack({ folder, stack, chosen, pulumi, env }: NewStack): Promise<boolean> {
  const result = await run([pulumi.cli, "stack", "select", stack, "--non-interactive"], {
    cwd: folder,
    env: variablesOf(folder, chosen, pulumi, env),
    timeout: 60_000,
  });
  return result.code === 0;
}

/** A backend of the project's own goes before what the environment says, while it is made. */
function variablesOf(folder: string, chosen: string | undefined, pulumi: PulumiCli, env: NodeJS.ProcessEnv) {
  const { PULUMI_BACKEND_URL: _, ...others } = env;
  const variables = pulumiEnvironment(folder, chosen === undefined ? others : env, pulumi.folder);
  return { ...variables, PULUMI_SKIP_UPDATE_CHECK: "1", NO_COLOR: "1" };
}

/**
 * Makes the stack with its configuration: in the backend that the user chose, else in one of the project's own with a
 * passphrase. Nothing of a login is read by it or changed.
 *
 * @throws SetUpError where the backend refuses
 */
export async function makeStack({
  folder,
  project,
  stack,
  chosen,
  starter,
  pulumi,
  env,
  signal,
}: NewStack): Promise<void> {
  if (chosen === undefined) makeBackend(folder, env);
  const variables = variablesOf(folder, chosen, pulumi, env);
  const ask = async (...args: string[]) => {
    const result = await run([pulumi.cli, ...args, "--non-interactive"], {
      cwd: folder,
      env: variables,
      signal,
      timeout: 120_000,
    });
    signal.throwIfAborted();
    if (result.code === 0) return;
    throw new SetUpError(
      `Pulumi could not make the stack "${stack}".`,
      chosen === undefined
        ? ["Is there free disk? Then run the same command again."]
        : [`It was asked to because of ${chosen}. To keep the state in the project instead, add --local.`],
      tail(result.stderr || result.stdout, 6),
    );
  };
  await ask("stack", "init", stack, "--no-select");
  const values = Object.entries(starter.configuration).map(
    ([key, value]) => `${key.includes(":") ? key : `${project}:${key}`}=${value}`,
  );
  await ask("config", "set-all", "--stack", stack, ...values.flatMap((value) => ["--plaintext", value]));
}

function makeBackend(folder: string, env: NodeJS.ProcessEnv): void {
  const own = ownBackend(folder);
  mkdirSync(own.folder, { recursive: true, mode: 0o700 });
  // An empty passphrase is one as well.
  if (env.PULUMI_CONFIG_PASSPHRASE !== undefined || (env.PULUMI_CONFIG_PASSPHRASE_FILE ?? "") !== "") return;
  writeFileSync(own.passphrase, randomBytes(24).toString("base64url"), { mode: 0o600 });
}
