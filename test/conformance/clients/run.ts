import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { pythonVariables } from "../../../workspace/environment/pythonVariables.js";
import { run } from "../../../workspace/environment/run.js";
import type { Workspace } from "../../../workspace/index.js";

const schema = z.object({
  client: z.string(),
  cases: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean(),
      expected: z.unknown(),
      seen: z.unknown(),
      error: z.string().nullable(),
      routes: z.array(z.string()),
      unknown: z.array(z.string()),
      seconds: z.number(),
    }),
  ),
});

/** What one client found: its name with its release, and its cases (cases.py). */
export type Found = z.infer<typeof schema>;

/** A script of this folder and what runs it. */
export interface Script {
  /** Title of its tests. */
  title: string;
  file: string;
  /** Interpreter whose environment holds the client. */
  python: string;
  /** Distinguishes what it makes from what the others make: letters, digits and underscores. */
  word: string;
  env?: Readonly<Record<string, string>>;
}

/**
 * Runs a script in a process of its own against a workspace, as a user's program would run.
 *
 * @throws Error with its output when it left nothing
 */
export async function runClient(workspace: Workspace, script: Script): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), "mlflow-agents-client-"));
  const file = join(folder, "found.json");
  try {
    const ended = await run([script.python, join(__dirname, script.file), file, script.word], {
      timeout: 600_000,
      env: pythonVariables({
        DATABRICKS_HOST: workspace.host,
        DATABRICKS_TOKEN: workspace.token,
        DATABRICKS_CONFIG_FILE: join(folder, "no-such-file"),
        MLFLOW_TRACKING_URI: "databricks",
        MLFLOW_REGISTRY_URI: "databricks-uc",
        MLFLOW_DISABLE_TELEMETRY: "true",
        MLFLOW_RECORD_ENV_VARS_IN_MODEL_LOGGING: "false",
        TEST_CLIENT_ID: workspace.servicePrincipal.clientId,
        TEST_CLIENT_SECRET: workspace.servicePrincipal.clientSecret,
        PYTHONWARNINGS: "ignore",
        PYTHONDONTWRITEBYTECODE: "1",
        ...script.env,
      }),
    });
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) {
      throw new Error(`${script.file} ended with ${ended.code}:\n${ended.stdout}\n${ended.stderr}`);
    }
    return schema.parse(JSON.parse(text));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
