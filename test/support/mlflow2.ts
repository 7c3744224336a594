import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "../../workspace/server/freePort.js";

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
  if (python === undefined)
    throw new Error("MLFLOW_AGENTS_TEST_PYTHON_222 names no Python with MLflow 2.22: run `npm test`.");
  const folder = mkdtempSync(join(tmpdir(), "mlflow-agents-222-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = join(folder, "server.log");
  const output = openSync(log, "a");
  const store = ["--backend-store-uri", `sqlite:///${join(folder, "mlflow.db")}`];
  const artifacts = ["--serve-artifacts", "--artifacts-destination", join(folder, "artifacts"), "--workers", "1"];
  const address = ["--host", "127.0.0.1", "--port", String(port)];
  const server = spawn(python, ["-m", "mlflow", "server", ...address, ...store, ...artifacts], {
    cwd: folder,
    stdio: ["ignore", output, output],
  });
  const stop = async () => {
    await end(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await answering(url, server, log);
  } catch (error) {
    await stop();
    throw error;
  }
  const env = { ...process.env, MLFLOW_TRACKING_URI: url };
  const run = promisify(execFile);
  return { url, stop, python: async (program) => (await run(python, ["-c", program], { env, cwd: folder })).stdout };
}

async function answering(url: string, server: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (Date.now() < deadline && server.exitCode === null) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`MLflow 2.22 did not start:\n${readFileSync(log, "utf8")}`);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, "exit");
  server.kill("SIGTERM");
  await gone;
}
