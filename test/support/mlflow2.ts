import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { pythonVariables } from "../../workspace/environment/pythonVariables.js";
import { Child } from "../../workspace/server/childProcess.js";
import { freePort } from "./freePort.js";

/** A real MLflow 2.22 server, and the Python of its environment. */
export interface Mlflow2 {
  /** `http://127.0.0.1:port`. */
  url: string;
  /** Runs a Python program with this server's release of MLflow as the client. @returns its standard output */
  python(program: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts an empty server that passes artifacts on. */
export async function startMlflow2(): Promise<Mlflow2> {
  const python = process.env.MLFLOW_AGENTS_TEST_PYTHON_222;
  if (python === undefined) {
    throw new Error("MLFLOW_AGENTS_TEST_PYTHON_222 names no Python with MLflow 2.22: run `npm test`.");
  }
  const folder = mkdtempSync(join(tmpdir(), "mlflow-agents-222-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = join(folder, "server.log");
  const store = `sqlite:///${join(folder, "mlflow.db")}`;
  const server = new Child({
    command: [python, join(__dirname, "mlflow2Server.py"), String(port)],
    // Where the stores are: private to MLflow, and what `mlflow server` sets for its workers.
    env: pythonVariables({
      _MLFLOW_SERVER_FILE_STORE: store,
      _MLFLOW_SERVER_REGISTRY_STORE: store,
      _MLFLOW_SERVER_ARTIFACT_ROOT: "mlflow-artifacts:/",
      _MLFLOW_SERVER_SERVE_ARTIFACTS: "true",
      _MLFLOW_SERVER_ARTIFACT_DESTINATION: join(folder, "artifacts"),
    }),
    log,
    cwd: folder,
  });
  const stop = async () => {
    // Nothing in it is kept.
    await server.stop(1_000);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answering(url, server, log);
  } catch (error) {
    await stop();
    throw error;
  }
  const run = promisify(execFile);
  const env = pythonVariables({ MLFLOW_TRACKING_URI: url });
  return { url, stop, python: async (program) => (await run(python, ["-c", program], { env, cwd: folder })).stdout };
}

async function answering(url: string, server: Child, log: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline && server.end === undefined) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`MLflow 2.22 did not start:\n${existsSync(log) ? readFileSync(log, "utf8") : ""}`);
}
