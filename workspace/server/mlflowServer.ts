import { randomBytes } from "node:crypto";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PythonEnvironment } from "../environment/ensurePython.js";
import { tail } from "../environment/findUv.js";
import { withLock } from "../environment/folderLock.js";
import { pythonVariables } from "../environment/pythonVariables.js";
import { run } from "../environment/run.js";
import { WorkspaceError } from "../errors.js";
import { type MlflowAddress, MlflowClient } from "../mlflow/mlflowClient.js";
import { pythonSource, type WorkspacePaths } from "../paths.js";
import { Child } from "./childProcess.js";

/** Milliseconds an MLflow server may take to answer. A cold, busy machine compiles and reads much. */
const startLimit = 120_000;

/**
 * The real MLflow server behind the workspace, on a Unix socket that only this user can reach and with a secret that only
 * this process knows. Restarted on the same socket when it dies by itself.
 */
export class MlflowServer {
  readonly address: MlflowAddress;
  readonly #start: () => Child;
  readonly #log: (line: string) => void;
  #child: Child;
  #stopping = false;

  private constructor(address: MlflowAddress, start: () => Child, log: (line: string) => void) {
    this.address = address;
    this.#start = start;
    this.#log = log;
    this.#child = start();
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param sockets folder of its socket, which nobody else can enter
   * @throws WorkspaceError `serverFailed`
   */
  static async start(
    environment: PythonEnvironment,
    paths: WorkspacePaths,
    log: (line: string) => void,
    sockets: string,
  ): Promise<MlflowServer> {
    await ensureDatabase(environment, paths, log);
    mkdirSync(paths.artifacts, { recursive: true, mode: 0o700 });
    const address = { socket: join(sockets, `mlflow-${process.pid}.sock`), secret: randomBytes(32).toString("hex") };
    const store = `sqlite:///${paths.database}`;
    const env = pythonVariables({
      MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false",
      MLFLOW_DISABLE_TELEMETRY: "true",
      _MLFLOW_SERVER_FILE_STORE: store,
      _MLFLOW_SERVER_REGISTRY_STORE: store,
      _MLFLOW_SERVER_ARTIFACT_ROOT: "mlflow-artifacts:/",
      _MLFLOW_SERVER_SERVE_ARTIFACTS: "true",
      _MLFLOW_SERVER_ARTIFACT_DESTINATION: paths.artifacts,
      // As which this workspace, and nobody else, speaks to it.
      MLFLOW_SERVER_ALLOWED_HOSTS: "localhost",
    });
    const start = (): Child =>
      new Child({
        command: [environment.python, pythonSource("mlflow_server.py"), address.socket],
        env,
        secret: address.secret,
        log: paths.mlflowLog,
        cwd: dirname(paths.database),
      });
    const server = new MlflowServer(address, start, log);
    try {
      await server.#untilReady(paths);
    } catch (error) {
      await server.stop();
      throw error;
    }
    server.#supervise();
    return server;
  }

  /** Process id of the server. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    // Its state is in SQLite: nothing is lost when it is ended hard.
    await this.#child.stop(3_000);
  }

  async #untilReady(paths: WorkspacePaths): Promise<void> {
    const deadline = Date.now() + startLimit;
    const client = new MlflowClient(this.address);
    try {
      await this.#untilAnswers(client, deadline, paths);
    } finally {
      await client.close();
    }
  }

  async #untilAnswers(client: MlflowClient, deadline: number, paths: WorkspacePaths): Promise<void> {
    for (;;) {
      if (this.#child.end !== undefined || Date.now() > deadline) {
        const how = this.#child.end ?? `did not answer within ${startLimit / 1000} s`;
        throw new WorkspaceError(
          "serverFailed",
          `The MLflow server ${how}. Its log:\n${tail(readLog(paths.mlflowLog))}`,
        );
      }
      try {
        const answer = await client.raw("GET", "/health");
        await answer.body.dump();
        if (answer.statusCode === 200) {
          return;
        }
      } catch {
        // Not listening yet.
      }
      await sleep(50);
    }
  }

  #supervise(): void {
    void this.#child.ended.then(async (how) => {
      if (!this.#stopping) {
        this.#log(`the MLflow server ${how}; starting it again`);
        await sleep(500);
        if (!this.#stopping) {
          this.#child = this.#start();
          this.#supervise();
        }
      }
    });
  }
}

/**
 * The store, with its tables. MLflow takes seconds to make them, so they are made once per environment and copied.
 */
async function ensureDatabase(
  environment: PythonEnvironment,
  paths: WorkspacePaths,
  log: (line: string) => void,
): Promise<void> {
  if (existsSync(paths.database)) {
    return;
  }
  mkdirSync(dirname(paths.database), { recursive: true, mode: 0o700 });
  const template = join(environment.directory, "mlflow-agents-empty.db");
  if (!existsSync(template)) {
    await withLock(
      `${template}.lock`,
      () => undefined,
      async () => {
        if (existsSync(template)) {
          return;
        }
        log("preparing MLflow's database");
        const beside = `${template}.${process.pid}`;
        rmSync(beside, { force: true });
        const made = await run([environment.python, "-m", "mlflow", "db", "upgrade", `sqlite:///${beside}`], {
          env: pythonVariables({ MLFLOW_DISABLE_TELEMETRY: "true" }),
        });
        if (made.code !== 0) {
          rmSync(beside, { force: true });
          throw new WorkspaceError("serverFailed", `MLflow's database could not be made:\n${tail(made.stderr)}`);
        }
        renameSync(beside, template);
      },
    );
  }
  const beside = `${paths.database}.new`;
  copyFileSync(template, beside);
  // The copy has the template's mode, which lies among other users' files.
  chmodSync(beside, 0o600);
  renameSync(beside, paths.database);
}

function readLog(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
