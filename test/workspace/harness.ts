import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "undici";
import { pythonVariables } from "../../workspace/environment/pythonVariables.js";
import { run } from "../../workspace/environment/run.js";
import { startWorkspace, type Workspace } from "../../workspace/index.js";

/** A workspace of a test, on data of its own. */
export interface TestWorkspace extends Workspace {
  /** Lines of its log. */
  lines: string[];
  /** Ends it and removes its data. */
  dispose(): Promise<void>;
}

/** Starts a workspace for a test. */
export async function testWorkspace(
  options: { scaleToZeroAfter?: number; fixtures?: unknown } = {},
): Promise<TestWorkspace> {
  const data = mkdtempSync(join(tmpdir(), "mlflow-agents-test-"));
  const lines: string[] = [];
  const { fixtures, ...rest } = options;
  if (fixtures !== undefined) {
    mkdirSync(join(data, "workspace"));
    writeFileSync(join(data, "workspace", "fixtures.json"), JSON.stringify(fixtures));
  }
  const workspace = await startWorkspace({ data, log: (line) => lines.push(line), ...rest });
  const dispose = async (): Promise<void> => {
    await workspace.stop();
    rmSync(data, { recursive: true, force: true });
  };
  return { ...workspace, lines, dispose };
}

/** An answer with its body parsed where it is JSON. */
export interface Response {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  json: any;
}

/** One request; with the workspace's own token unless another, or none (null), is given. */
export async function call(
  workspace: { host: string; token: string },
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD",
  path: string,
  body?: unknown,
  token: string | null = workspace.token,
): Promise<Response> {
  const answer = await request(workspace.host + path, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined || typeof body === "string" ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await answer.body.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: answer.statusCode, headers: answer.headers, text, json };
}

/**
 * Runs one of `clients/*.py` with the workspace's Python, as a user of the workspace would.
 *
 * @returns the JSON of its last line
 */
export async function client(
  workspace: Workspace,
  script: string,
  ...args: string[]
  // biome-ignore lint/suspicious/noExplicitAny: each script prints a shape of its own
): Promise<any> {
  const finished = await run([workspace.python.python, join(__dirname, "clients", script), ...args], {
    timeout: 120_000,
    env: pythonVariables({
      DATABRICKS_HOST: workspace.host,
      DATABRICKS_TOKEN: workspace.token,
      MLFLOW_TRACKING_URI: "databricks",
      MLFLOW_REGISTRY_URI: "databricks-uc",
      MLFLOW_DISABLE_TELEMETRY: "true",
      MLFLOW_HTTP_REQUEST_MAX_RETRIES: "1",
      MLFLOW_RECORD_ENV_VARS_IN_MODEL_LOGGING: "false",
    }),
  });
  if (finished.code !== 0) {
    throw new Error(`${script} ended with ${finished.code}:\n${finished.stdout}\n${finished.stderr}`);
  }
  return JSON.parse(finished.stdout.trimEnd().split("\n").at(-1) ?? "");
}

/** Asks until `done`, every 100 ms, for a minute. */
export async function until<T>(ask: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const value = await ask();
    if (done(value)) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`not in time: ${JSON.stringify(value)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
